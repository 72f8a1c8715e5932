"""A Telegram that answers at once and goes nowhere: what is left is the bot's own work."""

from collections.abc import AsyncGenerator
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.methods import EditMessageReplyMarkup, EditMessageText, GetMe, SendMessage, SendPhoto, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, InlineKeyboardMarkup, Message, User

from benchmarks.shop import NOON

ME = User(id=7, is_bot=True, first_name="Bench", username="bench_bot")


class Nowhere(BaseSession):
    """Remembers, for each chat, the newest message with buttons: somebody has to press them."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[int, tuple[int, InlineKeyboardMarkup, str]] = {}
        self._last = 0

    async def make_request(  # the shape is aiogram's
        self,
        bot: Bot,  # noqa: ARG002
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109
    ) -> TelegramType:
        """What a call comes to."""
        answer: Any = True
        if isinstance(method, GetMe):
            answer = ME
        elif isinstance(method, SendMessage | SendPhoto):
            self._last += 1
            answer = self._message(int(method.chat_id), self._last, method)
        elif isinstance(method, EditMessageText | EditMessageReplyMarkup):
            answer = self._message(int(method.chat_id or 0), int(method.message_id or 0), method)
        return answer  # type: ignore[no-any-return]

    def _message(self, chat: int, number: int, method: Any) -> Message:
        markup = method.reply_markup
        text = getattr(method, "text", None)
        if isinstance(markup, InlineKeyboardMarkup):
            self.buttons[chat] = (number, markup, text or "")
        return Message(message_id=number, date=NOON, chat=Chat(id=chat, type="private"), text=text)

    async def close(self) -> None:
        """There is nothing to close."""

    async def stream_content(self, *_args: Any, **_kwargs: Any) -> AsyncGenerator[bytes, None]:
        """There is nothing to download."""
        nothing: tuple[bytes, ...] = ()
        for chunk in nothing:
            yield chunk


def bench_bot(session: Nowhere) -> Bot:
    """A bot on it."""
    return Bot("7:bench", session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
