"""Segments asked of the whole table at once, by the same rules as of one person."""

from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from loyalty.customer import Stage
from loyalty.ids import CustomerId
from loyalty.ladder import stage
from loyalty.touchpoint import Segment
from storage.schema import customers, referrals, tags
from storage.segments import belongs, stage_of
from tests.shop import Clock, bought, enrolled

DAY = timedelta(days=1)


async def members(shop: Shop, **parts: Any) -> list[CustomerId]:
    condition = belongs(Segment(id="some", **parts), shop.programme, now=shop.now())
    async with shop.storage.reading() as tx:
        found = await tx.connection.execute(sa.select(customers.c.id).where(condition).order_by(customers.c.id))
        return list(found.scalars())


async def test_the_ladder_in_sql_is_the_ladder(shop: Shop, clock: Clock) -> None:
    rules = shop.programme.ladder
    silences = (
        None,
        timedelta(),
        rules.sleeping - DAY / 2,
        rules.sleeping,
        rules.lost - DAY / 2,
        rules.lost,
        900 * DAY,
    )
    expected: dict[int, Stage] = {}
    async with shop.storage.transaction() as tx:
        inviter_of = {}
        for count, silence, friends in product((0, 1, 2, 4, 5, 9), silences, (0, 1, 2)):
            last = None if silence is None else clock() - silence
            id = await tx.customers.add(language="ru", now=clock(), purchase_count=count, last_purchase_at=last)
            expected[id] = stage(count, last, friends, rules, clock())
            inviter_of[id] = friends
        for inviter, friends in inviter_of.items():
            for earned in [True] * friends + [False]:
                friend = await tx.customers.add(language="ru", now=clock())
                state = "earned" if earned else "pending"
                row = {"inviter_id": inviter, "friend_id": friend, "at": clock(), "state": state}
                await tx.connection.execute(sa.insert(referrals).values(**row))
        rows = await tx.connection.execute(sa.select(customers.c.id, stage_of(rules, now=clock())))
        found = {id: Stage(value) for id, value in rows if id in expected}
    assert found == expected
    assert set(expected.values()) == set(Stage)


async def test_spent_counts_a_year_less_what_came_back(shop: Shop, clock: Clock) -> None:
    anna, boris, clara, dora = [await enrolled(shop, number) for number in (1, 2, 3, 4)]
    await bought(shop, anna, 600_00, at=clock() - 365 * DAY)
    await bought(shop, anna, 400_00)
    await bought(shop, boris, 999_99)
    await bought(shop, clara, 9_000_00, at=clock() - 366 * DAY)
    await bought(shop, dora, 1_500_00)
    async with shop.storage.transaction() as tx:
        await tx.purchases.add_return(customer_id=dora, at=clock(), amount=500_01, currency="RUB", key="r")
    assert await members(shop, spent_at_least=Decimal(1000)) == [anna]


@pytest.mark.parametrize(
    "parts,expected",
    [
        ({}, [1, 2, 3]),
        ({"languages": ["en"]}, [2]),
        ({"tags": ["vip", "nails"]}, [1, 3]),
        ({"tags": ["vip"], "languages": ["en"]}, []),
        ({"purchases_at_least": 1}, [1]),
        ({"stages": ["new", "repeat"]}, [1]),
        ({"stages": ["lead"], "tags": ["nails"]}, [3]),
        ({"gender": "female"}, [1]),
        ({"gender": "male"}, []),  # who has not told belongs to nobody
        ({"gender": "female", "languages": ["en"]}, []),
    ],
)
async def test_every_line_that_is_given_must_hold(shop: Shop, parts: dict[str, Any], expected: list[int]) -> None:
    for number, language in ((1, "ru"), (2, "en"), (3, "ru")):
        await enrolled(shop, number, language=language, gender="female" if number == 1 else None)
    await bought(shop, CustomerId(1), 100_00)
    async with shop.storage.transaction() as tx:
        for customer, tag in ((1, "vip"), (1, "nails"), (3, "nails")):
            await tx.connection.execute(sa.insert(tags).values(customer_id=customer, tag=tag))
    assert await members(shop, **parts) == expected


async def test_without_a_segment_everybody_belongs(shop: Shop) -> None:
    await enrolled(shop)
    async with shop.storage.reading() as tx:
        condition = belongs(None, shop.programme, now=shop.now())
        assert (await tx.connection.execute(sa.select(sa.func.count()).where(condition))).scalar_one() == 1
