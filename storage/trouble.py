"""What may be wrong with a database, whichever it is: the same few troubles on SQLite and PostgreSQL."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

import sqlalchemy as sa


class Trouble(StrEnum):
    """Reading may go on with a database that is full or read-only; of the others nothing can be expected just now."""

    FULL = "full"
    READ_ONLY = "read_only"  # a disk with errors is made so by the system; a PostgreSQL that others took over from, too
    LOCKED = "locked"  # somebody is in the way: another attempt is worth it
    AWAY = "away"  # not to be reached, restarting, or its disk does not answer
    CORRUPT = "corrupt"  # waiting does not help: a backup is needed


class UnusableDatabase(Exception):
    """It cannot be opened, read or written; the text says why, and what to do, in one line."""


_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: Trouble.FULL,  # what lies beside the file could not grow
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_IOERR: Trouble.AWAY,
    sqlite3.SQLITE_CANTOPEN: Trouble.AWAY,
    sqlite3.SQLITE_CORRUPT: Trouble.CORRUPT,
    sqlite3.SQLITE_NOTADB: Trouble.CORRUPT,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: a code, or the two signs of its class.
_POSTGRESQL = {
    "53100": Trouble.FULL,
    "25006": Trouble.READ_ONLY,
    "55P03": Trouble.LOCKED,
    "57014": Trouble.LOCKED,  # a time limit of the server's
    "40": Trouble.LOCKED,
    "XX001": Trouble.CORRUPT,
    "XX002": Trouble.CORRUPT,
    "08": Trouble.AWAY,
    "28": Trouble.AWAY,
    "3D": Trouble.AWAY,
    "53": Trouble.AWAY,
    "57P": Trouble.AWAY,
    "58": Trouble.AWAY,
}
_DISK = {errno.ENOSPC: Trouble.FULL, errno.EDQUOT: Trouble.FULL, errno.EROFS: Trouble.READ_ONLY}
_WORDS = {
    Trouble.FULL: "the disk is full: make room on it",
    Trouble.READ_ONLY: "it is read-only: look into the system's log, or choose another disk",
    Trouble.LOCKED: "somebody else has locked it: stop whatever works with it",
}
_DRIVERS = ("sqlalchemy", "asyncpg", "aiosqlite")


def trouble_of(error: BaseException) -> Trouble | None:
    """Which trouble of the database `error` tells of, itself or by what it was raised from; None: of none.

    A mistake in a statement, or a row that a constraint refuses, is none: waiting would not mend it.
    """
    for one in _causes(error):
        found = _trouble(one)
        if found is not None:
            return found
    return None


def in_words(error: Exception) -> str:
    """What is wrong and what to do, where that is known, or what the driver says: one line, and no row's values."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error
    trouble = trouble_of(error)
    known = _WORDS.get(trouble) if trouble else None
    return known or str(cause).partition("\n")[0]


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from on purpose; the driver's own words of an error before SQLAlchemy's."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, sa.exc.DBAPIError) and seen.orig is not None:
            yield seen.orig
        yield seen
        seen = seen.__cause__


def _trouble(error: BaseException) -> Trouble | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)  # none: the driver's own words, of its wrong use
        return None if code is None else _SQLITE.get(code) or _SQLITE.get(code & 0xFF)
    if state := getattr(error, "sqlstate", None):
        return next((_POSTGRESQL[state[:n]] for n in (5, 3, 2) if state[:n] in _POSTGRESQL), None)
    if isinstance(error, sa.exc.DBAPIError):
        return Trouble.AWAY if error.connection_invalidated else None
    if isinstance(error, sa.exc.TimeoutError):  # every connection of the pool was busy
        return Trouble.LOCKED
    if isinstance(error, OSError):
        return _DISK.get(error.errno or 0) or (Trouble.AWAY if _from_driver(error) else None)
    return None


def _from_driver(error: BaseException) -> bool:
    """Where a server cannot be reached, asyncpg lets the system's own error through, and others raise such errors, too:
    of a file that is not there, of Telegram. Where it was raised tells them apart.
    """
    step = error.__traceback__
    while step is not None:
        if str(step.tb_frame.f_globals.get("__name__", "")).partition(".")[0] in _DRIVERS:
            return True
        step = step.tb_next
    return False
