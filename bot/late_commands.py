"""Commands that waited too long, the bot being away: they are asked for again, once, instead of carried out late."""

import json
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from actions.shop import Shop
from storage.inbox import Waiting
from texts.lengths import shortened

MOST = 5  # are named
LONGEST = 200  # units of each
ONCE_IN = timedelta(minutes=1)  # what has waited comes in batches, or one after the other
_FAR = 2**33  # seconds since 1970: no date of Telegram's


class LateCommands:
    """Only commands: what a person told, and what a person pressed, is taken in however late."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._told: dict[int, datetime] = {}

    def told(self, chat: int) -> bool:
        """Whether that chat has its answer already."""
        now = self._shop.now()
        self._told = {other: at for other, at in self._told.items() if abs(now - at) < ONCE_IN}
        return chat in self._told

    def tells(self, chat: int) -> None:
        """It has its answer for a while; or an apology, which is no better for being said of each command."""
        self._told.setdefault(chat, self._shop.now())

    def taken_from(self, queue: deque[Waiting]) -> list[Waiting]:
        """All of them in a chat's queue, if the first of it is one: they are answered together."""
        if not queue or not self._is_late(queue[0]):
            return []
        found = [waiting for waiting in queue if self._is_late(waiting)]
        for waiting in found:
            queue.remove(waiting)
        return found

    def _is_late(self, waiting: Waiting) -> bool:
        message = _command(waiting)
        if message is None or not self._is_for_us(message):
            return False
        return self._shop.now() - datetime.fromtimestamp(message["date"], UTC) > self._shop.programme.delivery.obey_for

    def _is_for_us(self, message: dict[str, Any]) -> bool:
        """Said to this bot, where it answers: it is silent in strange groups, and of other bots' commands."""
        chat = message.get("chat")
        here = isinstance(chat, dict) and (
            chat.get("type") == "private" or chat.get("id") == self._shop.manager_chat_id()
        )
        bot = message["text"].split()[0].partition("@")[2]
        return here and bot.casefold() in ("", self._shop.bot_username.casefold())


def said(late: Sequence[Waiting]) -> list[str]:
    """What they were, in order, each once; of many the newest, of long ones the beginning."""
    texts = [message["text"] for waiting in late if (message := _command(waiting)) is not None]
    return [shortened(text, LONGEST) for text in list(dict.fromkeys(texts))[-MOST:]]


def _command(waiting: Waiting) -> dict[str, Any] | None:
    """The message, if it is a command. Not /start: whoever comes for the first time is welcome at any time."""
    if '"/' not in waiting.payload:
        return None
    message: Any = json.loads(waiting.payload).get("message")
    if not isinstance(message, dict):
        return None
    text, date = message.get("text"), message.get("date")
    if not isinstance(text, str) or not isinstance(date, int) or not 0 <= date < _FAR:
        return None  # whatever that is, its handler finds out
    return message if text.startswith("/") and text.split()[0].partition("@")[0] != "/start" else None
