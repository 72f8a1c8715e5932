"""The demo's clock: the simulator's hands, and a bot that lives through the time in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.turned_clock import MomentToSee, TurnedClock
from simulator import app as simulator

DAY = 86_400
BIRTHDAY = datetime(2026, 3, 15, 8, tzinfo=UTC)


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    server = TestServer(simulator.create(None, token="1:x"))
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def page(server: TestServer) -> AsyncIterator[aiohttp.ClientSession]:
    """Whoever clicks "+1 day"."""
    async with aiohttp.ClientSession(server.make_url("")) as page:
        yield page


def noon() -> datetime:
    return datetime(2026, 3, 3, 9, tzinfo=UTC)


async def turn(page: aiohttp.ClientSession, seconds: float) -> int:
    async with page.post("/control/clock", json={"advance": seconds}) as answer:
        return int((await answer.json())["version"])


async def reached(page: aiohttp.ClientSession, version: int) -> None:
    async with asyncio.timeout(10):
        while True:
            async with page.get("/control/clock") as answer:
                if (await answer.json())["reached"] >= version:
                    return
            await asyncio.sleep(0.02)


async def moments() -> list[MomentToSee]:
    return [MomentToSee("birthday:1", {"ru": "День рождения", "en": "Birthday"}, BIRTHDAY)]


@asynccontextmanager
async def following(clock: TurnedClock, lived: list[datetime]) -> AsyncIterator[None]:
    async def live_until(target: datetime) -> None:
        lived.append(target)

    task = asyncio.create_task(clock.follow(live_until, moments))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_it_starts_where_the_simulator_stands_without_living_through_it(
    server: TestServer, page: aiohttp.ClientSession
) -> None:
    await turn(page, DAY)
    clock = TurnedClock(noon, str(server.make_url("/control/clock")))
    assert clock() == noon(), "until it is asked"
    await clock.start()
    assert clock() == noon() + timedelta(days=1)


async def test_a_turn_is_lived_through_and_then_reported(server: TestServer, page: aiohttp.ClientSession) -> None:
    clock, lived = TurnedClock(noon, str(server.make_url("/control/clock"))), list[datetime]()
    await clock.start()
    async with following(clock, lived):
        await reached(page, await turn(page, 7 * DAY))
        await reached(page, await turn(page, DAY))
    assert len(lived) == 2
    assert lived[1] - lived[0] == pytest.approx(timedelta(days=1), abs=timedelta(seconds=10))
    assert clock() == noon() + timedelta(days=8)


async def test_the_page_is_offered_the_next_birthday(server: TestServer, page: aiohttp.ClientSession) -> None:
    clock = TurnedClock(noon, str(server.make_url("/control/clock")))
    await clock.start()
    async with following(clock, []):
        await reached(page, await turn(page, 1))
        async with page.get("/control/clock") as answer:
            (offered,) = (await answer.json())["moments"]
    assert (offered["id"], offered["title"]["en"]) == ("birthday:1", "Birthday")


async def test_a_simulator_that_is_away_is_waited_for(server: TestServer) -> None:
    clock = TurnedClock(noon, str(server.make_url("/control/clock")))
    await clock.start()
    async with following(clock, []):
        await asyncio.sleep(0.1)
        await server.close()
        await asyncio.sleep(0.3)
        assert clock() == noon()


async def test_a_database_that_is_away_for_a_moment_does_not_stop_it(
    server: TestServer, page: aiohttp.ClientSession
) -> None:
    clock, troubles = TurnedClock(noon, str(server.make_url("/control/clock"))), [OSError("the server restarts")]

    async def live_until(_: datetime) -> None:
        if troubles:
            raise troubles.pop()

    await clock.start()
    task = asyncio.create_task(clock.follow(live_until, moments))
    await reached(page, await turn(page, DAY))
    assert not troubles
    assert clock() == noon() + timedelta(days=1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_hands_that_were_set_go_on_by_themselves() -> None:
    now = [noon()]
    clock = TurnedClock(lambda: now[0], "http://127.0.0.1:1")
    clock.set(noon() + timedelta(days=3))
    now[0] += timedelta(minutes=5)
    assert clock() == noon() + timedelta(days=3, minutes=5)
