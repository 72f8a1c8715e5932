"""Changing what the bot has said."""

from typing import Any

from simulator import history
from simulator.calls import Call
from simulator.destination import known_chat
from simulator.errors import bad_request
from simulator.history import Entry
from simulator.keyboards import check_inline
from simulator.methods.media import input_media
from simulator.methods.messages import caption_content, text_content
from simulator.methods.registry import method
from simulator.world import Chat

Json = dict[str, Any]
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CONTENT = ("text", "entities", "link_preview_options", "caption", "caption_entities", "show_caption_above_media")
MEDIA = ("photo", "document", "sticker", "has_media_spoiler")


@method("editMessageText")
def edit_text(call: Call) -> Json:
    content = text_content(call)
    chat, entry = _own_message(call)
    if "text" not in entry.message:
        raise bad_request("there is no text in the message to edit")
    return _change(call, chat, entry, content)


@method("editMessageCaption")
def edit_caption(call: Call) -> Json:
    content = caption_content(call)
    chat, entry = _own_message(call)
    kept = {key: entry.message[key] for key in MEDIA if key in entry.message}
    if not kept or "sticker" in kept:
        raise bad_request("there is no caption in the message to edit")
    return _change(call, chat, entry, {**kept, **content})


@method("editMessageMedia")
async def edit_media(call: Call) -> Json:
    item = call.json("media")
    chat, entry = _own_message(call)
    content, codes = await input_media(call, item)
    return _change(call, chat, entry, content, codes)


@method("editMessageReplyMarkup")
def edit_reply_markup(call: Call) -> Json:
    chat, entry = _own_message(call)
    kept = {key: entry.message[key] for key in (*CONTENT, *MEDIA) if key in entry.message}
    return _change(call, chat, entry, kept, tuple(entry.codes))


def _own_message(call: Call) -> tuple[Chat, Entry]:
    if call.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = known_chat(call, to_write=True)
    if not call.number("message_id"):
        raise bad_request("message identifier is not specified")
    entry = history.find(chat, call.number("message_id"))
    if entry is None:
        raise bad_request("message to edit not found")
    if not entry.editable:
        raise bad_request("message can't be edited")
    return chat, entry


def _change(call: Call, chat: Chat, entry: Entry, content: Json, codes: tuple[Json, ...] | None = None) -> Json:
    """A new message object takes the old one's place: the old one may stand in the log or in an update."""
    markup = check_inline(call.json("reply_markup"), chat.is_private)
    before = {key: entry.message[key] for key in (*CONTENT, *MEDIA) if key in entry.message}
    if before == content and entry.markup == markup:
        raise bad_request(SAME)
    message = {key: value for key, value in entry.message.items() if key not in (*CONTENT, *MEDIA, "reply_markup")}
    message |= {**content, "edit_date": call.telegram.clock.timestamp()}
    if markup is not None:
        message["reply_markup"] = markup
    entry.message, entry.markup = message, markup
    if codes is not None:
        entry.codes = list(codes)
    history.changed(call.telegram, chat, entry)
    return message
