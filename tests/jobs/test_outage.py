"""A database that is away is said once, and that it is back, once."""

import asyncio
import errno
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from actions.incidents import Incidents
from actions.shop import Shop
from jobs.drain import Drainer
from jobs.outage import Outage
from jobs.schedule import Timetable
from storage.database import Storage
from storage.schema import metadata
from storage.trouble import Trouble, trouble_of
from tests.jobs.test_report import noted
from tests.own_postgres import OwnPostgres, own_postgres
from tests.postman import Postman
from tests.shop import Clock, make_shop

Said = list[Any]


@pytest.fixture
def said() -> Iterator[Said]:
    with capture_logs() as lines:
        yield lines


def _events(said: Said) -> list[str]:
    return [line["event"] for line in said]


DOWN, UP = "the database is in trouble: jobs wait for it", "the database works again"


def test_each_trouble_is_said_once_and_its_end_once(said: Said) -> None:
    outage = Outage()
    for _ in range(3):
        for job in ("plan", "drain"):
            outage.met(job, Trouble.AWAY, OSError("no answer"))
    assert [(line["event"], line["trouble"], line["log_level"]) for line in said] == [(DOWN, "away", "error")]
    for job in ("drain", "plan", "drain"):
        outage.passed(job)
    assert _events(said) == [DOWN, UP]
    outage.met("plan", Trouble.AWAY, OSError("no answer"))
    assert _events(said) == [DOWN, UP, DOWN]


def test_a_job_that_notices_nothing_ends_nothing(said: Said) -> None:
    """Of a full disk only those hear that write."""
    outage = Outage()
    for _ in range(2):
        outage.met("plan", Trouble.FULL, OSError("no room"))
        outage.passed("drain")
    assert _events(said) == [DOWN]
    outage.passed("plan")
    assert _events(said) == [DOWN, UP]


def test_another_trouble_on_top_is_said_too(said: Said) -> None:
    outage = Outage()
    outage.met("plan", Trouble.LOCKED, OSError("locked"))
    outage.met("plan", Trouble.CORRUPT, OSError("not whole"))
    assert [line["trouble"] for line in said] == ["locked", "corrupt"]


def test_only_the_first_line_is_said(said: Said) -> None:
    Outage().met("plan", Trouble.FULL, OSError("no room\nINSERT INTO customers (name) VALUES ('Анна')"))
    assert said[0]["reason"] == "no room"


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    with own_postgres() as server:
        yield server


@pytest.fixture
async def shop_on_server(server: OwnPostgres, clock: Clock) -> AsyncIterator[Shop]:
    storage = Storage.open(server.url)
    async with storage.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield make_shop(storage, clock)
    await storage.close()


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.05)


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_the_timetable_lives_through_a_restart_of_postgresql(
    shop_on_server: Shop, server: OwnPostgres, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.schedule.DRAIN_AT_LEAST", 0.02)
    drainer = Drainer(shop_on_server, Postman())
    ticks = {"failed": 0, "passed": 0}
    drain = drainer.drain

    async def counted() -> Any:
        try:
            ends = await drain()
        except Exception:
            ticks["failed"] += 1
            raise
        ticks["passed"] += 1
        return ends

    monkeypatch.setattr(drainer, "drain", counted)
    timetable = Timetable(shop_on_server, drainer)
    await timetable.start()
    await _until(lambda: ticks["passed"] > 3)
    await asyncio.to_thread(server.stop)
    await _until(lambda: ticks["failed"] > 10)
    assert _events(said).count(DOWN) == 1
    await asyncio.to_thread(server.start)
    passed = ticks["passed"]
    await _until(lambda: ticks["passed"] > passed + 3)
    await timetable.stop()
    assert [event for event in _events(said) if event in (DOWN, UP)] == [DOWN, UP]
    assert not any(line.get("exc_info") for line in said), "no tracebacks"


async def test_what_is_wrong_with_a_job_itself_is_told_each_time(small_shop: Shop, said: Said) -> None:
    async def broken() -> None:
        raise sa.exc.ArgumentError("a mistake of ours")

    timetable = Timetable(small_shop, Drainer(small_shop, Postman()))
    for _ in range(2):
        await timetable._tick("plan", broken)
    assert _events(said) == ["a job failed"] * 2


async def test_an_outage_that_was_long_is_in_the_daily_line_also_after_a_restart(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    steady = 1000.0
    monkeypatch.setattr("jobs.outage.time", SimpleNamespace(monotonic=lambda: steady))
    timetable = Timetable(small_shop, Drainer(small_shop, Postman()))
    full = sa.exc.OperationalError("INSERT", {}, OSError(errno.ENOSPC, "no room"))
    full.__cause__ = full.orig

    async def fails() -> None:
        raise full

    async def passes() -> None: ...

    await timetable._tick("plan", fails)
    steady += 360
    await timetable._tick("plan", passes)
    await timetable.stop()
    assert (await noted(small_shop, Incidents())).database == timedelta(minutes=6)


async def test_whoever_minds_hears_of_each_run_that_failed_by_the_database(small_shop: Shop) -> None:
    heard: list[Trouble | None] = []

    async def minds(error: Exception) -> None:
        heard.append(trouble_of(error))

    timetable = Timetable(small_shop, Drainer(small_shop, Postman()), troubled=minds)

    async def fails(error: Exception) -> None:
        raise error

    for error in (OSError(errno.ENOSPC, "no room"), ValueError("a mistake of ours")):
        await timetable._tick("plan", partial(fails, error))
    assert heard == [Trouble.FULL]
