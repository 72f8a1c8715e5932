"""Presses of inline buttons."""

import asyncio
import hashlib
from typing import Any

from aiohttp import web

from simulator.callbacks import Query
from simulator.control.requests import Asked, answer, asked
from simulator.errors import ControlError
from simulator.history import Entry
from simulator.keyboards import button_at, button_with
from simulator.world import Chat

Json = dict[str, Any]
routes = web.RouteTableDef()
USUAL_WAIT = 5.0  # seconds


@routes.post("/control/tap")
async def tap(request: web.Request) -> web.Response:
    call = await asked(request)
    chat, entry = _pressed_message(call)
    button = _button(call, entry)
    if "url" in button or "login_url" in button:
        return answer({"url": button.get("url") or button["login_url"].get("url")})
    if "copy_text" in button:
        return answer({"copied": button["copy_text"]["text"]})
    if "callback_data" not in button:
        raise ControlError("such a button says nothing to the bot")
    number, query = _press(call, chat, entry, button["callback_data"])
    return answer({"callback_query_id": number, **await _answer(query, call.seconds("wait", USUAL_WAIT))})


def _pressed_message(call: Asked) -> tuple[Chat, Entry]:
    """Raises ControlError for what an honest, fresh app could not press, unless `any`."""
    person, chat = call.person(), call.chat() if "chat" in call.body else call.telegram.private_chat(call.person())
    entry = chat.entries.get(call.number("message_id"))
    if entry is None:
        raise ControlError(f"there is no message {call.number('message_id')}", 404)
    if call.body.get("any"):
        return chat, entry
    if entry.deleted:
        raise ControlError("the message is deleted")
    if person.id not in chat.members:
        raise ControlError(f"{person.first_name} does not see this chat", 403)
    if person.blocked and chat.is_private:
        raise ControlError(f"{person.first_name} has blocked the bot")
    return chat, entry


def _button(call: Asked, entry: Entry) -> Json:
    if "row" in call.body or "column" in call.body:
        button = button_at(entry.markup, call.number("row", 0), call.number("column", 0))
    else:
        button = button_with(entry.markup, call.text("data"))
    if button is not None:
        return button
    if call.body.get("any") and call.text("data"):
        return {"callback_data": call.text("data")}
    raise ControlError("the message shows no such button", 404)


def _press(call: Asked, chat: Chat, entry: Entry, data: str) -> tuple[str, Query]:
    telegram, person = call.telegram, call.person()
    number, query = telegram.queries.open(person.id)
    shown: Json = entry.message
    if entry.deleted:
        shown = {"chat": telegram.card(chat), "message_id": entry.id, "date": 0}
    telegram.updates.push(
        "callback_query",
        {
            "id": number,
            "from": person.user(),
            "message": shown,
            "chat_instance": str(int(hashlib.sha256(str(chat.id).encode()).hexdigest()[:15], 16)),
            "data": data,
        },
    )
    return number, query


async def _answer(query: Query, seconds: float) -> Json:
    if seconds:
        await asyncio.wait([query.answer], timeout=seconds)
    if query.answer.done():
        return {"answered": True, **query.answer.result()}
    return {"answered": False, "text": None, "alert": False, "url": None}
