"""Planning by the minute: thoroughly as often as is cheap, and nothing is lost in between."""

from datetime import timedelta

import pytest

from actions.shop import Shop
from jobs import plan
from jobs.plan import Planner
from tests.shop import Clock, bought, enrolled
from tests.touches import outbox, touch, with_touches

QUIET = touch("come-back", "silence", after="60d", category="news")
ASK = touch("how-was-it", "purchase", after="1d", welcome_for="10d")


@pytest.fixture
def dear(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thorough look is worth a year's waiting, as it is among millions."""
    monkeypatch.setattr(plan, "SHARE", 1e-12)


async def test_the_first_look_is_thorough(small_shop: Shop, clock: Clock, dear: None) -> None:
    shop = with_touches(small_shop, QUIET)
    await bought(shop, await enrolled(shop), 100_00, at=clock() - timedelta(days=300))
    assert await Planner(shop).plan() == 1


async def test_where_it_is_cheap_every_look_is(small_shop: Shop, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "SHARE", 1.0)
    shop = with_touches(small_shop, QUIET)
    planner = Planner(shop)
    await planner.plan()
    await bought(shop, await enrolled(shop), 100_00, at=clock() - timedelta(days=300))  # imported meanwhile
    clock.advance(minutes=1)
    while not await planner.plan():
        clock.advance(minutes=1)


async def test_a_glance_sees_what_has_become_due(small_shop: Shop, clock: Clock, dear: None) -> None:
    shop = with_touches(small_shop, ASK, QUIET)
    planner = Planner(shop)
    await planner.plan()
    await bought(shop, await enrolled(shop), 100_00)
    await bought(shop, await enrolled(shop, 2), 100_00, at=clock() - timedelta(days=300))
    clock.advance(days=1, seconds=-1)
    assert await planner.plan() == 0
    clock.advance(seconds=1)
    assert await planner.plan() == 2  # a day has passed: time for a thorough look, too


async def test_between_thorough_looks_an_old_silence_can_wait(small_shop: Shop, clock: Clock, dear: None) -> None:
    shop = with_touches(small_shop, ASK, QUIET)
    planner = Planner(shop)
    await planner.plan()
    await bought(shop, await enrolled(shop), 100_00, at=clock() - timedelta(hours=12))
    await bought(shop, await enrolled(shop, 2), 100_00, at=clock() - timedelta(days=300))
    clock.advance(hours=12)
    assert await planner.plan() == 1
    assert [row.touchpoint for row in await outbox(shop)] == ["how-was-it"]


async def test_a_nap_of_the_machine_loses_nothing(small_shop: Shop, clock: Clock, dear: None) -> None:
    shop = with_touches(small_shop, ASK)
    planner = Planner(shop)
    await bought(shop, await enrolled(shop), 100_00)
    await planner.plan()
    clock.advance(hours=23)
    await planner.plan()
    await bought(shop, await enrolled(shop, 2), 100_00, at=clock())
    clock.advance(hours=47)  # asleep
    assert await planner.plan() == 2


async def test_a_clock_that_is_turned_back_is_no_trouble(small_shop: Shop, clock: Clock, dear: None) -> None:
    shop = with_touches(small_shop, ASK)
    planner = Planner(shop)
    await planner.plan()
    clock.advance(days=-5)
    await planner.plan()
    await bought(shop, await enrolled(shop), 100_00)
    clock.advance(days=1)
    assert await planner.plan() == 1
