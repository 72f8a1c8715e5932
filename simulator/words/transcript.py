"""A chat as lines of text, for people who read tests and bug reports."""

from typing import Any

Json = dict[str, Any]
SERVICE = {
    "new_chat_members": "joined",
    "left_chat_member": "left",
    "pinned_message": "pinned a message",
    "forum_topic_created": "opened a topic",
    "forum_topic_edited": "changed a topic",
    "forum_topic_closed": "closed the topic",
    "forum_topic_reopened": "reopened the topic",
    "migrate_to_chat_id": "made the group a supergroup",
    "migrate_from_chat_id": "made the group a supergroup",
}
MEDIA = ("photo", "document", "sticker", "contact", "location", "poll")


def line(message: Json, markup: Json | None, by_bot: bool) -> str:
    """`Анна: /start`, `bot: … [Да | Нет]`: one pair of brackets a row of buttons."""
    who = "bot" if by_bot else message["from"]["first_name"]
    parts = [*_media(message), message.get("text", message.get("caption", "")), *_buttons(markup)]
    return f"{who}: {' '.join(part for part in parts if part)}"


def _media(message: Json) -> list[str]:
    for kind, saying in SERVICE.items():
        if kind in message:
            names = message[kind] if kind == "new_chat_members" else [message[kind]]
            whom = [user["first_name"] for user in names if isinstance(user, dict) and "first_name" in user]
            return [f"({' '.join([*whom, saying])})"]
    return [f"({kind}{_about(kind, message[kind])})" for kind in MEDIA if kind in message]


def _about(kind: str, content: Any) -> str:
    match kind:
        case "contact":
            return f" {content['phone_number']}"
        case "document":
            return f" {content['file_name']}"
        case "sticker":
            return f" {content['emoji']}"
        case "poll":
            return f" {content['question']}"
    return ""


def _buttons(markup: Json | None) -> list[str]:
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [f"[{' | '.join(button['text'] for button in row)}]" for row in rows]
