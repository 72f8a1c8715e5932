"""A rehearsal: everything is done as it would be, looked at, and then nothing of it has happened."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.database import Storage
from storage.transaction import Transaction


@asynccontextmanager
async def rehearsal(storage: Storage) -> AsyncIterator[Transaction]:
    """A transaction that is taken back at its end."""
    async with storage.transaction() as tx, tx.connection.begin_nested() as savepoint:
        yield tx
        await savepoint.rollback()
