"""Carrying letters to Telegram, and saying in our words what Telegram answered.

A letter without a picture is posted as JSON, and of the answer only its end and the message's number are read: that
costs half of what the same call costs through aiogram, which builds a form and checks the whole answer.
"""

import asyncio
import json
import re
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
)

from actions.deliver import Delivered, Migrated, RateLimited, Refused, Result, Trouble, Unreachable
from actions.shop import Shop
from actions.show_card import show_card
from bot.telegram_watch import TelegramWatch
from handlers.letters import send
from loyalty.ids import ChatId, CustomerId
from texts.letter import Button, Letter
from texts.pictures.card import draw_card

_NOBODY = (  # 400s that mean the same as a block
    "chat not found",
    "user is deactivated",
    "PEER_ID_INVALID",
    # Of groups in which the bot may not write; Telegram's server hands many a 403 on as a 400.
    "not enough rights to send",
    "have no rights to send",
    "have no write access",
    "need administrator rights",
    "CHAT_WRITE_FORBIDDEN",
    "CHAT_SEND_PLAIN_FORBIDDEN",
    "CHAT_RESTRICTED",
    "CHAT_ADMIN_REQUIRED",
    "CHANNEL_PRIVATE",
    "USER_BANNED_IN_CHANNEL",
    "TOPIC_CLOSED",
)
_NOT_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)  # not a byte of the letter was written
_QUOTED = re.compile(r"""(?<!\w)["'«“].*?["'»”](?!\w)|\d{5,}""", re.DOTALL)
_LONGEST = 200  # characters of a reason
_TIMEOUT = aiohttp.ClientTimeout(total=60, connect=20, sock_connect=10)  # seconds
_HEADERS = {"Content-Type": "application/json"}
NOT_TELEGRAMS = "the answer was not Telegram's"


class TelegramDelivery:
    """`actions.deliver.Telegram`, over the bot's own connections."""

    def __init__(
        self,
        bot: Bot,
        shop: Shop,
        *,
        paid: bool = False,
        timeout: aiohttp.ClientTimeout = _TIMEOUT,
        watch: TelegramWatch | None = None,
    ) -> None:
        """paid: beyond thirty messages a second, for which Telegram takes a fee. watch: hears whether it answered."""
        assert isinstance(bot.session, AiohttpSession)
        self._bot = bot
        self._session: AiohttpSession = bot.session
        self._shop = shop
        self._paid = paid
        self._timeout = timeout
        self._watch = watch
        self._url = bot.session.api.api_url(bot.token, "sendMessage")

    async def deliver(self, chat_id: ChatId, letter: Letter) -> Result:
        """One call, once."""
        picture = await self._picture(letter)
        if picture is None:
            result = await self._post(_message(chat_id, letter, paid=self._paid))
            if self._watch is not None:
                self._watch.heard(answered=not isinstance(result, Trouble))
            return result
        try:
            message = await send(self._bot, chat_id, letter, picture=picture, paid=self._paid)
        except TelegramAPIError as answer:
            return _in_our_words(answer)
        except ClientDecodeError:  # somebody between us and Telegram has answered, with a page of their own
            return Trouble(NOT_TELEGRAMS, perhaps_arrived=True)
        return Delivered(message.message_id)

    async def _post(self, message: bytes) -> Result:
        session = await self._session.create_session()
        try:
            async with session.post(self._url, data=message, headers=_HEADERS, timeout=self._timeout) as answer:
                return _read(answer.status, await answer.read())
        except (aiohttp.ClientError, TimeoutError) as trouble:
            return _broken(trouble)

    async def _picture(self, letter: Letter) -> bytes | None:
        if letter.picture is None:
            return None
        shown = await show_card(self._shop, CustomerId(letter.picture.customer))
        return await asyncio.to_thread(draw_card, shown.face) if shown else None


def _message(chat_id: ChatId, letter: Letter, *, paid: bool) -> bytes:
    """https://core.telegram.org/bots/api#sendmessage, as handlers/letters.py sends it through aiogram."""
    body: dict[str, Any] = {
        "chat_id": chat_id,
        "text": letter.text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if letter.rows:
        body["reply_markup"] = {"inline_keyboard": [[_button(button) for button in row] for row in letter.rows]}
    if paid:
        body["allow_paid_broadcast"] = True
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _button(button: Button) -> dict[str, Any]:
    found: dict[str, Any] = {"text": button.label}
    if button.copy is not None:
        found["copy_text"] = {"text": button.copy}
    more = (("callback_data", button.data), ("url", button.url), ("style", button.style))
    return found | {name: value for name, value in more if value is not None}


def _read(status: int, content: bytes) -> Result:
    """What Telegram answered."""
    try:
        answer = json.loads(content)
        if answer["ok"]:
            return Delivered(int(answer["result"]["message_id"]))
        return _refusal(int(answer["error_code"]), str(answer["description"]), answer.get("parameters") or {})
    except (ValueError, KeyError, TypeError):
        return _foreign(status)


def _foreign(status: int) -> Trouble:
    """Of somebody between us and Telegram. A page instead of an answer, or a wait that was too long for them: the
    letter may have arrived.
    """
    return Trouble(f"{NOT_TELEGRAMS} ({status})", perhaps_arrived=status < 400 or status == 504)


def _refusal(code: int, description: str, parameters: dict[str, Any]) -> Result:
    if (wait := parameters.get("retry_after")) is not None:
        return RateLimited(float(wait))
    if (chat := parameters.get("migrate_to_chat_id")) is not None:
        return Migrated(ChatId(int(chat)))
    match code:
        case 429:
            return RateLimited(1.0)
        case 403:
            return Unreachable()
        case 400 | 413:
            unknown = any(reason in description for reason in _NOBODY)
            return Unreachable() if unknown else Refused(without_words(description))
    return Trouble(without_words(description), perhaps_arrived=code == 504)


def _broken(trouble: BaseException) -> Trouble:
    """The connection could not be made, or broke off later, when the letter may have arrived already."""
    return Trouble(type(trouble).__name__, perhaps_arrived=not isinstance(trouble, _NOT_LEFT))


def without_words(description: str) -> str:
    """Telegram quotes from what it refuses, and that may be somebody's name or number."""
    return _QUOTED.sub("…", description)[:_LONGEST]


def _in_our_words(answer: TelegramAPIError) -> Result:
    """The same of aiogram's exceptions."""
    match answer:
        case TelegramRetryAfter():
            return RateLimited(answer.retry_after)
        case TelegramMigrateToChat():
            return Migrated(ChatId(answer.migrate_to_chat_id))
        case TelegramForbiddenError():
            return Unreachable()
        case TelegramBadRequest() | TelegramEntityTooLarge():
            return _refusal(400, answer.message, {})
        case TelegramNetworkError():
            return _broken(answer.__cause__ or answer)
    return Trouble(without_words(answer.message), perhaps_arrived="gateway time" in answer.message.lower())
