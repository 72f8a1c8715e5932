"""What people type, and the contacts they share."""

from typing import Any

from aiohttp import web

from simulator.control.requests import Asked, asked
from simulator.control.speech import found_in, said, speaker
from simulator.errors import ControlError
from simulator.history import Entry
from simulator.words.formatted import is_blank, typed
from simulator.words.units import units
from simulator.world import Chat, Person

Json = dict[str, Any]
routes = web.RouteTableDef()
MOST_TEXT = 4096  # UTF-16 units


@routes.post("/control/messages")
async def say_text(request: web.Request) -> web.Response:
    call = await asked(request)
    text = typed(call.text("text"))
    if is_blank(text):
        raise ControlError("text is empty")
    if units(text) > MOST_TEXT:
        raise ControlError(f"text is longer than {MOST_TEXT}: a person's app would send it in parts")
    return said(call, *speaker(call), {"text": text, **found_in(text, "entities")})


@routes.post("/control/contact")
async def say_contact(request: web.Request) -> web.Response:
    call = await asked(request)
    person, chat = speaker(call)
    user_id = _contact_user(call, person)
    whose = call.telegram.people.get(user_id or 0)
    phone = call.text("phone") or (whose or person).phone
    if not phone:
        raise ControlError(f"{(whose or person).first_name} has no phone: give one")
    named = {"first_name": call.text("first_name") or (whose or person).first_name}
    if whose is not None and whose.last_name and "first_name" not in call.body:
        named["last_name"] = whose.last_name
    known = {} if user_id is None else {"user_id": user_id}
    contact = {"phone_number": phone, **named, **known}
    return said(call, person, chat, {"contact": contact}, reply=_asked_for_contact(chat))


def _contact_user(call: Asked, person: Person) -> int | None:
    """Whose account it is: the one named, else that of the phone; a phone of nobody's has none."""
    if "user_id" in call.body:
        return None if call.body["user_id"] is None else call.number("user_id")
    phone = call.text("phone")
    if phone in ("", person.phone):
        return person.id
    return next((other.id for other in call.telegram.people.values() if other.phone == phone), None)


def _asked_for_contact(chat: Chat) -> Entry | None:
    """The message whose reply keyboard asks for the phone: an app answers that one."""
    for entry in reversed(chat.entries.values()):
        if entry.by_bot and entry.markup and not entry.deleted:
            rows = entry.markup.get("keyboard")
            if rows is None and "inline_keyboard" in entry.markup:
                continue
            asks = any(button.get("request_contact") for row in rows or () for button in row)
            return entry if asks else None
    return None
