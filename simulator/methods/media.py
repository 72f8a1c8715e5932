"""Photos, documents, stickers, and several of them in one album."""

import secrets
from typing import Any

from simulator.calls import Call
from simulator.destination import destination, say
from simulator.errors import bad_request
from simulator.methods.files import document_of, photo_of, sticker_of
from simulator.methods.messages import caption_content, caption_fields
from simulator.methods.registry import method
from simulator.words.formatted import format_text

Json = dict[str, Any]
Media = tuple[Json, tuple[Json, ...]]  # the fields of a message, and the codes in its picture


@method("sendPhoto")
async def send_photo(call: Call) -> Json:
    caption, given = caption_content(call), call.upload("photo")
    to = destination(call)
    photo = await photo_of(call, given)
    spoiler = {"has_media_spoiler": True} if call.flag("has_spoiler") else {}
    return say(call, to, {"photo": photo.sizes, **caption, **spoiler}, photo.codes).message


@method("sendDocument")
async def send_document(call: Call) -> Json:
    caption, given = caption_content(call), call.upload("document")
    to = destination(call)
    return say(call, to, {"document": await document_of(call, given), **caption}).message


@method("sendSticker")
def send_sticker(call: Call) -> Json:
    to = destination(call)
    return say(call, to, {"sticker": sticker_of(call, call.upload("sticker"))}).message


@method("sendMediaGroup")
async def send_media_group(call: Call) -> list[Json]:
    items = call.json("media")
    if not isinstance(items, list):
        raise bad_request("can't parse media JSON object")
    if not 2 <= len(items) <= 10:
        raise bad_request("there must be 2 to 10 media in an album")
    if len({item.get("type") for item in items if isinstance(item, dict)}) != 1:
        raise bad_request("document can't be mixed with other media types")
    if call.has("reply_markup"):
        raise bad_request("reply markup can't be used in an album")
    to = destination(call, len(items))
    album = {"media_group_id": str(secrets.randbits(53))}
    media = [await input_media(call, item) for item in items]
    return [say(call, to, content, codes, album).message for content, codes in media]


async def input_media(call: Call, item: Any) -> Media:
    """An InputMedia as the fields of a message. Raises ApiError."""
    match item:
        case {"type": "photo", "media": source}:
            photo = await photo_of(call, call.attached(source))
            content: Json = {"photo": photo.sizes}
            codes = photo.codes
        case {"type": "document", "media": source}:
            content, codes = {"document": await document_of(call, call.attached(source))}, ()
        case {"type": ("photo" | "document")}:
            raise bad_request("can't parse InputMedia: media not found")
        case {"type": kind}:
            raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
        case _:
            raise bad_request("can't parse InputMedia: expected an Object")
    formatted = format_text(item.get("caption") or "", item.get("parse_mode") or "", item.get("caption_entities"))
    return {**content, **caption_fields(call, formatted)}, codes
