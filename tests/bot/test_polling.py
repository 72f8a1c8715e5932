"""Long polling against whatever the network brings."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramUnauthorizedError
from aiohttp import web
from aiohttp.test_utils import TestServer

from actions.shop import Shop
from bot import polling
from bot.app import telegram_bot
from bot.intake import Intake
from bot.polling import poll
from bot.staff import StaffRoll
from loyalty.ids import TelegramId
from tests.talk import TOKEN

UPDATE = {
    "update_id": 41,
    "message": {"message_id": 1, "date": 1772528400, "chat": {"id": 5, "type": "channel", "title": "x"}, "text": "x"},
}


class Telegram:
    """A Telegram that answers as it was told, and notes which offsets it was asked for."""

    def __init__(self, *answers: web.Response) -> None:
        self._answers = list(answers)
        self.offsets: list[str | None] = []
        self.silent = asyncio.Event()  # everything that was told has been answered

    async def answer(self, request: web.Request) -> web.Response:
        """getUpdates; when nothing is left to say, a long poll that finds nothing."""
        self.offsets.append((await request.post()).get("offset"))  # type: ignore[arg-type]
        if self._answers:
            return self._answers.pop(0)
        self.silent.set()
        await asyncio.sleep(60)
        raise web.HTTPGone


def says(**answer: Any) -> web.Response:
    return web.json_response(answer, status=answer.get("error_code", 200))


def updates(*found: dict[str, Any]) -> web.Response:
    return says(ok=True, result=list(found))


@asynccontextmanager
async def at(telegram: Telegram) -> AsyncIterator[Bot]:
    app = web.Application()
    app.router.add_post("/bot{token}/getUpdates", telegram.answer)
    server = TestServer(app)
    await server.start_server()
    bot = telegram_bot(TOKEN, str(server.make_url("")))
    try:
        yield bot
    finally:
        await bot.session.close()
        await server.close()


async def _nobody(_person: TelegramId, _works: bool) -> None:
    """Nobody's menu changes."""


class Forgetful(Intake):
    """Its database is away the first time."""

    away = True

    async def receive(self, updates: Sequence[dict[str, Any]]) -> None:
        """As the database lets it."""
        if updates and self.away:
            self.away = False
            raise OSError("the database is away")
        await super().receive(updates)


def intake(shop: Shop, bot: Bot, kind: type[Intake] = Intake) -> Intake:
    return kind(shop, StaffRoll(bot, shop.manager_chat_id, shop.owner_ids, _nobody), bot)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PAUSES", (0.01,) * 6)


async def until_silent(telegram: Telegram, bot: Bot, kept: Intake) -> None:
    task = asyncio.create_task(poll(bot, kept))
    try:
        async with asyncio.timeout(20):
            await telegram.silent.wait()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await kept.idle()


@pytest.mark.parametrize(
    "trouble",
    [
        says(ok=False, error_code=502, description="Bad Gateway"),
        says(ok=False, error_code=409, description="Conflict: terminated by other getUpdates request"),
        web.Response(status=502, text="<html>nginx</html>", content_type="text/html"),
        web.Response(status=200, text="<html>Please log in to the hotel</html>", content_type="text/html"),
    ],
    ids=["server error", "another poller", "a proxy's error page", "a captive portal"],
)
async def test_whatever_answers_instead_of_telegram_polling_goes_on(small_shop: Shop, trouble: web.Response) -> None:
    telegram = Telegram(trouble, updates(UPDATE))
    async with at(telegram) as bot:
        await until_silent(telegram, bot, intake(small_shop, bot))
    assert telegram.offsets[-1] == "42"


async def test_what_could_not_be_kept_is_not_confirmed(small_shop: Shop) -> None:
    telegram = Telegram(updates(UPDATE), updates(UPDATE))
    async with at(telegram) as bot:
        await until_silent(telegram, bot, intake(small_shop, bot, Forgetful))
    assert telegram.offsets == [None, None, "42"]


async def test_a_flood_wait_is_waited_for(small_shop: Shop) -> None:
    wait = says(ok=False, error_code=429, description="Too Many Requests", parameters={"retry_after": 1})
    telegram, loop = Telegram(wait), asyncio.get_running_loop()
    began = loop.time()
    async with at(telegram) as bot:
        await until_silent(telegram, bot, intake(small_shop, bot))
    assert loop.time() - began >= 1


async def test_a_token_that_was_revoked_ends_it(small_shop: Shop) -> None:
    telegram = Telegram(says(ok=False, error_code=401, description="Unauthorized"))
    async with at(telegram) as bot:
        with pytest.raises(TelegramUnauthorizedError):
            await poll(bot, intake(small_shop, bot))
