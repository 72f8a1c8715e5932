"""What is posted to Telegram, and what each of its answers means."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.methods import SendMessage
from aiohttp import web
from aiohttp.test_utils import TestServer

from actions.deliver import Delivered, Migrated, RateLimited, Refused, Result, Trouble, Unreachable
from actions.shop import Shop
from bot.app import telegram_bot
from bot.delivery import TelegramDelivery, without_words
from handlers.letters import keyboard
from loyalty.ids import ChatId
from tests.shop import enrolled
from texts.letter import Button, Letter, Picture

ANNA = ChatId(1001)
LETTER = Letter(
    "<b>Анна</b>, вот код",
    (
        (Button("Скопировать", copy="A-1"), Button("Открыть", url="https://example.org/?a=1&b=2")),
        (Button("Нет", data="no:1", style="danger"),),
    ),
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Line:
    """A Telegram that answers as it was told; `asked` is what it was sent."""

    bot: Bot

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.handler: Handler | None = None

    def answers(self, status: int, body: Any) -> None:
        """To every call."""

        async def handler(_: web.Request) -> web.Response:
            return web.Response(status=status, text=body if isinstance(body, str) else json.dumps(body))

        self.handler = handler

    async def answer(self, request: web.Request) -> web.StreamResponse:
        json_sent = request.content_type == "application/json"
        self.asked.append(await request.json() if json_sent else dict(await request.post()))
        assert self.handler is not None
        return await self.handler(request)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    app, found = web.Application(), Line()
    server = TestServer(app)
    app.router.add_post("/bot7:x/{method}", found.answer)
    await server.start_server()
    found.bot = telegram_bot("7:x", str(server.make_url("")))
    yield found
    await found.bot.session.close()
    await server.close()


def refusal(code: int, description: str, **parameters: int) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": description, "parameters": parameters}


async def test_a_letter_is_what_aiogram_would_have_sent(line: Line, small_shop: Shop) -> None:
    line.answers(200, {"ok": True, "result": {"message_id": 77}})
    assert await TelegramDelivery(line.bot, small_shop).deliver(ANNA, LETTER) == Delivered(77)
    whole = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
    line.answers(200, {"ok": True, "result": whole})
    await line.bot(SendMessage(chat_id=ANNA, text=LETTER.text, reply_markup=keyboard(LETTER.rows)))
    lean, form = line.asked
    assert lean.keys() == form.keys() - {"disable_web_page_preview"}  # which is the older name of the same
    assert (str(lean["chat_id"]), lean["text"], lean["parse_mode"]) == (
        form["chat_id"],
        form["text"],
        form["parse_mode"],
    )
    assert lean["reply_markup"] == json.loads(form["reply_markup"])
    assert lean["link_preview_options"] == json.loads(form["link_preview_options"])


async def test_what_is_paid_for_says_so_and_nothing_else_does(line: Line, small_shop: Shop) -> None:
    line.answers(200, {"ok": True, "result": {"message_id": 77}})
    for paid in (True, False):
        await TelegramDelivery(line.bot, small_shop, paid=paid).deliver(ANNA, Letter("a"))
    assert [sent.get("allow_paid_broadcast") for sent in line.asked] == [True, None]


async def test_a_card_is_sent_with_its_picture(line: Line, small_shop: Shop) -> None:
    customer = await enrolled(small_shop)
    line.answers(200, {"ok": True, "result": {"message_id": 5, "date": 1, "chat": {"id": 1, "type": "private"}}})
    letter = Letter("ваша карта", picture=Picture("card", customer))
    assert await TelegramDelivery(line.bot, small_shop, paid=True).deliver(ANNA, letter) == Delivered(5)
    [sent] = line.asked
    assert (sent["caption"], sent["allow_paid_broadcast"]) == ("ваша карта", "true")


NOBODY_THERE = (
    "chat not found",
    "user is deactivated",
    "PEER_ID_INVALID",
    "not enough rights to send text messages to the chat",
    "have no rights to send a message",
    "have no write access to the chat",
    "need administrator rights in the channel chat",
    "CHAT_WRITE_FORBIDDEN",
    "CHAT_SEND_PLAIN_FORBIDDEN",
    "CHAT_RESTRICTED",
    "CHAT_ADMIN_REQUIRED",
    "CHANNEL_PRIVATE",
    "USER_BANNED_IN_CHANNEL",
    "TOPIC_CLOSED",
)
MEANINGS: list[tuple[int, Any, Result]] = [
    (403, refusal(403, "Forbidden: bot was blocked by the user"), Unreachable()),
    *((400, refusal(400, f"Bad Request: {reason}"), Unreachable()) for reason in NOBODY_THERE),
    (400, refusal(400, "Bad Request: message is too long"), Refused("Bad Request: message is too long")),
    (413, refusal(413, "Request Entity Too Large"), Refused("Request Entity Too Large")),
    (429, refusal(429, "Too Many Requests: retry after 7", retry_after=7), RateLimited(7)),
    (400, refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005), Migrated(ChatId(-1005))),
    (500, refusal(500, "Internal Server Error"), Trouble("Internal Server Error")),
    (502, refusal(502, "Bad Gateway"), Trouble("Bad Gateway")),
    (504, refusal(504, "Gateway Timeout"), Trouble("Gateway Timeout", perhaps_arrived=True)),
    (401, refusal(401, "Unauthorized"), Trouble("Unauthorized")),
]


@pytest.mark.parametrize("status,body,meaning", MEANINGS, ids=lambda value: str(value)[:90])
@pytest.mark.parametrize("picture", [False, True])
async def test_what_an_answer_means(
    line: Line, small_shop: Shop, status: int, body: Any, meaning: Result, picture: bool
) -> None:
    line.answers(status, body)
    letter = Letter("a", picture=Picture("card", await enrolled(small_shop)) if picture else None)
    assert await TelegramDelivery(line.bot, small_shop).deliver(ANNA, letter) == meaning


@pytest.mark.parametrize("status,arrived", [(200, True), (502, False), (504, True), (407, False)])
async def test_a_page_of_somebody_in_between(line: Line, small_shop: Shop, status: int, arrived: bool) -> None:
    line.answers(status, "<html>Sign in to the hotel's network</html>")
    result = await TelegramDelivery(line.bot, small_shop).deliver(ANNA, LETTER)
    assert isinstance(result, Trouble)
    assert result.perhaps_arrived is arrived


@pytest.mark.parametrize("picture", [False, True])
async def test_where_nobody_listens_nothing_has_left(small_shop: Shop, picture: bool) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        bot = telegram_bot("7:x", f"http://127.0.0.1:{free.getsockname()[1]}")
    letter = Letter("a", picture=Picture("card", await enrolled(small_shop)) if picture else None)
    try:
        result = await TelegramDelivery(bot, small_shop).deliver(ANNA, letter)
    finally:
        await bot.session.close()
    assert result == Trouble("ClientConnectorError", perhaps_arrived=False)


@pytest.mark.parametrize("picture", [False, True])
async def test_a_connection_that_breaks_after_the_letter_left(line: Line, small_shop: Shop, picture: bool) -> None:
    async def cut(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    line.handler = cut
    letter = Letter("a", picture=Picture("card", await enrolled(small_shop)) if picture else None)
    result = await TelegramDelivery(line.bot, small_shop).deliver(ANNA, letter)
    assert isinstance(result, Trouble)
    assert result.perhaps_arrived


async def test_an_answer_that_does_not_come(line: Line, small_shop: Shop) -> None:
    async def sleep(_: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    line.handler = sleep
    delivery = TelegramDelivery(line.bot, small_shop, timeout=aiohttp.ClientTimeout(total=0.2))
    result = await delivery.deliver(ANNA, LETTER)
    assert isinstance(result, Trouble)
    assert result.perhaps_arrived


def test_a_reason_names_nobody() -> None:
    said = 'Bad Request: can\'t parse entities: Unsupported start tag "анна петрова" at byte offset 12'
    assert without_words(said) == "Bad Request: can't parse entities: Unsupported start tag … at byte offset 12"
    assert without_words("inline keyboard button URL 'https://t.me/anna' is invalid: +79160000001") == (
        "inline keyboard button URL … is invalid: +…"
    )
    assert len(without_words("x" * 900)) == 200
