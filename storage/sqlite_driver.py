"""How SQLite is driven: aiosqlite, with a second gear for what takes microseconds.

aiosqlite does everything in a thread of its own, and SQLAlchemy asks it four times for a statement: eight changes of
thread, each dearer than the statement itself. In the second gear (`quick`) the same calls are made where they stand.
That holds the event loop up for as long as they take, so: no waiting for a lock, no checkpoint (it syncs the disk), and
nothing that reads more than a few rows.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

PATIENT_MS, QUICK_MS = 15_000, 20  # how long a statement waits for a lock
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "secure_delete = ON",  # what is erased is overwritten, not only unlinked
    "foreign_keys = ON",
)


class _Here(aiosqlite.Connection):
    """Calls made in the caller's thread."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **named: Any) -> Any:
        if not self._running or not self._connection:
            raise ValueError("Connection closed")
        return fn(*args, **named)


def sqlite_engine(url: sa.URL, *, quick: bool, pooled: bool) -> AsyncEngine:
    """quick: calls are made in the event loop's own thread, and a locked database is told at once."""
    options: dict[str, Any] = {"pool_size": 4} if pooled else {"poolclass": NullPool}
    if quick:
        options["async_creator"] = _here(url)
    engine = create_async_engine(url, hide_parameters=True, **options)
    # A disk is synced by whoever has a thread to wait in (see Storage.tidy).
    own = (f"busy_timeout = {QUICK_MS}", "wal_autocheckpoint = 0") if quick else (f"busy_timeout = {PATIENT_MS}",)

    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        connection.create_function("casefold", 1, _casefold, deterministic=True)  # lower() knows ASCII only
        cursor = connection.cursor()
        for pragma in (*own, *_PRAGMAS):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    sa.event.listen(engine.sync_engine, "connect", prepare)
    sa.event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _here(url: sa.URL) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(url.database or ":memory:", check_same_thread=False)

    async def create() -> aiosqlite.Connection:
        connection = _Here(connect, iter_chunk_size=64)
        connection._thread.daemon = True  # noqa: SLF001 -- as SQLAlchemy does with those that it makes itself
        return await connection

    return create


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
