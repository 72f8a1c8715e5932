"""What happens by itself, and time that is turned by hand."""

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.interval import IntervalTrigger
from prometheus_client import REGISTRY

from actions.shop import Shop
from jobs.drain import Drainer
from jobs.plan import Planner
from jobs.schedule import Timetable, live_until
from loyalty.customer import Birthday
from loyalty.programme import Programme
from storage.database import Storage
from tests.postman import Postman, quick_pace
from tests.shop import Clock, bought, enrolled, make_shop
from tests.touches import outbox, states, touch, with_touches
from texts.letter import Letter

MOSCOW = ZoneInfo("Europe/Moscow")


async def until(postman: Postman, count: int) -> None:
    async with asyncio.timeout(10):
        while len(postman.carried) < count:
            await asyncio.sleep(0.01)


async def test_what_is_due_at_the_start_is_planned_and_sent_without_being_asked(small_shop: Shop) -> None:
    shop, postman = with_touches(small_shop, touch("thanks", "purchase")), Postman()
    await bought(shop, await enrolled(shop), 100_00)
    timetable = Timetable(shop, Drainer(shop, postman))
    await timetable.start()
    await until(postman, 1)
    await timetable.stop()
    assert await states(shop) == {"sent": 1}


async def test_everything_that_is_named_happens_by_itself_and_is_counted(small_shop: Shop) -> None:
    intervals = {"plan": 60, "forget": 3600, "backup": 3600, "note": 60, "report": 600}
    before = {job: runs(job) for job in (*intervals, "drain")}
    timetable = Timetable(small_shop, Drainer(small_shop, Postman()))
    await timetable.start()
    jobs = [job for job in timetable._scheduler.get_jobs() if isinstance(job.trigger, IntervalTrigger)]
    assert sorted(job.trigger.interval.total_seconds() for job in jobs) == sorted(intervals.values())
    for job in jobs:
        await job.func()
    async with asyncio.timeout(10):
        while runs("drain") == before["drain"]:
            await asyncio.sleep(0.01)
    await timetable.stop()
    assert all(runs(job) > count for job, count in before.items())


def runs(job: str, end: str = "ok") -> float:
    """As /metrics has it."""
    return REGISTRY.get_sample_value("kasanie_job_runs_total", {"job": job, "end": end}) or 0.0


async def test_a_wake_sends_at_once(small_shop: Shop, clock: Clock) -> None:
    postman, anna = Postman(), await enrolled(small_shop)
    timetable = Timetable(small_shop, Drainer(small_shop, postman))
    await timetable.start()
    await asyncio.sleep(0.3)
    async with small_shop.storage.transaction() as tx:
        await tx.outbox.post(Letter("карта").to_json(), key="k", now=clock(), customer=anna)
    started = time.monotonic()
    timetable.wake()
    await until(postman, 1)
    assert time.monotonic() - started < 1.5
    await timetable.stop()


async def test_one_tick_that_fails_does_not_stop_the_next(small_shop: Shop, clock: Clock) -> None:
    shop, postman, asked = with_touches(small_shop, touch("thanks", "purchase")), Postman(), []

    def programme() -> Programme:
        asked.append(clock())
        if len(asked) < 3:
            raise RuntimeError("the programme cannot be read just now")
        return shop.programme

    anna = await enrolled(shop)
    timetable = Timetable(replace(shop, current_programme=programme), Drainer(shop, postman))
    await timetable.start()
    async with shop.storage.transaction() as tx:
        await tx.outbox.post(Letter("карта").to_json(), key="k", now=clock(), customer=anna)
    timetable.wake()
    await until(postman, 1)
    await timetable.stop()
    assert asked


async def test_stopping_waits_for_what_is_on_its_way(small_shop: Shop) -> None:
    shop, postman = with_touches(small_shop, touch("thanks", "purchase", category="news")), Postman()
    postman.latency = 0.5
    await bought(shop, await enrolled(shop), 100_00)
    timetable = Timetable(shop, Drainer(shop, postman))
    await timetable.start()
    while not (await states(shop))["sending"]:
        await asyncio.sleep(0.01)
    await timetable.stop()
    assert await states(shop) == {"sent": 1}


def moscow(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


async def travel(shop: Shop, clock: Clock, postman: Postman, target: datetime) -> None:
    drainer = Drainer(shop, postman, pace=quick_pace())
    await live_until(clock, target, Planner(shop), drainer, shop)


async def test_what_falls_due_on_the_way_is_sent_at_its_time(shop: Shop, clock: Clock) -> None:
    shop = with_touches(
        shop,
        touch("how-was-it", "purchase", after="1d"),
        touch("evening", "purchase", after="10h"),
        touch("birthday", "birthday", at="11:30"),
    )
    anna = await enrolled(shop, birthday=Birthday(3, 8))
    await bought(shop, anna, 100_00, at=moscow(3, 3, 12, 20))
    await travel(shop, clock, Postman(), moscow(3, 10, 12))
    assert clock() == moscow(3, 10, 12)
    sent = {row.touchpoint: row.sent_at for row in await outbox(shop)}
    assert sent == {
        "how-was-it": moscow(3, 4, 13),  # found at the full hour after it was due
        "evening": moscow(3, 4, 10),  # due at 22:20, in the quiet hours
        "birthday": moscow(3, 8, 12),
    }


async def test_a_long_way_loses_nothing(shop: Shop, clock: Clock) -> None:
    shop, postman = with_touches(shop, touch("how-was-it", "purchase", after="10h", welcome_for="1d")), Postman()
    await bought(shop, await enrolled(shop), 100_00)
    await travel(shop, clock, postman, clock() + timedelta(days=20))
    [row] = await outbox(shop)
    assert row.sent_at == moscow(3, 4, 10)


async def test_back_the_clock_is_only_turned(shop: Shop, clock: Clock) -> None:
    shop, postman = with_touches(shop, touch("thanks", "purchase")), Postman()
    await bought(shop, await enrolled(shop), 100_00)
    target = clock() - timedelta(days=3)
    await travel(shop, clock, postman, target)
    assert (clock(), postman.carried) == (target, [])


async def test_a_week_in_which_nothing_happens_takes_seconds(sqlite_url: str, clock: Clock) -> None:
    storage = Storage.open(sqlite_url)
    shop = make_shop(storage, clock)
    started = time.process_time()  # other people's load does not count
    await travel(shop, clock, Postman(), clock() + timedelta(days=7))
    took = time.process_time() - started
    await storage.close()
    assert took < 5


async def test_a_locked_database_does_not_hold_the_stop_up_for_a_last_note(small_shop: Shop) -> None:
    timetable = Timetable(small_shop, Drainer(small_shop, Postman()))
    await timetable.start()
    timetable._incidents.job_failed("plan")
    database = small_shop.storage.engine.url.database or ""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        await timetable.stop()
        assert time.monotonic() - started < 8  # it would wait for its turn for fifteen
