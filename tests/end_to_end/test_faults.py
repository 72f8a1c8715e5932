"""Telegram, the database, the disk and the clock get into trouble under the real process: nothing is lost, and nothing
happens twice.

A PostgreSQL's own clock, by which leases are held, is not turned here: tests/storage/test_lease.py has that.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.end_to_end.load import FIRST, Load
from tests.end_to_end.ordeal import Ordeal
from tests.end_to_end.outcome import Outcome
from tests.end_to_end.town import MARIA, OLGA, Town
from tests.own_postgres import own_postgres
from tests.small_disk import fill, small_disk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

SMALL = Load(marketing=60, service=20, sales=10, texts=3, newcomers=1)
LAST_SERVICE = FIRST + 20  # gets a service message first of all
ONLY_OFFER = FIRST + 30  # from here on, people who get one offer and nothing else


@pytest.fixture
def ordeal(tmp_path: Path, seed: int) -> Ordeal:
    return Ordeal(SMALL, f"sqlite+aiosqlite:///{tmp_path / 'kasanie.db'}", tmp_path, seed)


@asynccontextmanager
async def at_work(ordeal: Ordeal, *, sent: int = 20) -> AsyncIterator[None]:
    """With a bot that has sent so many, and people coming; afterwards nothing waits any more."""
    await ordeal.place.begin_bot()
    await ordeal.sent(sent)
    async with ordeal.visited(seconds=6):
        yield
    await ordeal.settled()


def offer(chat: int) -> str:
    """What that customer is sent."""
    return f"Акция для {chat - FIRST}"


async def answers(place: Town, code: int, *, skip: int = 0, count: int = 1, method: str = "*", **more: int) -> None:
    """Telegram's, to so many calls, after others that go well."""
    await place.control("faults", method=method, kind="status", code=code, skip=skip, count=count, **more)


async def test_telegram_says_not_now_again_and_again(ordeal: Ordeal) -> None:
    async with ordeal.begun() as place:
        await place.control("limits", flood=True)
        for skip in (10, 40, 70):
            count, wait = ordeal.chance.randint(1, 5), ordeal.chance.randint(1, 2)
            await answers(place, 429, method="sendMessage", skip=skip, count=count, retry_after=wait)
        async with at_work(ordeal):
            pass
        ordeal.check(await ordeal.outcome())


async def test_telegram_is_in_trouble(ordeal: Ordeal) -> None:
    async with ordeal.begun() as place:
        await answers(place, 504, chat=ONLY_OFFER)
        async with at_work(ordeal):
            for code, skip in ((502, 0), (500, 8), (503, 25)):
                await answers(place, code, skip=skip, count=6)
        ordeal.in_doubt[offer(ONLY_OFFER)] = 1  # the 504: somebody before Telegram has waited in vain
        ordeal.check(await ordeal.outcome())
        await place.sees(OLGA, "могло не дойти")


async def test_connections_break(ordeal: Ordeal) -> None:
    """Before or after Telegram has taken the message: the bot cannot know which."""
    async with ordeal.begun() as place:
        for taken in (False, True):
            for chat in (ONLY_OFFER + taken, ONLY_OFFER + 2 + taken, LAST_SERVICE - 1 + taken):
                await place.control("faults", method="sendMessage", kind="reset", chat=chat, count=1, after=taken)
        async with at_work(ordeal):
            for method, where in (("getUpdates", None), ("sendPhoto", None), ("sendMessage", MARIA)):
                for taken in (False, True):
                    await place.control("faults", method=method, kind="reset", chat=where, count=2, after=taken)
        offers = [offer(ONLY_OFFER + n) for n in range(4)]
        ordeal.in_doubt.update([*offers, "Сервис №18", "Сервис №19"])
        found = await ordeal.outcome()
        ordeal.check(found)
        assert [found.said[ONLY_OFFER + n, text] for n, text in enumerate(offers)] == [0, 1, 0, 1]
        assert [found.said[LAST_SERVICE - 1 + n, f"Сервис №{18 + n}"] for n in range(2)] == [1, 2]
        await place.sees(OLGA, "не дойти")


async def test_a_slow_answer_is_waited_for_and_holds_nobody_up(ordeal: Ordeal) -> None:
    async with ordeal.begun() as place:
        for chat, seconds in ((ONLY_OFFER, 12), (LAST_SERVICE, 5)):
            await place.control("faults", method="sendMessage", kind="delay", chat=chat, count=1, seconds=seconds)
        async with at_work(ordeal, sent=79):
            assert (await ordeal.outcome()).outbox["offer", "sending"] == 1
        ordeal.check(await ordeal.outcome())


