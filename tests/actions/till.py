"""What the tests of the till need: coupons in somebody's hand, and what was posted to whom."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from actions.record_purchase import Outcome, Recorded, Sale, record_purchase
from actions.shop import Shop
from loyalty.coupon import Coupon
from loyalty.discount import DiscountRules
from loyalty.ids import CustomerId
from loyalty.money import Money
from loyalty.programme import Programme
from storage.schema import messages, purchases, returns
from tests.shop import preset


def roubles(amount: float) -> Money:
    """So many roubles."""
    return Money(round(amount * 100), "RUB")


def generous(**changes: Any) -> Programme:
    """The preset without a margin to keep, so that only what a test is about decides."""
    return preset(discounts=DiscountRules(**{"cap": 25, "stacking": "best", **changes}))


async def sold(shop: Shop, customer: CustomerId, amount: float, *, key: str = "sale", **more: Any) -> Outcome:
    """A sale of so many roubles before the discount."""
    return await record_purchase(shop, Sale(customer, roubles(amount), **more), key=key)


async def recorded(shop: Shop, customer: CustomerId, amount: float, *, key: str = "sale", **more: Any) -> Recorded:
    """The same, and it stands."""
    outcome = await sold(shop, customer, amount, key=key, **more)
    assert isinstance(outcome, Recorded), outcome
    return outcome


async def given_coupon(
    shop: Shop, customer: CustomerId | None, *, percent: int = 15, amount: int = 0, days: int = 10, code: str = ""
) -> Coupon:
    """A coupon that is valid from now on; `amount`: minor units, instead of a percentage."""
    now = shop.now()
    async with shop.storage.transaction() as tx:
        return await tx.coupons.issue(
            key=f"test:{customer}:{percent}:{amount}:{days}:{code}",
            customer_id=customer,
            offer="birthday-15",
            code=code or f"C{customer or 0}{percent}{amount}X{days}",
            percent=0 if amount else percent,
            amount=amount,
            valid_from=now,
            valid_until=now + timedelta(days=days),
            issued_at=now,
        )


async def posted(shop: Shop, **where: Any) -> list[str]:
    """The texts in the outbox, the oldest first; `customer_id=…` or `chat_id=…` narrows it down."""
    query = sa.select(messages.c.letter).order_by(messages.c.id)
    for column, value in where.items():
        query = query.where(messages.c[column] == value)
    async with shop.storage.reading() as tx:
        return [letter["text"] for letter in (await tx.connection.execute(query)).scalars()]


async def count(shop: Shop, table: sa.Table = purchases) -> int:
    """How many rows there are."""
    async with shop.storage.reading() as tx:
        return int((await tx.connection.execute(sa.select(sa.func.count()).select_from(table))).scalar_one())


async def returned(shop: Shop) -> list[int]:
    """The amounts of all returns, minor units."""
    async with shop.storage.reading() as tx:
        return list((await tx.connection.execute(sa.select(returns.c.amount).order_by(returns.c.id))).scalars())
