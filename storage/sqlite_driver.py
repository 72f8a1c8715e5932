"""How SQLite is driven: aiosqlite, and a second gear for what takes microseconds.

aiosqlite does everything in a thread of its own, and SQLAlchemy asks it four times for a statement: eight changes of
thread, each dearer than the statement. In the second gear (`Quick`) the standard library's driver is called where
one stands. That holds the event loop up for as long as it takes, so: no waiting for a lock, no checkpoint (it syncs the
disk), and nothing that reads more than a few rows.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from threading import Thread
from types import TracebackType
from typing import Any, Self

import aiosqlite
import aiosqlite.core
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.prepared import as_sqlalchemy, prepared

PATIENT_MS, QUICK_MS = 15_000, 5  # how long a statement waits for a lock
IDLE = 8  # quick connections that are kept
_PRAGMAS = (
    "synchronous = NORMAL",
    "secure_delete = ON",  # what is erased is overwritten, not only unlinked
    "foreign_keys = ON",
)


class _ClosedOnce(aiosqlite.Connection):
    """Closed twice, as SQLAlchemy does after a cancellation, aiosqlite's own waits for ever for its thread."""

    _stopping = False

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        # A daemon, as SQLAlchemy makes of those that it opens itself: the process may end before it.
        self._thread = Thread(target=_served, args=(self._tx,), daemon=True)

    def stop(self) -> asyncio.Future[Any] | None:
        if self._stopping:
            return None
        self._stopping = True
        return super().stop()

    async def close(self) -> None:
        """A transaction that was cancelled in the middle of a statement would keep its lock until the garbage of that
        statement is collected.
        """
        if not self._stopping:
            self._tx.put_nowait((None, self._undo))
            await super().close()

    def _undo(self) -> None:
        if self._connection is not None:
            self._connection.rollback()


def _served(statements: Any) -> None:
    """In aiosqlite's thread. An error of a statement goes to whoever waits for it; one comes out of here only if the
    event loop has ended, and nobody waits any more.
    """
    with suppress(RuntimeError):
        aiosqlite.core._connection_worker_thread(statements)  # noqa: SLF001


def _connector(url: sa.URL) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    address, options = SQLiteDialect_aiosqlite().create_connect_args(url)

    async def connect() -> aiosqlite.Connection:
        return await _ClosedOnce(partial(sqlite3.connect, *address, **options))

    return connect


def patient_engine(url: sa.URL, *, pooled: bool) -> AsyncEngine:
    """Every statement in a thread: for what takes its time."""
    # Nobody waits for a connection, or whoever has the right to write would, for those who have one and wait for that
    # right. What is beyond the pool's size is closed when it comes back.
    options: dict[str, Any] = {"pool_size": 4, "max_overflow": -1} if pooled else {"poolclass": NullPool}
    engine = create_async_engine(url, hide_parameters=True, async_creator=_connector(url), **options)
    # A checkpoint in the middle of a commit would hold up everybody who writes (storage/write_ahead.py).
    own = ("wal_autocheckpoint = 0",) if pooled else ()
    _prepare_each(engine.sync_engine, f"busy_timeout = {PATIENT_MS}", *own)
    sa.event.listen(engine.sync_engine, "begin", _begin)
    return engine


class QuickConnections:
    """Connections in the second gear. One that comes back is kept as it is: a pool's care takes longer than its use."""

    def __init__(self, url: sa.URL, *, pooled: bool) -> None:
        here = url.set(drivername="sqlite+pysqlite")
        # While it is opened, another that closes may have the file for itself: that is waited for.
        options = {"check_same_thread": False, "timeout": PATIENT_MS / 1000}
        # Without a single listener to what happens on a connection: SQLAlchemy asks for them at every statement.
        self.engine = sa.create_engine(here, hide_parameters=True, connect_args=options, poolclass=NullPool)
        # A disk is synced by whoever has a thread to wait in (storage/write_ahead.py).
        _prepare_each(self.engine, f"busy_timeout = {QUICK_MS}", "wal_autocheckpoint = 0")
        self._most = IDLE if pooled else 0
        self._idle: list[tuple[sa.Connection, Any]] = []

    def take(self) -> tuple[sa.Connection, Any]:
        """One that nobody uses, and the driver's own below it; a new one, if need be: nobody may be waited for here."""
        if self._idle:
            return self._idle.pop()
        connection = self.engine.connect()
        return connection, connection.connection.driver_connection

    def give_back(self, connection: sa.Connection, driver: Any) -> None:
        """Out of every transaction."""
        if len(self._idle) < self._most and not connection.invalidated:
            self._idle.append((connection, driver))
        else:
            connection.close()

    def close(self) -> None:
        """All that are not in use."""
        self._most = 0
        while self._idle:
            self._idle.pop()[0].close()