@pytest.mark.usefixtures("only_as_proof")
async def test_an_answer_that_comes_after_seventy_seconds_is_none(ordeal: Ordeal) -> None:
    """After sixty nobody listens any more."""
    async with ordeal.begun() as place:
        for chat in (ONLY_OFFER, LAST_SERVICE, MARIA):
            await place.control("faults", method="sendMessage", kind="delay", chat=chat, count=1, seconds=70)
        async with at_work(ordeal, sent=77):
            pass
        ordeal.in_doubt.update([offer(ONLY_OFFER), "Сервис №19"])
        found = await ordeal.outcome()
        ordeal.check(found)
        assert found.said[ONLY_OFFER, offer(ONLY_OFFER)] == 1
        assert found.said[LAST_SERVICE, "Сервис №19"] == 2


LOCK = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
"""


async def test_somebody_locks_the_file(ordeal: Ordeal, tmp_path: Path, proof: bool) -> None:
    """For ten seconds; in the long form for so long that whoever waits gives up."""
    async with ordeal.begun():
        async with at_work(ordeal):
            command = [sys.executable, "-c", LOCK, str(tmp_path / "kasanie.db"), "40" if proof else "10"]
            other = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
            assert other.stdout is not None
            assert await other.stdout.readline() == b"locked\n"
            assert await other.wait() == 0
        ordeal.check(await ordeal.outcome())


async def test_the_disk_is_full_for_a_while(tmp_path: Path, seed: int) -> None:
    """Who was told that nothing can be saved comes again later; nobody else has to."""
    with small_disk(tmp_path, kilobytes=8192) as disk:
        ordeal = Ordeal(SMALL, f"sqlite+aiosqlite:///{disk / 'kasanie.db'}", tmp_path, seed, declines=True)
        async with ordeal.begun() as place:
            async with at_work(ordeal):
                filled = fill(disk)
                await place.sees(OLGA, "На диске с базой закончилось место")
                await asyncio.sleep(3)
                filled.unlink()
            await come_again(ordeal)
            ordeal.check(await ordeal.outcome())


def declined(found: Outcome) -> Counter[int]:
    """By chat, how often somebody was asked to try again, or to send it again."""
    return Counter(chat for chat, text in found.said.elements() if "ещё раз чуть позже" in text)


async def come_again(ordeal: Ordeal) -> None:
    found = await ordeal.outcome()
    sales = [n for n in range(SMALL.sales) if not found.sales[(1000 + n) * 95]]
    texts = [n for n in range(SMALL.texts) if not found.lines[f"Вопрос №{n}"]]
    again = declined(found)
    assert again[MARIA] == len(sales)
    assert [n for n in range(SMALL.texts) if again[FIRST + n + 1]] == texts
    for n in sales:
        await ordeal.visitors.sale(n)
    for n in texts:
        await ordeal.visitors.text(n)
    await ordeal.settled()


@pytest.mark.postgres
async def test_postgresql_is_restarted(tmp_path: Path, seed: int, proof: bool) -> None:
    """In order, and as after a crash."""
    with own_postgres() as server:
        ordeal = Ordeal(SMALL, server.url, tmp_path, seed)
        async with ordeal.begun() as place:
            # So that sales wait in the bot's own hands while the server is away.
            await place.control("faults", method="sendMessage", kind="delay", chat=MARIA, seconds=0.7)
            async with at_work(ordeal):
                for mode in ("fast", "immediate") * (3 if proof else 1):
                    await asyncio.sleep(ordeal.chance.uniform(1, 3))
                    await asyncio.to_thread(server.stop, mode)
                    await asyncio.sleep(ordeal.chance.uniform(1, 5))
                    await asyncio.to_thread(server.start)
            found = await ordeal.outcome()
            ordeal.check(found)
            assert not declined(found)  # whoever is told to come again would have it done twice


async def test_the_clock_is_turned_back_an_hour(ordeal: Ordeal) -> None:
    """What is due waits for its time to come again; what is asked for meanwhile is done at once."""
    async with ordeal.begun() as place:
        await place.begin_bot()
        await ordeal.sent(20)
        await place.turn_clock(hours=-1)
        async with ordeal.visited(seconds=6):
            pass
        for number in range(2 * SMALL.sales):
            await place.sees(FIRST + 1 + number, "подарок")
        assert (await ordeal.outcome()).outbox["offer", "planned"] > 0
        await place.turn_clock(hours=1)
        await ordeal.settled()
        ordeal.check(await ordeal.outcome())
