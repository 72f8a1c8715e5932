"""The database: its engine, and the transaction in which everything is read and changed.

SQLite (one file, WAL) and PostgreSQL run the same code. On SQLite, writers take the lock when they begin
(`BEGIN IMMEDIATE`): with the driver's default, two writers that both read first lose one update in silence.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.handling import handled_now
from storage.sqlite_driver import PATIENT_MS, sqlite_engine
from storage.transaction import Transaction

log = logging.getLogger(__name__)
TROUBLE = (sa.exc.DBAPIError, OSError)  # what is raised while the database is away, locked or full
TIDY_AFTER = 400  # quick transactions, some megabytes of SQLite's log


class Storage:
    """One database. `open` it, `close` it; in between, `transaction()` to change and `reading()` to look."""

    def __init__(self, engine: AsyncEngine, quick: AsyncEngine | None = None) -> None:
        """quick: the same database without changes of thread, see storage/sqlite_driver.py."""
        self.engine = engine
        self._quick = quick or engine
        self._long_writing = self.engine.execution_options(writes=True)
        self._quick_writing = self._quick.execution_options(writes=True)
        self.dialect = engine.dialect.name
        # SQLite has one writer anyway; waiting here is cheaper and fairer than its busy loop.
        self._writer: Any = asyncio.Lock() if self.dialect == "sqlite" else nullcontext()
        self._written = 0
        self._tidying: asyncio.Task[None] | None = None

    @classmethod
    def open(cls, url: str, *, pooled: bool = True) -> "Storage":
        """The database at an SQLAlchemy URL with an async driver; nothing is connected yet.

        pooled: False for short-lived use (command line, tests), so that nothing is left open. Errors do not show the
        values of a statement: they end in logs, and are names and phones.
        """
        parsed = sa.make_url(url)
        if parsed.get_backend_name() != "sqlite":
            options: dict[str, Any] = {"pool_size": 8, "pool_pre_ping": True} if pooled else {"poolclass": NullPool}
            return cls(create_async_engine(parsed, hide_parameters=True, **options))
        if parsed.database:
            with suppress(OSError):  # where the folder cannot be made, opening the file says so in a better place
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        return cls(
            sqlite_engine(parsed, quick=False, pooled=pooled),
            sqlite_engine(parsed, quick=True, pooled=pooled) if parsed.database else None,
        )

    async def close(self) -> None:
        """Give back every connection."""
        if self._tidying is not None:
            await asyncio.wait([self._tidying])
        await self.engine.dispose()
        await self._quick.dispose()

    @asynccontextmanager
    async def transaction(self, *, long: bool = False) -> AsyncIterator[Transaction]:
        """Changes that happen together or not at all. Never wait for Telegram inside.

        long: for statements over many rows, which must not hold everybody else up. While an update is handled, see
        storage/handling.py.
        """
        async with self._writer, self._engine(long, writes=True).connect() as connection:
            await self._begin(connection)
            try:
                yield Transaction(connection)
                update = handled_now()
                keep = update is None or await update.keeps(connection)
            except BaseException:
                await connection.rollback()
                raise
            await (connection.commit() if keep else connection.rollback())
            if update is not None:
                update.went_by(committed=keep)
        self._tidy_sometimes()

    @asynccontextmanager
    async def reading(self, *, long: bool = False) -> AsyncIterator[Transaction]:
        """One consistent look; whatever is changed is rolled back. long: as above."""
        async with self._engine(long, writes=False).connect() as connection:
            yield Transaction(connection)
            await connection.rollback()

    def _engine(self, long: bool, *, writes: bool) -> AsyncEngine:
        if writes:
            return self._long_writing if long else self._quick_writing
        return self.engine if long else self._quick

    async def _begin(self, connection: AsyncConnection) -> None:
        """Another process may have SQLite's lock: the wait for it is nobody else's."""
        patience, pause = PATIENT_MS / 1000, 0.005
        while True:
            try:
                await connection.begin()
            except sa.exc.OperationalError as trouble:
                if patience <= 0 or not _locked(trouble):
                    raise
            else:
                return
            await asyncio.sleep(pause)
            patience, pause = patience - pause, min(pause * 2, 0.25)

    def _tidy_sometimes(self) -> None:
        """Bring SQLite's log into its file, in a thread: whoever commits quickly must not wait for the disk."""
        if self._quick is self.engine:
            return
        self._written += 1
        if self._written >= TIDY_AFTER and self._tidying is None:
            self._written = 0
            self._tidying = asyncio.create_task(self._tidy("wal_checkpoint(PASSIVE)"))
            self._tidying.add_done_callback(self._tidied)

    def _tidied(self, task: asyncio.Task[None]) -> None:
        self._tidying = None
        if not task.cancelled() and (trouble := task.exception()) is not None:
            log.warning("the log of the database could not be tidied (%s)", type(trouble).__name__)

    async def drop_traces(self) -> None:
        """Empty SQLite's log of writes: until then, what was erased can still be read in that file.

        Where somebody reads just now it is left for the next time. PostgreSQL's log is its administrator's.
        """
        if self.dialect != "sqlite":
            return
        async with self._writer:
            await self._tidy("busy_timeout = 200", "wal_checkpoint(TRUNCATE)", f"busy_timeout = {PATIENT_MS}")

    async def _tidy(self, *pragmas: str) -> None:
        async with self.engine.connect() as connection:
            bare: Any = (await connection.get_raw_connection()).driver_connection
            for pragma in pragmas:
                cursor = await bare.execute(f"PRAGMA {pragma}")
                await cursor.close()


def _locked(trouble: sa.exc.OperationalError) -> bool:
    return getattr(trouble.orig, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
