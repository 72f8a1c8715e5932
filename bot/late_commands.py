"""Commands that waited too long, the bot being away: they are asked for again, once, instead of carried out late."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from actions.shop import Shop
from storage.inbox import Waiting

MOST = 5  # are named


class LateCommands:
    """Only commands: what a person told, and what a person pressed, is taken in however late."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def in_front(self, queue: Sequence[Waiting]) -> list[Waiting]:
        """All of them in a chat's queue, if the first of it is one: they are answered together."""
        if not queue or not self._is_late(queue[0]):
            return []
        return [waiting for waiting in queue if self._is_late(waiting)]

    def _is_late(self, waiting: Waiting) -> bool:
        message = _command(waiting)
        if message is None:
            return False
        return self._shop.now() - datetime.fromtimestamp(message["date"], UTC) > self._shop.programme.delivery.obey_for


def said(late: Sequence[Waiting]) -> list[str]:
    """What they were, in order, each once; of many the newest."""
    texts = [message["text"] for waiting in late if (message := _command(waiting)) is not None]
    return list(dict.fromkeys(texts))[-MOST:]


def _command(waiting: Waiting) -> dict[str, Any] | None:
    """The message, if it is a command. Not /start: whoever comes for the first time is welcome at any time."""
    if '"/' not in waiting.payload:
        return None
    message: dict[str, Any] = json.loads(waiting.payload).get("message") or {}
    text = message.get("text", "")
    is_one = text.startswith("/") and text.split()[0].partition("@")[0] != "/start" and "date" in message
    return message if is_one else None
