"""An update as it is kept: whose turn it takes, told from what Telegram wrote, before anything is made of it."""

import json
from typing import Any, TypeGuard

from storage.inbox import Arrival


def arrival_of(update: Any, payload: str) -> Arrival:
    """ValueError: it is no update."""
    if not isinstance(update, dict) or not fits(id := update.get("update_id")):
        raise ValueError("no update")
    return Arrival(id, chat_of(update), payload)


def written_out(update: dict[str, Any]) -> str:
    """Half of a pair of UTF-16 can be told as JSON, but kept only as it came: escaped."""
    payload = json.dumps(update, ensure_ascii=False)
    try:
        payload.encode()
    except UnicodeEncodeError:
        return json.dumps(update)
    return payload


def chat_of(update: dict[str, Any]) -> int:
    """What decides the order: the chat, or the person where there is none; 0 for the rest."""
    event: Any = next((value for name, value in update.items() if name != "update_id"), None)
    if not isinstance(event, dict):
        return 0
    message = event.get("message")
    for place in (event.get("chat"), message.get("chat") if isinstance(message, dict) else None, event.get("from")):
        if isinstance(place, dict) and fits(id := place.get("id")):
            return id
    return 0


def fits(number: object) -> TypeGuard[int]:
    """Whether it is a whole number that the databases can keep."""
    return isinstance(number, int) and not isinstance(number, bool) and -(2**63) <= number < 2**63
