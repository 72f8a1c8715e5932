"""SQLite's file, looked at before anything is done with it: can it be written, is it a database, is it whole?"""

import logging
import os
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from storage.copies import newest_copy
from storage.database import Storage
from storage.trouble import Trouble, UnusableDatabase, in_words, trouble_of

BESIDE = ("-wal", "-shm")  # SQLite's log of writes, and its index
PATIENCE = 15.0  # seconds, for a lock of somebody else's
WORTH_TELLING = 1.0  # seconds that looking through the file took

log = logging.getLogger(__name__)


class Damaged(Exception):
    """It is no database, or not whole; the text says what was found."""


def file_of(storage: Storage) -> Path | None:
    """Where it is kept; None: on a server, or in memory."""
    name = storage.engine.url.database
    return Path(name) if storage.dialect == "sqlite" and name and name != ":memory:" else None


def inspect_file(path: Path) -> None:
    """UnusableDatabase: the bot could not work with what is there. Takes seconds for a file of gigabytes."""
    try_folder(path.parent)
    for one in _with_what_lies_beside(path):
        if one.exists() and not _writable(one):
            raise UnusableDatabase(f"{one} cannot be written: give it to the user who runs the bot (chown)")
    if path.is_dir():
        raise UnusableDatabase(f"{path} is a folder: name a file in it")
    if not path.exists():
        return
    started = time.monotonic()
    try:
        look_through(path)
    except Damaged as found:
        raise UnusableDatabase(f"{path} {found}: {_remedy(path)}") from None
    took = time.monotonic() - started
    if took > WORTH_TELLING:
        log.info("looking through the database took %.1f s", took)


def look_through(path: Path) -> None:
    """Every page of it. Damaged: see there; sqlite3.Error: it cannot be read at all.

    SQLite opens it, and nobody else: the locks of a process on a file end when it closes that file anywhere.
    """
    with closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
        try:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            if trouble_of(error) is not Trouble.CORRUPT:
                raise
            said = str(error)
            if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                raise Damaged("is not a database") from None
    if said != "ok":
        raise Damaged(f"is damaged ({' '.join(said.removeprefix('*** in database main ***').split())})")


def _with_what_lies_beside(path: Path) -> list[Path]:
    return [path, *(path.with_name(path.name + ending) for ending in BESIDE)]


def try_folder(folder: Path) -> None:
    """SQLite needs to make files there, whether or not its own file is there already."""
    if not folder.is_dir():
        raise UnusableDatabase(f"there is no folder {folder}, and it cannot be made: make it, or name another")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as refused:
        why = (
            in_words(refused)
            if trouble_of(refused)
            else f"{refused.strerror}: give it to the user who runs the bot (chown)"
        )
        raise UnusableDatabase(f"the folder {folder} cannot be written: {why}") from None


def _writable(path: Path) -> bool:
    """Without opening it, see `look_through`."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def flush(path: Path) -> None:
    """What was written to the file, or done to names in the folder, is on the disk when this returns."""
    if os.name == "nt" and path.is_dir():  # a folder cannot be opened there
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remedy(path: Path) -> str:
    copy = newest_copy(path)
    if copy is None:
        return "restore a copy with `kasanie restore FILE`, or name another file"
    return f"restore the newest copy: kasanie restore {copy}"
