"""What was undone at the till or brought back is not asked about."""

from datetime import timedelta

import pytest

from actions.plan_touchpoints import plan_touchpoints
from actions.record_return import Return, Returned, record_return
from actions.shop import Shop
from actions.undo_purchase import Undone, undo_purchase
from jobs.drain import Drainer
from loyalty.ids import CustomerId, PurchaseId, TelegramId
from loyalty.money import Money
from tests.postman import Postman, quick_pace
from tests.shop import Clock, bought, enrolled
from tests.touches import outbox, planned, touch, with_touches

ASK = touch("how-was-it", "purchase", after="1d", survey="csat")


async def undo(shop: Shop, customer: CustomerId, purchase: int) -> None:
    outcome = await undo_purchase(shop, customer, PurchaseId(purchase), coupon=None, by=TelegramId(2001))
    assert isinstance(outcome, Undone)


async def bring_back(shop: Shop, customer: CustomerId, minor: int, key: str = "back") -> None:
    outcome = await record_return(shop, Return(customer, Money(minor, "RUB")), key=key)
    assert isinstance(outcome, Returned)


async def test_an_undone_sale_is_not_asked_about(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK)
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00)
    await undo(shop, anna, 1)
    clock.advance(days=1)
    assert await planned(shop) == []


async def test_the_sale_that_was_meant_is_asked_about(shop: Shop, clock: Clock) -> None:
    """A slip of the amount, typed again."""
    shop = with_touches(shop, ASK)
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00, key="meant")
    await bought(shop, anna, 100_00, key="slip")
    await undo(shop, anna, 2)
    clock.advance(days=1)
    assert await planned(shop) == [("how-was-it", anna, "purchase:1")]


@pytest.mark.parametrize("parts", [[100_00], [40_00, 60_00]], ids=["at once", "bit by bit"])
async def test_what_was_brought_back_whole_is_not_asked_about(shop: Shop, clock: Clock, parts: list[int]) -> None:
    shop = with_touches(shop, ASK)
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00)
    for number, part in enumerate(parts):
        clock.advance(hours=2)
        await bring_back(shop, anna, part, key=f"part {number}")
    clock.advance(days=1)
    assert await planned(shop) == []


async def test_what_was_brought_back_in_part_is_asked_about(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK)
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00)
    await bring_back(shop, anna, 40_00)
    clock.advance(days=1)
    assert await planned(shop) == [("how-was-it", anna, "purchase:1")]


async def test_a_return_before_the_purchase_is_not_of_it(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK)
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00, at=clock() - timedelta(days=40))
    await bring_back(shop, anna, 100_00)
    clock.advance(hours=1)
    await bought(shop, anna, 100_00)
    clock.advance(days=1)
    assert await planned(shop) == [("how-was-it", anna, "purchase:2")]


async def test_nobody_elses_return_counts_and_a_gift_is_asked_about(shop: Shop, clock: Clock) -> None:
    """What cost nothing has not been brought back by nothing."""
    shop = with_touches(shop, ASK)
    anna, tom = await enrolled(shop), await enrolled(shop, 2)
    await bought(shop, anna, 0)
    await bought(shop, tom, 100_00)
    await bring_back(shop, tom, 100_00)
    clock.advance(days=1)
    assert await planned(shop) == [("how-was-it", anna, "purchase:1")]


async def test_what_is_brought_back_after_it_was_planned_is_withheld(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK)
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00)
    clock.advance(days=1)
    assert await plan_touchpoints(shop) == 1
    await bring_back(shop, anna, 100_00)
    postman = Postman()
    await Drainer(shop, postman, pace=quick_pace()).drain()
    assert [(row.state, row.reason) for row in await outbox(shop)] == [("withheld", "stale")]
