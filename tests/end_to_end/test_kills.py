"""`kill -9`, again and again, in the middle of everything: nothing is lost, and nothing happens twice.

The short form runs with all tests; `make proof` runs the long one (see docs/RELIABILITY.md).
"""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from tests.end_to_end.load import Load
from tests.end_to_end.ordeal import Ordeal
from tests.own_postgres import fresh_database

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

SHORT = Load(marketing=200, service=40, sales=40, texts=5, newcomers=3)
LONG = Load(marketing=2000, service=200, sales=300, texts=11, newcomers=21)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'kasanie.db'}"
    return await fresh_database(str(request.getfixturevalue("postgres_url")), "kills")


async def moment(ordeal: Ordeal) -> None:
    """Any; as often one at which the bot has just been told something, most often of what it has in hand for some
    thousandths of a second.
    """
    chance = ordeal.chance
    at, aimed, later = chance.uniform(1.0, 9.0), chance.random() < 0.5, 0.06 * chance.random() ** 2
    await asyncio.sleep(at)
    if aimed:
        with suppress(TimeoutError):  # nobody says anything any more
            async with asyncio.timeout(5):
                before = await ordeal.place.updates()
                while await ordeal.place.updates() == before:
                    await asyncio.sleep(0.001)
        await asyncio.sleep(later)


async def test_a_bot_that_is_killed_again_and_again(
    url: str, tmp_path: Path, seed: int, request: pytest.FixtureRequest
) -> None:
    long = request.config.getoption("proof")
    kills, load = (30, LONG) if long else (5, SHORT)
    ordeal = Ordeal(load, url, tmp_path, seed)
    async with ordeal.begun() as place:
        for method in ("sendMessage", "sendPhoto", "editMessageText"):  # done long before the bot hears of it
            await place.control("faults", method=method, kind="delay", seconds=0.1)
        async with ordeal.visited(seconds=5.0 * kills):
            for _ in range(kills):
                bot = await place.begin_bot()
                await moment(ordeal)
                assert bot.returncode is None, place.log_tail()
                bot.send_signal(signal.SIGKILL)
                await bot.wait()
                await ordeal.note_under_way()
            await place.begin_bot()
        await ordeal.settled()
        ordeal.check(await ordeal.outcome())
