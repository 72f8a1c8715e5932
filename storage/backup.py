"""A copy of the database while the bot goes on working."""

import asyncio
import sqlite3
from pathlib import Path

from storage.database import Storage


class NoBackup(Exception):
    """No copy was made; the text says why, in one line."""


async def backup(storage: Storage, path: Path) -> int:
    """Copy an SQLite database to `path`, as of one moment; returns its bytes. NoBackup: where that cannot be."""
    if storage.dialect != "sqlite":
        raise NoBackup("PostgreSQL makes its own backups: run pg_dump with the address of DATABASE_URL")
    source = Path(storage.engine.url.database or "")
    return await asyncio.to_thread(_copy, source, path)


def _copy(source: Path, path: Path) -> int:
    if not source.exists():
        raise NoBackup(f"there is no database at {source}")
    _reserve(path)
    try:
        _vacuum(source, path)
    except (sqlite3.Error, OSError) as failed:
        path.unlink(missing_ok=True)
        raise NoBackup(f"the copy was not made: {failed}") from failed
    return path.stat().st_size


def _reserve(path: Path) -> None:
    """An empty file that only we may read, and never somebody's older backup."""
    try:
        if path.exists():
            raise NoBackup(f"{path} is there already: name another file")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
    except OSError as failed:
        raise NoBackup(f"{path} cannot be written: {failed.strerror}") from None


def _vacuum(source: Path, path: Path) -> None:
    """`VACUUM INTO` reads one moment's state without keeping writers waiting, and leaves no -wal beside the copy."""
    connection = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=15)
    try:
        connection.execute("VACUUM INTO ?", (str(path),))
        _check(path)
    finally:
        connection.close()


def _check(path: Path) -> None:
    copy = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        copy.close()
    if said != "ok":
        raise sqlite3.DatabaseError(said)
