"""Saying again what was said: forwarded with its origin, or copied without."""

from typing import Any

from simulator import history
from simulator.calls import Call
from simulator.destination import Destination, destination, known_chat, say
from simulator.errors import bad_request
from simulator.history import Entry
from simulator.keyboards import plain_link_keyboard
from simulator.methods.messages import caption_content
from simulator.methods.registry import method

Json = dict[str, Any]
CONTENT = (
    "text", "entities", "link_preview_options", "photo", "document", "sticker", "contact", "location", "poll",
    "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler",
)  # fmt: skip
CAPTION = ("caption", "caption_entities", "show_caption_above_media")


@method("copyMessage")
def copy_message(call: Call) -> Json:
    source = _source(call, "copy")
    content = _content(source)
    captioned = "caption" in call.params
    caption = caption_content(call) if captioned else {}
    to = destination(call)
    if captioned and ("photo" in content or "document" in content):
        content = {key: value for key, value in content.items() if key not in CAPTION} | caption
    return {"message_id": say(call, to, content, tuple(source.codes)).id}


@method("forwardMessage")
def forward_message(call: Call) -> Json:
    source = _source(call, "forward")
    to = destination(call)
    to = Destination(to.chat, to.thread, None, plain_link_keyboard(source.markup))
    first = source.message.get("forward_origin")
    origin = first or {"type": "user", "sender_user": source.message["from"], "date": source.message["date"]}
    return say(call, to, _content(source), tuple(source.codes), {"forward_origin": origin}).message


def _content(source: Entry) -> Json:
    return {key: source.message[key] for key in CONTENT if key in source.message}


def _source(call: Call, verb: str) -> Entry:
    chat = known_chat(call, "from_chat_id")
    entry = history.find(chat, call.number("message_id"))
    if entry is None:
        raise bad_request(f"message to {verb} not found")
    if entry.service or entry.message.get("has_protected_content"):
        raise bad_request(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return entry
