"""A copy of the database while the bot goes on working."""

import asyncio
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from storage.database import Storage
from storage.database_file import PATIENCE, Damaged, file_of, flush, look_through

UNFINISHED = ".part"  # what a copy's name ends with until it is whole
ROOM = 16 * 2**20  # bytes that a copy leaves for the bot itself


class NoBackup(Exception):
    """No copy was made; the text says why, in one line."""


async def backup(storage: Storage, path: Path) -> int:
    """Copy an SQLite database to `path`, as of one moment; returns its bytes. NoBackup: where that cannot be.

    Under that name nothing stands before the copy is whole and on the disk. Cancelled, it ends within moments.
    """
    source = file_of(storage)
    if source is None:
        raise NoBackup("PostgreSQL makes its own backups: run pg_dump with the address of DATABASE_URL")
    copying = _Copying(source, path)
    try:
        return await asyncio.to_thread(copying.run)
    except asyncio.CancelledError:
        copying.stop()
        raise


class _Copying:
    """Runs in a thread; stopped from another."""

    def __init__(self, source: Path, path: Path) -> None:
        self._source = source
        self._path = path
        self._part = path.with_name(path.name + UNFINISHED)
        self._connection: sqlite3.Connection | None = None
        self._stopped = False

    def run(self) -> int:
        if not self._source.exists():
            raise NoBackup(f"there is no database at {self._source}")
        self._reserve()
        try:
            self._copy()
            _keep(self._part, self._path)
        except (sqlite3.Error, Damaged, OSError) as failed:
            raise NoBackup(f"the copy was not made: {' '.join(str(failed).split())}") from failed
        finally:
            self._part.unlink(missing_ok=True)
        return self._path.stat().st_size

    def stop(self) -> None:
        self._stopped = True
        if self._connection is not None:
            with suppress(sqlite3.ProgrammingError):  # it has just been closed
                self._connection.interrupt()

    def _reserve(self) -> None:
        """An empty file that only we may read, and never somebody's older backup."""
        try:
            for one in (self._path, self._part):
                if one.exists():
                    raise NoBackup(f"{one} is there already: name another file, or delete it")
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _check_room(self._source, self._path.parent)
            self._part.touch(mode=0o600, exist_ok=False)
        except OSError as failed:
            raise NoBackup(f"{self._path} cannot be written: {failed.strerror}") from None

    def _copy(self) -> None:
        """`VACUUM INTO` reads one moment's state, keeps no writer waiting, and leaves no -wal beside the copy."""
        address = f"{self._source.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE)
        try:
            self._connection = connection
            if self._stopped:
                raise sqlite3.OperationalError("interrupted")
            connection.execute("VACUUM INTO ?", (str(self._part),))
        finally:
            self._connection = None
            connection.close()
        look_through(self._part)


def _check_room(source: Path, folder: Path) -> None:
    """A copy that fills the disk would stop the bot. NoBackup: this one would."""
    log = source.with_name(source.name + "-wal")
    needed = source.stat().st_size + (log.stat().st_size if log.exists() else 0) + ROOM
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NoBackup(f"there is no room for a copy in {folder}: {free // 2**20} MB free, {needed // 2**20} MB needed")


def _keep(part: Path, path: Path) -> None:
    """Give it its name, once all of it is on the disk."""
    flush(part)
    part.rename(path)
    flush(path.parent)