class Quick:
    """A connection in the second gear, with as much of SQLAlchemy's AsyncConnection as is used of it.

    SQLAlchemy knows of the transaction only if one of its own statements is in it; then it is the one that ends it.
    """

    def __init__(self, connections: QuickConnections, *, writes: bool) -> None:
        self._connections = connections
        self._begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
        self._known = False

    @property
    def sync_connection(self) -> sa.Connection:
        """SQLAlchemy's own."""
        self._known = True
        return self._connection

    async def __aenter__(self) -> Self:
        self._connection, self._driver = self._connections.take()
        self.dialect = self._connection.dialect
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._known or self._driver.in_transaction:
                await self.rollback()
        finally:
            self._connections.give_back(self._connection, self._driver)

    async def begin(self) -> None:
        """Raises OperationalError at once where another process has the lock."""
        self._at_once(self._driver.execute, self._begin)

    async def commit(self) -> None:
        """What was changed is kept."""
        if self._known:
            self._connection.commit()
        self._at_once(self._driver.commit)

    async def rollback(self) -> None:
        """What was changed is forgotten."""
        if self._known:
            self._connection.rollback()
        self._at_once(self._driver.rollback)

    def _at_once(self, call: Callable[..., Any], *statement: str) -> None:
        try:
            call(*statement)
        except sqlite3.Error as error:
            raise as_sqlalchemy(statement[0] if statement else call.__name__, error) from error

    @asynccontextmanager
    async def begin_nested(self) -> AsyncIterator["QuickSavepoint"]:
        with self.sync_connection.begin_nested() as savepoint:
            yield QuickSavepoint(savepoint)

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        """A CursorResult, or of a prepared statement a `Found`."""
        at_once = prepared(statement)
        if at_once is not None:
            return at_once.run(self._driver, parameters)
        return self.sync_connection.execute(statement, parameters)

    async def exec_driver_sql(self, statement: str) -> sa.CursorResult[Any]:
        return self.sync_connection.exec_driver_sql(statement)

    async def scalar(self, statement: Any, parameters: Any = None) -> Any:
        return self.sync_connection.scalar(statement, parameters)

    async def scalars(self, statement: Any, parameters: Any = None) -> sa.ScalarResult[Any]:
        return self.sync_connection.scalars(statement, parameters)

    async def run_sync(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return work(self.sync_connection, *arguments)


class QuickSavepoint:
    """A part of a transaction, that can be taken back alone."""

    def __init__(self, savepoint: sa.NestedTransaction) -> None:
        self._savepoint = savepoint

    async def rollback(self) -> None:
        self._savepoint.rollback()


def _prepare_each(engine: sa.Engine, *own: str) -> None:
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        connection.create_function("casefold", 1, _casefold, deterministic=True)  # lower() knows ASCII only
        cursor = connection.cursor()
        _log_ahead(cursor)
        for pragma in (*_PRAGMAS, *own):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    sa.event.listen(engine, "connect", prepare)


def _log_ahead(cursor: Any) -> None:
    """Of two that make the same new file so, SQLite refuses one, without waiting; but it waits to begin a change."""
    for _ in range(3):
        with suppress(sqlite3.OperationalError):
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("COMMIT")
    cursor.execute("PRAGMA journal_mode = WAL")


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def locked(trouble: sa.exc.OperationalError) -> bool:
    """Whether somebody has the lock."""
    cause = trouble.orig
    return isinstance(cause, sqlite3.Error) and cause.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
