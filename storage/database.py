"""The database: its engine, and the transaction in which everything is read and changed.

SQLite (one file, WAL) and PostgreSQL run the same code. On SQLite, writers take the lock when they begin
(`BEGIN IMMEDIATE`): with the driver's default, two writers that both read first lose one update in silence.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.handling import handled_now
from storage.sqlite_driver import PATIENT_MS, Quick, QuickConnections, locked, patient_engine
from storage.transaction import Transaction
from storage.write_ahead import WriteAheadLog

TROUBLE = (sa.exc.DBAPIError, sa.exc.TimeoutError, OSError)  # what is raised while the database is away, locked or full
# Of a transaction on PostgreSQL, between two statements. A replica that is frozen in one keeps its locks no longer, and
# all that the others receive meanwhile may have to wait for one of them. The command line computes for longer.
IDLE_MS, IDLE_ALONE_MS = 10_000, 60_000
TURN = 0.001  # seconds that those who ask and change may go on without a break


class Storage:
    """One database. `open` it, `close` it; in between, `transaction()` to change and `reading()` to look."""

    def __init__(self, engine: AsyncEngine, quick: QuickConnections | None = None, file: Path | None = None) -> None:
        """quick: the same database in SQLite's second gear, see storage/sqlite_driver.py; file: where it is."""
        self.engine = engine
        self._quick = quick
        self._writing = engine.execution_options(writes=True)
        self.dialect = engine.dialect.name
        # SQLite has one writer anyway; waiting here is cheaper and fairer than its busy loop.
        self._writer: Any = asyncio.Lock() if self.dialect == "sqlite" else nullcontext()
        self._log = None if file is None else WriteAheadLog(engine, file, self._writer)
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
        return cls(engine, QuickConnections(parsed, pooled=pooled), Path(parsed.database))

    async def close(self) -> None:
        """Give back every connection."""
        if self._log is not None:
            await self._log.close()
        await self.engine.dispose()
        if self._quick is not None:
            self._quick.close()

    def transaction(self, *, long: bool = False) -> AbstractAsyncContextManager[Transaction]:
        """Changes that happen together or not at all. Never wait for Telegram inside.

        long: for statements over many rows, which must not hold everybody else up. While an update is handled, see
        storage/handling.py.
        """
        return _Change(self._connected(long, writes=True), self._in_between(long), self._writer, self._log)

    def reading(self, *, long: bool = False) -> AbstractAsyncContextManager[Transaction]:
        """One consistent look; whatever is changed is rolled back. long: as above."""
        return _Look(self._connected(long, writes=False), self._in_between(long))

    def alone(self) -> Any:
        """`async with`: nobody else in this process writes meanwhile. For whoever has a connection of their own."""
        return self._writer

    def _in_between(self, long: bool) -> Callable[[], Awaitable[None]] | None:
        return None if self._quick is None or long else self._let_others

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

    async def drop_traces(self) -> None:
        """Empty SQLite's log of writes. PostgreSQL's is its administrator's."""
        if self._log is not None:
            await self._log.empty()


class _Look:
    """A look, while it lasts. Not a generator: in the second gear that would take longer than what is inside."""

    def __init__(self, connection: Any, in_between: Callable[[], Awaitable[None]] | None) -> None:
        """in_between: what is to be done before the next one."""
        self._connection = connection
        self._in_between = in_between

    async def __aenter__(self) -> Transaction:
        await self._connection.__aenter__()
        try:
            await _begin(self._connection)
        except BaseException:
            await self._connection.__aexit__(*sys.exc_info())
            raise
        self._tx = Transaction(self._connection)
        return self._tx

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:  # else closing it undoes whatever there is, and the error is not hidden by another
                await self._end()
        finally:
            await self._connection.__aexit__(kind, error, trace)
        if error is None and self._in_between is not None:
            await self._in_between()

    async def _end(self) -> None:
        await self._connection.rollback()


class _Change(_Look):
    """A transaction that changes something, while it lasts."""

    def __init__(
        self,
        connection: Any,
        in_between: Callable[[], Awaitable[None]] | None,
        writer: AbstractAsyncContextManager[None],
        log: WriteAheadLog | None,
    ) -> None:
        """writer: the right to be the one who writes."""
        super().__init__(connection, in_between)
        self._writer = writer
        self._log = log
        self._update = handled_now()

    async def __aenter__(self) -> Transaction:
        await self._writer.__aenter__()
        try:
            tx = await super().__aenter__()
        except BaseException:
            await self._writer.__aexit__(*sys.exc_info())
            raise
        tx.again = self._update is not None and self._update.goes_again()
        return tx

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        in_between, self._in_between = self._in_between, None  # others may write then
        try:
            await super().__aexit__(kind, error, trace)
        finally:
            await self._writer.__aexit__(kind, error, trace)
        if error is None:
            if self._log is not None:
                self._log.changed()
            if in_between is not None:
                await in_between()

    async def _end(self) -> None:
        update = self._update
        keep = self._tx.changes and (update is None or await update.keeps(self._connection))
        await (self._connection.commit() if keep else self._connection.rollback())
        if update is not None:
            update.went_by(committed=keep)


async def _begin(connection: Any) -> None:
    """Another process may have SQLite's lock: the wait for it is nobody else's."""
    ends, pause = 0.0, 0.005
    while True:
        try:
            await connection.begin()
        except sa.exc.OperationalError as trouble:
            ends = ends or time.monotonic() + PATIENT_MS / 1000
            if time.monotonic() >= ends or not locked(trouble):
                raise
        else:
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, 0.25)


def _postgresql(url: sa.URL, *, pooled: bool) -> AsyncEngine:
    options: dict[str, Any] = {"pool_size": 8, "pool_pre_ping": True} if pooled else {"poolclass": NullPool}
    settings = {"idle_in_transaction_session_timeout": str(IDLE_MS if pooled else IDLE_ALONE_MS)}
    return create_async_engine(url, hide_parameters=True, connect_args={"server_settings": settings}, **options)
