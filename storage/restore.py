"""A copy is put in the place of the database; what was there is kept aside."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from storage.database import Storage
from storage.database_file import BESIDE, Damaged, file_of, flush, look_through
from storage.migrate import known_versions
from storage.sole_bot import sole_bot

_HEADER = b"SQLite format 3\0"


class NotRestored(Exception):
    """Nothing was changed; the text says why, in one line."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done."""

    path: Path
    version: str
    customers: int
    kept: Path | None  # what was there before; None: nothing was


def restore(storage: Storage, copy: Path, *, now: datetime) -> Restored:
    """Put `copy` in the place of the database, which nobody may have open. It stays where it is, too.

    NotRestored: see there. Occupied, UnusableDatabase: a bot works with the database, or nothing can be written there.
    The database is whole at every moment: a crash in between leaves the one or the other.
    """
    path = file_of(storage)
    if path is None:
        raise NotRestored("PostgreSQL has its own way back: pg_restore, or psql with what pg_dump wrote")
    _check_is_another(copy, path)
    with sole_bot(storage), _prepared(copy, path.with_name(path.name + ".restoring")) as (fresh, version, customers):
        _belong_as(path if path.exists() else path.parent, fresh)
        flush(fresh)
        kept = _keep_aside(path, f".before-restore-{now:%Y%m%d-%H%M%S}")
        fresh.replace(path)
        flush(path.parent)
    return Restored(path, version, customers, kept)


def _check_is_another(copy: Path, path: Path) -> None:
    if not copy.is_file():
        raise NotRestored(f"{copy} is not a file")
    if path.exists() and copy.samefile(path):
        raise NotRestored(f"{copy} is the database itself: name a copy of it")


@contextmanager
def _prepared(copy: Path, fresh: Path) -> Iterator[tuple[Path, str, int]]:
    """The copy's content in a file of its own beside the database: with what lies in a -wal beside the copy, if it was
    not made by `kasanie backup`, and looked through.
    """
    try:
        look_through(copy)
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as opened:
            version, customers = _version(opened, copy), _customers(opened)
            fresh.unlink(missing_ok=True)  # of an attempt that was cut off
            fresh.touch(mode=0o600)
            opened.execute("VACUUM INTO ?", (str(fresh),))
        yield fresh, version, customers
    except Damaged as found:
        raise NotRestored(f"{copy} {found}: choose another copy") from None
    except (sqlite3.Error, OSError) as failed:
        raise NotRestored(f"{copy} was not restored: {' '.join(str(failed).split())}") from failed
    finally:
        fresh.unlink(missing_ok=True)


def _version(opened: sqlite3.Connection, copy: Path) -> str:
    tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"alembic_version", "customers"} <= tables:
        raise NotRestored(f"{copy} is a database of something else")
    found = opened.execute("SELECT version_num FROM alembic_version").fetchone()
    version, versions = str(found[0] if found else None), known_versions()
    if version not in versions:
        raise NotRestored(
            f"{copy} is of version {version}, and this program knows only up to {versions[-1]}: "
            "restore it with the newer program that made it"
        )
    return version


def _customers(opened: sqlite3.Connection) -> int:
    return int(opened.execute("SELECT count(*) FROM customers").fetchone()[0])


def _keep_aside(path: Path, ending: str) -> Path | None:
    """A second name for what is there; all of it is in one file, if it is sound. NotRestored: somebody has it open."""
    if not path.exists():
        _rename_what_lies_beside(path, path.with_name(path.name + ending))
        return None
    kept = path.with_name(path.name + ending)
    for number in count(2):
        if not kept.exists():
            break
        kept = path.with_name(f"{path.name}{ending}-{number}")
    _gather(path)
    try:
        os.link(path, kept)
    except OSError:  # a disk without links: for a moment the file has the new name only
        path.rename(kept)
    _rename_what_lies_beside(path, kept)
    return kept


def _gather(path: Path) -> None:
    """Bring SQLite's log of writes into the file; one that is damaged is kept as it lies."""
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:  # SQLite would throw the log away, and it may be all that is left
            return
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path, timeout=1)) as opened:
        try:
            opened.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as refused:
            if refused.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise NotRestored(f"somebody has {path} open: close it there, and try again") from None
            raise


def _belong_as(model: Path, fresh: Path) -> None:
    """Restored by root, it still is the bot's."""
    if os.name != "nt" and os.geteuid() == 0:
        owner = model.stat()
        os.chown(fresh, owner.st_uid, owner.st_gid)


def _rename_what_lies_beside(path: Path, kept: Path) -> None:
    for ending in BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(kept.with_name(kept.name + ending))
