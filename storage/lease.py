"""The lease: one drainer among all replicas, elected by the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa

from storage.database import Storage

_LOCK = 0x647261696E  # "drain"


@asynccontextmanager
async def drainers_lease(storage: Storage) -> AsyncIterator[bool]:
    """Whether it is this process's turn to send, until the end of the block; somebody else's: False, at once.

    On PostgreSQL a lock that ends with its connection, so a process that is killed leaves no lease behind. SQLite is
    one file of one process, which has the lease always.
    """
    if storage.dialect != "postgresql":
        yield True
        return
    async with storage.engine.connect() as connection:
        yield bool((await connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK)))).scalar_one())
        await connection.rollback()
