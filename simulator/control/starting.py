"""Opening the bot by a start link, wherever it was seen."""

import re
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from simulator.control.blocking import set_blocked
from simulator.control.requests import Asked, asked
from simulator.control.speech import found_in, said
from simulator.errors import ControlError

routes = web.RouteTableDef()
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
HOSTS = ("t.me", "telegram.me", "telegram.dog")


@routes.post("/control/start")
async def start(request: web.Request) -> web.Response:
    """The private chat opens, unblocked if it was blocked, and `/start payload` is sent."""
    call = await asked(request)
    person = call.person()
    payload = _payload(call)
    if person.blocked:
        set_blocked(call.telegram, person, blocked=False)
    text = f"/start {payload}".strip()
    return said(call, person, call.telegram.private_chat(person), {"text": text, **found_in(text, "entities")})


def _payload(call: Asked) -> str:
    link = call.text("link")
    payload = _of_link(link, call.telegram.bot.username) if link else call.text("payload")
    if payload and not PAYLOAD.fullmatch(payload):
        raise ControlError("Telegram passes on only 1-64 of A-Z a-z 0-9 _ -")
    return payload


def _of_link(link: str, bot: str) -> str:
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
    except ValueError as error:
        raise ControlError(f"no link: {link}") from error
    query = parse_qs(parts.query)
    name = query.get("domain", [""])[0] if parts.scheme == "tg" else parts.path.strip("/")
    ours = parts.scheme == "tg" or (parts.hostname or "").removeprefix("www.") in HOSTS
    if not ours or name.lower() != bot.lower():
        raise ControlError(f"the link leads elsewhere: {link}")
    return query.get("start", [""])[0]
