"""Purchases and returns: what the till, the staff or a file reported. Never changed, only added."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.ids import CustomerId, PurchaseId
from storage.schema import purchases, returns
from storage.seconds import seconds
from storage.upsert import insert_once

UNDO = "undo:"  # how the key of a return begins that takes a slip at the till back; the sale's id follows


@dataclass(frozen=True, slots=True)
class Purchase:
    """`amount` was paid, after `discount` was taken off; minor units."""

    id: PurchaseId
    customer_id: CustomerId
    at: datetime
    amount: int
    discount: int
    currency: str
    receipt: str | None
    key: str


def _purchase(row: Any) -> Purchase:
    ids = (PurchaseId(row.id), CustomerId(row.customer_id))
    return Purchase(*ids, row.at, row.amount, row.discount, row.currency, row.receipt, row.key)


def came_back() -> sa.ColumnElement[bool]:
    """Whether a row of `purchases` was a slip that was undone, or was brought back whole.

    A return does not say which sale it belongs to: it is this one's where as much came back since as was paid, at
    once or bit by bit.
    """
    since = (returns.c.customer_id == purchases.c.customer_id, seconds(returns.c.at) >= seconds(purchases.c.at))
    undone = sa.exists().where(returns.c.key == sa.literal(UNDO, sa.Text) + sa.cast(purchases.c.id, sa.Text))
    other = (*since, ~returns.c.key.startswith(UNDO, autoescape=True))
    at_once = sa.exists().where(*other, returns.c.amount == purchases.c.amount)
    in_all = sa.select(sa.func.sum(returns.c.amount)).where(*other).scalar_subquery() == purchases.c.amount
    # Asked first whether anything came back at all, which it mostly has not: three searches for each purchase took
    # longer than all the rest of the planning.
    return sa.exists().where(*since) & (undone | at_once | sa.func.coalesce(in_all, sa.false()))


class Purchases:
    """All queries of a purchase and a return."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def known(self, *, key: str, receipt: str | None) -> Purchase | None:
        """The sale that this key or this receipt was recorded as already."""
        same = purchases.c.key == key
        if receipt is not None:
            same |= purchases.c.receipt == receipt
        row = (await self._connection.execute(sa.select(purchases).where(same).limit(1))).one_or_none()
        return None if row is None else _purchase(row)

    async def add(self, **columns: Any) -> PurchaseId | None:
        """A sale; None where its key or receipt stands already. Refresh the customer's counts in this transaction."""
        new = await insert_once(self._connection, purchases, columns)
        return None if new is None else PurchaseId(new)

    async def last_of(self, customer: CustomerId, *, limit: int) -> list[Purchase]:
        """The newest first."""
        query = (
            sa.select(purchases)
            .where(purchases.c.customer_id == customer)
            .order_by(purchases.c.at.desc(), purchases.c.id.desc())
            .limit(limit)
        )
        return [_purchase(row) for row in await self._connection.execute(query)]

    async def brought_back(self, id: int) -> bool:
        """Whether nothing of that sale is left with the customer."""
        query = sa.select(purchases.c.id).where(purchases.c.id == id, came_back())
        return (await self._connection.execute(query)).first() is not None

    async def return_known(self, *, key: str, receipt: str | None) -> bool:
        """Whether that return was recorded already."""
        same = returns.c.key == key
        if receipt is not None:
            same |= returns.c.receipt == receipt
        return (await self._connection.execute(sa.select(returns.c.id).where(same).limit(1))).first() is not None

    async def add_return(self, **columns: Any) -> int | None:
        """A return; None where its key or receipt stands already."""
        return await insert_once(self._connection, returns, columns)
