"""The database: its engine, and the transaction in which everything is read and changed.

SQLite (one file, WAL) and PostgreSQL run the same code. On SQLite, writers take the lock when they begin
(`BEGIN IMMEDIATE`): with the driver's default, two writers that both read first lose one update in silence.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.handling import handled_now
from storage.sqlite_driver import PATIENT_MS, Quick, QuickConnections, locked, patient_engine
from storage.transaction import Transaction
from storage.write_ahead import WriteAheadLog

TROUBLE = (sa.exc.DBAPIError, OSError)  # what is raised while the database is away, locked or full
# Of a transaction on PostgreSQL, between two statements. A replica that is frozen in one keeps its locks no longer, and
# all that the others receive meanwhile may have to wait for one of them. The command line computes for longer.
IDLE_MS, IDLE_ALONE_MS = 10_000, 60_000
TURN = 0.001  # seconds that those who ask and change may go on without a break


class Storage:
    """One database. `open` it, `close` it; in between, `transaction()` to change and `reading()` to look."""

    def __init__(
        self, engine: AsyncEngine, quick: QuickConnections | None = None, log: WriteAheadLog | None = None
    ) -> None:
        """quick: the same database in SQLite's second gear, see storage/sqlite_driver.py; log: what that leaves."""
        self.engine = engine
        self._quick = quick
        self._log = log
        self._writing = engine.execution_options(writes=True)
        self.dialect = engine.dialect.name
        # SQLite has one writer anyway; waiting here is cheaper and fairer than its busy loop.
        self._writer: Any = asyncio.Lock() if self.dialect == "sqlite" else nullcontext()
        self._let_others_at = 0.0

    @classmethod
    def open(cls, url: str, *, pooled: bool = True) -> "Storage":
        """The database at an SQLAlchemy URL with an async driver; nothing is connected yet.

        pooled: False for short-lived use (command line, tests), so that nothing is left open. Errors do not show the
        values of a statement: they end in logs, and are names and phones.
        """
        parsed = sa.make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return cls(_postgresql(parsed, pooled=pooled))
        if parsed.database:
            with suppress(OSError):  # where the folder cannot be made, opening the file says so in a better place
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = patient_engine(parsed, pooled=pooled)
        if not parsed.database:
            return cls(engine)
        return cls(engine, QuickConnections(parsed, pooled=pooled), WriteAheadLog(engine, Path(parsed.database)))

    async def close(self) -> None:
        """Give back every connection."""
        if self._log is not None:
            await self._log.close()
        await self.engine.dispose()
        if self._quick is not None:
            self._quick.close()

    @asynccontextmanager
    async def transaction(self, *, long: bool = False) -> AsyncIterator[Transaction]:
        """Changes that happen together or not at all. Never wait for Telegram inside.

        long: for statements over many rows, which must not hold everybody else up. While an update is handled, see
        storage/handling.py.
        """
        async with self._writer, self._connected(long, writes=True) as connection:
            await self._begin(connection)
            update = handled_now()
            tx = Transaction(connection, again=update is not None and update.goes_again())
            try:
                yield tx
                keep = tx.changes and (update is None or await update.keeps(connection))
            except BaseException:
                await connection.rollback()
                raise
            await (connection.commit() if keep else connection.rollback())
            if update is not None and tx.changes:
                update.went_by(committed=keep)
        if self._log is not None:
            self._log.changed()
        if self._quick is not None and not long:
            await self._let_others()

    @asynccontextmanager
    async def reading(self, *, long: bool = False) -> AsyncIterator[Transaction]:
        """One consistent look; whatever is changed is rolled back. long: as above."""
        async with self._connected(long, writes=False) as connection:
            await self._begin(connection)
            yield Transaction(connection)
            await connection.rollback()
        if self._quick is not None and not long:
            await self._let_others()

    def alone(self) -> Any:
        """`async with`: nobody else in this process writes meanwhile. For whoever has a connection of their own."""
        return self._writer

    async def _let_others(self) -> None:
        """In the second gear nothing has waited for anything, and whoever asks in a loop would keep all others out."""
        if time.monotonic() - self._let_others_at > TURN:
            await asyncio.sleep(0)
            self._let_others_at = time.monotonic()

    def _connected(self, long: bool, *, writes: bool) -> Any:
        """An AsyncConnection, or what answers as one."""
        if self._quick is None or long:
            return (self._writing if writes else self.engine).connect()
        return Quick(self._quick, writes=writes)

    async def _begin(self, connection: AsyncConnection) -> None:
        """Another process may have SQLite's lock: the wait for it is nobody else's."""
        ends, pause = time.monotonic() + PATIENT_MS / 1000, 0.005
        while True:
            try:
                await connection.begin()
            except sa.exc.OperationalError as trouble:
                if time.monotonic() >= ends or not locked(trouble):
                    raise
            else:
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, 0.25)

    async def drop_traces(self) -> None:
        """Empty SQLite's log of writes. PostgreSQL's is its administrator's."""
        if self._log is not None:
            async with self._writer:
                await self._log.empty()


def _postgresql(url: sa.URL, *, pooled: bool) -> AsyncEngine:
    options: dict[str, Any] = {"pool_size": 8, "pool_pre_ping": True} if pooled else {"poolclass": NullPool}
    settings = {"idle_in_transaction_session_timeout": str(IDLE_MS if pooled else IDLE_ALONE_MS)}
    return create_async_engine(url, hide_parameters=True, connect_args={"server_settings": settings}, **options)
