"""The number of a lease, without which its holder changes nothing; see storage/lease.py."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import leases

DRAIN = "drain"
IDLE_MS = 10_000  # a holder that is frozen in the middle of a transaction keeps its locks no longer


class LeaseLost(Exception):
    """Somebody else has it by now; nothing was written."""


async def guard(connection: AsyncConnection, fence: int) -> None:
    """Raises LeaseLost unless `fence` holds; until this transaction ends, nobody takes the lease over."""
    mine = (leases.c.name == DRAIN, leases.c.fence == fence)
    query: sa.Select[Any] = sa.select(leases.c.fence).where(*mine)
    if connection.dialect.name == "postgresql":
        query = sa.select(_impatience()).where(*mine).with_for_update(read=True)
    if (await connection.execute(query)).first() is None:
        raise LeaseLost


def _impatience() -> sa.ColumnElement[str]:
    return sa.func.set_config("idle_in_transaction_session_timeout", str(IDLE_MS), True)


async def impatient(connection: AsyncConnection) -> None:
    """Should this process freeze in the transaction, others do not wait for it for ever."""
    if connection.dialect.name == "postgresql":
        await connection.execute(sa.select(_impatience()))
