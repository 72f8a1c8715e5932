"""Whose turn an update takes, told from what Telegram wrote, before anything is made of it."""

from typing import Any


def chat_of(update: dict[str, Any]) -> int:
    """What decides the order: the chat, or the person where there is none; 0 for the rest."""
    event: Any = next((value for name, value in update.items() if name != "update_id"), None)
    if not isinstance(event, dict):
        return 0
    message = event.get("message")
    for place in (event.get("chat"), message.get("chat") if isinstance(message, dict) else None, event.get("from")):
        if isinstance(place, dict) and isinstance(id := place.get("id"), int):
            return id
    return 0
