"""The database: its engine, and the transaction in which everything is read and changed.

SQLite (one file, WAL) and PostgreSQL run the same code. On SQLite, writers take the lock when they begin
(`BEGIN IMMEDIATE`): with the driver's default, two writers that both read first lose one update in silence.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.transaction import Transaction

BUSY_TIMEOUT_MS = 15_000
TROUBLE = (sa.exc.DBAPIError, OSError)  # what is raised while the database is away, locked or full


class Storage:
    """One database. `open` it, `close` it; in between, `transaction()` to change and `reading()` to look."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        # SQLite has one writer anyway; waiting here is cheaper and fairer than its busy loop.
        self._writer: Any = asyncio.Lock() if self.dialect == "sqlite" else nullcontext()

    @classmethod
    def open(cls, url: str, *, pooled: bool = True) -> "Storage":
        """The database at an SQLAlchemy URL with an async driver; nothing is connected yet.

        pooled: False for short-lived use (command line, tests), so that nothing is left open. Errors do not show the
        values of a statement: they end in logs, and are names and phones.
        """
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return cls(_sqlite(parsed, pooled=pooled))
        options: dict[str, Any] = {"pool_size": 8, "pool_pre_ping": True} if pooled else {"poolclass": NullPool}
        return cls(create_async_engine(parsed, hide_parameters=True, **options))

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Changes that happen together or not at all. Never wait for Telegram inside."""
        async with self._writer, self.engine.connect() as connection:
            options = {"writes": True} if self.dialect == "sqlite" else {}
            await connection.execution_options(**options)
            async with connection.begin():
                yield Transaction(connection)

    async def drop_traces(self) -> None:
        """Empty SQLite's log of writes: until then, what was erased can still be read in that file.

        Where somebody reads just now it is left for the next time. PostgreSQL's log is its administrator's.
        """
        if self.dialect != "sqlite":
            return
        async with self._writer, self.engine.connect() as connection:
            bare: Any = (await connection.get_raw_connection()).driver_connection
            for pragma in ("busy_timeout = 200", "wal_checkpoint(TRUNCATE)", f"busy_timeout = {BUSY_TIMEOUT_MS}"):
                cursor = await bare.execute(f"PRAGMA {pragma}")
                await cursor.close()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """One consistent look; whatever is changed is rolled back."""
        async with self.engine.connect() as connection:
            yield Transaction(connection)
            await connection.rollback()


def _sqlite(url: sa.URL, *, pooled: bool) -> AsyncEngine:
    if url.database:
        with suppress(OSError):  # where the folder cannot be made, opening the file says so in a better place
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {"pool_size": 4} if pooled else {"poolclass": NullPool}
    engine = create_async_engine(url, hide_parameters=True, **options)
    sa.event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    sa.event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    connection.create_function("casefold", 1, _casefold, deterministic=True)  # lower() knows ASCII only
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "secure_delete = ON",  # what is erased is overwritten, not only unlinked
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
