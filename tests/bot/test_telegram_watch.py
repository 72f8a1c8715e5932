"""An outage of Telegram is noted once it is over, and only if anybody can have noticed it."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramServerError
from aiogram.methods import GetMe

from actions import incidents
from actions.incidents import Incidents
from actions.shop import Shop
from bot.delivery import TelegramDelivery
from bot.telegram_watch import TelegramWatch
from loyalty.ids import ChatId
from tests.jobs.test_report import noted
from tests.running import Running, running
from tests.shop import NOON
from tests.talk import ANNA, OLGA, talking
from texts.letter import Letter

CALL = GetMe()


class Line:
    """To Telegram, by a steady clock that is turned by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
        self.seconds = 0.0
        self.incidents = Incidents()
        self._shop = shop
        self._watch = TelegramWatch(self.incidents, lambda: NOON)
        monkeypatch.setattr("bot.telegram_watch.time", SimpleNamespace(monotonic=lambda: self.seconds))

    async def call(self, after: float, error: Exception | None = None) -> None:
        """So many seconds later; what comes of it."""
        self.seconds += after

        async def made(_bot: Any, _method: Any) -> Any:
            if error is not None:
                raise error
            return "an answer"

        way: Any = made
        if error is None:
            assert await self._watch(way, None, CALL) == "an answer"
        else:
            with pytest.raises(type(error)):
                await self._watch(way, None, CALL)

    async def away(self) -> timedelta:
        return (await noted(self._shop, self.incidents)).telegram


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch, small_shop: Shop) -> Line:
    return Line(monkeypatch, small_shop)


async def test_from_the_first_failure_to_the_last_once_there_is_an_answer(line: Line) -> None:
    await line.call(0)
    await line.call(10, TelegramNetworkError(CALL, "no route"))
    await line.call(300, TelegramServerError(CALL, "Bad Gateway"))
    await line.call(300, TelegramServerError(CALL, "Bad Gateway"))
    assert await line.away() == timedelta()
    await line.call(3600)
    assert await line.away() == timedelta(minutes=10), "in that hour nobody has asked"
    await line.call(1000)
    assert await line.away() == timedelta(minutes=10)


async def test_the_outbox_that_goes_its_own_way_is_heard_too(monkeypatch: pytest.MonkeyPatch, small_shop: Shop) -> None:
    line = Line(monkeypatch, small_shop)
    async with talking(small_shop) as talk:
        delivery = TelegramDelivery(talk.bot, small_shop, watch=line._watch)
        await talk.control("faults", method="sendMessage", kind="status", code=502, count=2)
        for _ in range(3):
            await delivery.deliver(ChatId(ANNA), Letter("Привет"))
            line.seconds += 420
    assert await line.away() == timedelta(minutes=7)


async def test_a_refusal_is_an_answer(line: Line) -> None:
    for _ in range(2):
        await line.call(360, TelegramNetworkError(CALL, "no route"))
    await line.call(1, TelegramBadRequest(CALL, "Bad Request"))
    assert await line.away() == timedelta(minutes=6)


async def test_a_hiccup_is_not_told(line: Line) -> None:
    for _ in range(2):
        await line.call(299, TelegramNetworkError(CALL, "no route"))
    await line.call(3600)
    assert await line.away() == timedelta()


async def test_the_bot_that_runs_watches_what_it_receives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidents, "WORTH_TELLING", timedelta())  # half a second stands for minutes
    async with running(tmp_path) as bot, asyncio.timeout(20):
        await bot.control("faults", method="getUpdates", kind="status", code=502, count=1)
        while not answered_again(await statuses(bot, "getUpdates")):
            await bot.hears(ANNA, "/help")  # what waits for updates gets them, and asks again
            await asyncio.sleep(0.2)
    assert written_down(tmp_path) == ["telegram"]


async def test_and_what_its_outbox_sends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidents, "WORTH_TELLING", timedelta())
    async with running(tmp_path) as bot, asyncio.timeout(20):
        await bot.control("start", **{"from": OLGA})
        while not await statuses(bot, "sendMessage"):
            await asyncio.sleep(0.1)
        await bot.control("faults", method="sendMessage", kind="status", code=502, count=1)
        with closing(sqlite3.connect(tmp_path / "kasanie.db")) as database, database:
            database.execute(
                "INSERT INTO messages (chat_id, occurrence, category, priority, letter, state, planned_at, due_at,"
                " expires_at) VALUES (?, 'x', 'service', 0, '{\"text\": \"Привет\"}', 'planned', 0, 0, 9999999999)",
                (OLGA,),
            )
        while not answered_again(await statuses(bot, "sendMessage")):
            await asyncio.sleep(0.1)
    assert written_down(tmp_path) == ["telegram"]


async def statuses(bot: Running, method: str) -> list[int]:
    """What such calls were answered with."""
    async with bot.web.get("/control/calls", params={"method": method}) as answer:
        return [call["status"] for call in (await answer.json())["calls"]]


def answered_again(statuses: list[int]) -> bool:
    return 502 in statuses and statuses[-1] == 200


def written_down(folder: Path) -> list[str]:
    """By the bot, as it stopped."""
    with closing(sqlite3.connect(folder / "kasanie.db")) as database:
        return [kind for (kind,) in database.execute("SELECT kind FROM incidents")]
