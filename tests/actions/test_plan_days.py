"""Birthdays, holidays, anniversaries: at their hour in the person's own time zone, once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from loyalty.customer import Birthday
from tests.shop import Clock, bought, enrolled
from tests.touches import outbox, planned, touch, with_touches

MOSCOW = ZoneInfo("Europe/Moscow")
GIFT = touch("birthday", "birthday", at="-3d 11:00", category="offer", offer="birthday-15")
ON_THE_DAY = touch("congratulations", "birthday", at="11:00")


def moscow(year: int, month: int, day: int, hour: int = 11, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


async def test_a_birthday_is_greeted_three_days_before_at_eleven(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, GIFT)
    anna = await enrolled(shop, birthday=Birthday(3, 20, 1990))
    await enrolled(shop, 2, birthday=Birthday(3, 21, 1990))
    clock.set(moscow(2026, 3, 17, 10, 59))
    assert await planned(shop) == []
    clock.set(moscow(2026, 3, 17))
    assert await planned(shop) == [("birthday", anna, "2026")]
    [row] = await outbox(shop)
    assert (row.due_at, row.priority, row.category) == (clock(), 2, "offer")
    assert row.anchor_at.astimezone(MOSCOW).date().isoformat() == "2026-03-20"
    assert await plan_touchpoints(shop) == 0


async def test_a_birthday_without_a_year_is_greeted_every_year(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ON_THE_DAY)
    anna = await enrolled(shop, birthday=Birthday(3, 20))
    for year in (2026, 2027):
        clock.set(moscow(year, 3, 20))
        await plan_touchpoints(shop)
    assert await planned(shop) == [("congratulations", anna, "2026"), ("congratulations", anna, "2027")]


@pytest.mark.parametrize("year,month,day", [(2027, 2, 28), (2028, 2, 29)])
async def test_the_29th_of_february_comes_every_year(shop: Shop, clock: Clock, year: int, month: int, day: int) -> None:
    shop = with_touches(shop, ON_THE_DAY)
    anna = await enrolled(shop, birthday=Birthday(2, 29, 1992))
    clock.set(moscow(year, month, day, 10, 59))
    assert await planned(shop) == []
    clock.set(moscow(year, month, day))
    assert await planned(shop) == [("congratulations", anna, str(year))]
    clock.advance(days=2)
    assert len(await planned(shop)) == 1


async def test_the_28th_of_february_is_not_moved_in_a_leap_year(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ON_THE_DAY)
    anna, boris = (
        await enrolled(shop, 1, birthday=Birthday(2, 28)),
        await enrolled(shop, 2, birthday=Birthday(2, 29)),
    )
    clock.set(moscow(2028, 2, 28))
    assert await planned(shop) == [("congratulations", anna, "2028")]
    clock.set(moscow(2028, 2, 29))
    assert await planned(shop) == [("congratulations", anna, "2028"), ("congratulations", boris, "2028")]


async def test_a_greeting_of_the_old_year_counts_for_the_new_one(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, GIFT)
    anna = await enrolled(shop, birthday=Birthday(1, 2))
    clock.set(moscow(2026, 12, 30))
    assert await planned(shop) == [("birthday", anna, "2027")]


async def test_everybody_is_greeted_by_their_own_clock(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ON_THE_DAY)
    day = Birthday(3, 20)
    zones = {"Asia/Vladivostok": 1, "Europe/Kaliningrad": 2, None: 3, "Mars/Olympus": 4, "Europe/Moscow": 5}
    people = {zone: await enrolled(shop, number, birthday=day, timezone=zone) for zone, number in zones.items()}
    greeted = []
    for hour in (4, 10, 11, 12):  # Vladivostok is seven hours ahead of Moscow, Kaliningrad an hour behind
        clock.set(moscow(2026, 3, 20, hour))
        await plan_touchpoints(shop)
        greeted.append({row.customer_id for row in await outbox(shop)})
    east, west = people["Asia/Vladivostok"], people["Europe/Kaliningrad"]
    assert greeted[0] == greeted[1] == {east}
    assert greeted[2] == set(people.values()) - {west}
    assert greeted[3] == set(people.values())


async def test_who_tells_the_birthday_on_the_day_itself_is_still_greeted(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ON_THE_DAY)
    clock.set(moscow(2026, 3, 20, 15))
    anna = await enrolled(shop, birthday=Birthday(3, 20))
    assert await planned(shop) == [("congratulations", anna, "2026")]


async def test_who_came_after_the_birthday_waits_for_the_next(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ON_THE_DAY)
    clock.set(moscow(2026, 3, 22))
    await enrolled(shop, birthday=Birthday(3, 20))
    assert await planned(shop) == []


HOLIDAY = touch("spring", "holiday", at="-1d 12:00", holidays=["03-08", "Новый год"], category="news")


async def test_a_holiday_is_for_everybody_once(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, HOLIDAY)
    people = [await enrolled(shop, number) for number in (1, 2)]
    clock.set(moscow(2026, 3, 7, 11, 59))
    assert await planned(shop) == []
    clock.set(moscow(2026, 3, 7, 12))
    assert await planned(shop) == [("spring", person, "2026-03-08") for person in people]
    await enrolled(shop, 3)
    clock.advance(hours=2)
    assert await plan_touchpoints(shop) == 0  # who is greeted is decided at the moment
    clock.set(moscow(2026, 12, 31, 12))
    assert {occurrence for _, _, occurrence in await planned(shop)} == {"2026-03-08", "2027-01-01"}


async def test_a_holiday_comes_by_everybodys_own_clock(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, HOLIDAY)
    east, here = await enrolled(shop, 1, timezone="Asia/Vladivostok"), await enrolled(shop, 2)
    clock.set(moscow(2026, 3, 7, 5))
    assert await planned(shop) == [("spring", east, "2026-03-08")]
    clock.set(moscow(2026, 3, 7, 12))
    assert await planned(shop) == [("spring", east, "2026-03-08"), ("spring", here, "2026-03-08")]


YEARS = touch("anniversary", "anniversary", at="12:00")


async def test_the_first_purchase_has_an_anniversary(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, YEARS)
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00, at=moscow(2026, 3, 3, 23, 59))
    await bought(shop, anna, 100_00, at=moscow(2026, 3, 10))
    clock.set(moscow(2026, 3, 3, 23, 59))
    assert await planned(shop) == []
    for year in (2027, 2028):
        clock.set(moscow(year, 3, 3, 12))
        await plan_touchpoints(shop)
    assert await planned(shop) == [("anniversary", anna, "2027"), ("anniversary", anna, "2028")]


async def test_a_first_purchase_on_the_29th_is_kept_on_the_28th(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, YEARS)
    clock.set(moscow(2028, 2, 29))
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00)
    clock.set(moscow(2029, 2, 28, 12))
    assert await planned(shop) == [("anniversary", anna, "2029")]


async def test_the_imported_wait_for_their_next_anniversary(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, YEARS)
    clock.set(moscow(2026, 3, 3, 15))
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00, at=moscow(2024, 3, 3))
    assert await planned(shop) == []
    clock.set(moscow(2027, 3, 3, 15))
    assert await planned(shop) == [("anniversary", anna, "2027")]


async def test_a_long_history_in_many_zones_fits_into_the_statement(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, YEARS)
    clock.set(moscow(2026, 3, 1))
    zones = ["Asia/Vladivostok", "Asia/Omsk", "Europe/Kaliningrad", "Europe/Samara", None]
    people = [await enrolled(shop, number, timezone=zone) for number, zone in enumerate(zones, start=1)]
    for person in people:
        await bought(shop, person, 100_00, at=moscow(1996, 3, 20))
    clock.set(moscow(2026, 3, 21))
    assert {customer for _, customer, _ in await planned(shop)} == set(people)


async def test_what_downtime_missed_is_planned_and_so_can_be_counted(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ON_THE_DAY)
    await enrolled(shop, 1, birthday=Birthday(3, 20))
    await enrolled(shop, 2, birthday=Birthday(4, 15))
    clock.set(moscow(2026, 4, 19, 10, 59))
    assert [customer for _, customer, _ in await planned(shop)] == [1, 2]
    clock.advance(days=30)
    assert len(await planned(shop)) == 2


async def test_longer_ago_than_that_nobody_is_told_of(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ON_THE_DAY)
    await enrolled(shop, birthday=Birthday(3, 20))
    clock.set(moscow(2026, 4, 20))
    assert await planned(shop) == []
