"""Coupons: one person's single-use right to an offer."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.coupon import Coupon
from loyalty.ids import CouponId, CustomerId, PurchaseId
from storage.schema import coupons
from storage.upsert import insert


def _coupon(row: Any) -> Coupon:
    return Coupon(
        id=CouponId(row.id),
        customer_id=None if row.customer_id is None else CustomerId(row.customer_id),
        offer=row.offer,
        code=row.code,
        percent=row.percent,
        amount=row.amount,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        issued_at=row.issued_at,
        redeemed_at=row.redeemed_at,
    )


class Coupons:
    """All queries of a coupon."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def _one(self, *where: sa.ColumnElement[bool]) -> Coupon | None:
        row = (await self._connection.execute(sa.select(coupons).where(*where))).one_or_none()
        return None if row is None else _coupon(row)

    async def find(self, id: int) -> Coupon | None:
        """The coupon of an id that came from outside."""
        return await self._one(coupons.c.id == id)

    async def issue(self, *, key: str, **columns: Any) -> Coupon:
        """The coupon of this key, made now unless it stands already."""
        statement = insert(self._connection, coupons).values(key=key, **columns)
        await self._connection.execute(statement.on_conflict_do_nothing(index_elements=["key"]))
        coupon = await self._one(coupons.c.key == key)
        assert coupon is not None
        return coupon

    async def redeem(self, id: CouponId, purchase: PurchaseId, *, now: datetime) -> bool:
        """Use it up. False where somebody was quicker."""
        done = await self._connection.execute(
            sa.update(coupons)
            .where(coupons.c.id == id, coupons.c.redeemed_at.is_(None))
            .values(redeemed_at=now, purchase_id=purchase)
        )
        return done.rowcount == 1

    async def valid_of(self, customer: CustomerId, *, now: datetime) -> list[Coupon]:
        """What they may still use, also from a later day on; the one that ends first comes first."""
        query = (
            sa.select(coupons)
            .where(coupons.c.customer_id == customer, coupons.c.redeemed_at.is_(None), coupons.c.valid_until > now)
            .order_by(coupons.c.valid_until, coupons.c.id)
        )
        return [_coupon(row) for row in await self._connection.execute(query)]

    async def claim(self, code: str, customer: CustomerId, *, again: bool = False) -> bool:
        """A bearer coupon becomes the coupon of the one who opened its link first.

        code: as it is kept. again: whoever has it may claim it once more.
        """
        free = coupons.c.customer_id.is_(None)
        theirs = sa.or_(free, coupons.c.customer_id == customer) if again else free
        done = await self._connection.execute(
            sa.update(coupons)
            .where(coupons.c.code == code, theirs, coupons.c.redeemed_at.is_(None))
            .values(customer_id=customer)
        )
        return done.rowcount == 1
