"""Messages without files: text, contacts, places, polls, and the sign of typing."""

from typing import Any

from simulator.calls import Call
from simulator.destination import destination, known_chat, say
from simulator.errors import bad_request
from simulator.methods.registry import method
from simulator.words.formatted import Formatted, format_text, is_blank
from simulator.words.units import units

Json = dict[str, Any]
MOST_TEXT = 4096
MOST_CAPTION = 1024
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note", "cancel",
    "record_audio", "upload_audio",
}  # fmt: skip


@method("sendMessage")
def send_message(call: Call) -> Json:
    content = text_content(call)
    return say(call, destination(call), content).message


@method("sendContact")
def send_contact(call: Call) -> Json:
    if not call.text("phone_number"):
        raise bad_request("phone number is empty")
    if not call.text("first_name"):
        raise bad_request("first name is empty")
    keys = ("phone_number", "first_name", "last_name", "vcard")
    contact = {key: call.text(key) for key in keys if call.has(key)}
    return say(call, destination(call), {"contact": contact}).message


@method("sendLocation")
def send_location(call: Call) -> Json:
    try:
        latitude, longitude = float(call.text("latitude")), float(call.text("longitude"))
    except ValueError as error:
        raise bad_request("wrong location specified") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return say(call, destination(call), {"location": {"latitude": latitude, "longitude": longitude}}).message


@method("sendPoll")
def send_poll(call: Call) -> Json:
    question = call.text("question").strip()
    options = call.json("options")
    if not question:
        raise bad_request("poll question must be non-empty")
    if units(question) > 300:
        raise bad_request("poll question length must not exceed 300")
    texts = [_option(option) for option in options] if isinstance(options, list) else []
    if len(texts) < 2:
        raise bad_request("poll must have at least 2 options")
    if len(texts) > 12:
        raise bad_request("poll can't have more than 12 options")
    to = destination(call)
    poll = {
        "id": str(5_000_000_000_000_000_000 + call.telegram.log.last),
        "question": question,
        "options": [{"persistent_id": str(n), "text": text, "voter_count": 0} for n, text in enumerate(texts)],
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": not call.has("is_anonymous") or call.flag("is_anonymous"),
        "type": call.text("type", "regular"),
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": True,
        "members_only": False,
    }
    return say(call, to, {"poll": poll}).message


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    known_chat(call, to_write=True)
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def text_content(call: Call) -> Json:
    """The `text` of a call as the fields of a message. Raises ApiError."""
    text, entities = format_text(call.text("text"), call.text("parse_mode"), call.json("entities"))
    if is_blank(text):
        raise bad_request("message text is empty")
    if units(text) > MOST_TEXT:
        raise bad_request("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = with_users(call, entities)
    preview = call.json("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    elif call.flag("disable_web_page_preview"):
        content["link_preview_options"] = {"is_disabled": True}
    return content


def caption_content(call: Call) -> Json:
    """The `caption` of a call as the fields of a message, none when it is empty."""
    formatted = format_text(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"))
    content = caption_fields(call, formatted)
    if content and call.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def caption_fields(call: Call, formatted: Formatted) -> Json:
    text, entities = formatted
    if units(text) > MOST_CAPTION:
        raise bad_request("message caption is too long")
    if is_blank(text):
        return {}
    return {"caption": text, "caption_entities": with_users(call, entities)} if entities else {"caption": text}


def with_users(call: Call, entities: list[Json]) -> list[Json]:
    """Mentions of people by their id carry the person; of somebody unknown there is no mention."""
    if all(entity["type"] != "text_mention" for entity in entities):
        return entities
    kept = []
    for entity in entities:
        if entity["type"] == "text_mention":
            number = entity.get("user", {}).get("id")
            person = call.telegram.people.get(number)
            if person is None:
                continue
            entity = {**entity, "user": person.user()}  # noqa: PLW2901 - the same mention, filled in
        kept.append(entity)
    return kept


def _option(option: object) -> str:
    text = option.get("text") if isinstance(option, dict) else option
    if not isinstance(text, str) or not text.strip():
        raise bad_request("poll option text must be non-empty")
    if units(text) > 100:
        raise bad_request("poll option length must not exceed 100")
    return text.strip()
