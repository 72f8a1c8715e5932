"""Reading what happened: state, messages, transcript, calls, and the stream of events."""

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from simulator.control.requests import answer, asked
from simulator.history import Entry
from simulator.log import KEPT
from simulator.words.transcript import line

Json = dict[str, Any]
routes = web.RouteTableDef()
SHOWN = 500  # the newest messages of each chat, unless `limit` says more


@routes.get("/control/state")
async def state(request: web.Request) -> web.Response:
    call = await asked(request)
    telegram = call.telegram
    limit = call.number("limit", SHOWN)
    bot = telegram.bot.user()
    chats = [
        {
            **telegram.describe(chat),
            "messages": [telegram.view(entry) for entry in list(chat.entries.values())[-limit:]],
        }
        for chat in telegram.chats.values()
    ]
    return answer(
        {
            "bot": bot,
            "people": [telegram.describe_person(person) for person in telegram.people.values()],
            "chats": chats,
            "clock": telegram.clock.describe(),
            **telegram.describe_faults(),
            "webhook": telegram.courier.describe() if telegram.courier.url else None,
        }
    )


@routes.get("/control/events")
async def events(request: web.Request) -> web.StreamResponse:
    return await (await asked(request)).telegram.events.stream(request)


@routes.get("/control/messages")
async def messages(request: web.Request) -> web.Response:
    """Of a private chat that is not there yet one may wait for the first message."""
    call = await asked(request)
    telegram, number, after = call.telegram, call.number("chat"), call.number("after", 0)
    if number not in telegram.people:
        call.chat()

    def later() -> list[Entry]:
        chat = telegram.chats.get(number)
        return _later(list(chat.entries.values()), after) if chat else []

    await telegram.bell.until(lambda: later() or telegram.closing, call.seconds("wait", 0))
    return answer({"messages": [telegram.view(entry) for entry in later()]})


@routes.get("/control/transcript")
async def transcript(request: web.Request) -> web.Response:
    call = await asked(request)
    chat = call.telegram.chats.get(call.number("chat"))
    if chat is None and call.number("chat") not in call.telegram.people:
        call.chat()
    entries = chat.entries.values() if chat else ()
    lines = [
        f"{datetime.fromtimestamp(entry.message['date'], UTC):%H:%M} {line(entry.message, entry.markup, entry.by_bot)}"
        for entry in entries
        if not entry.deleted
    ]
    return answer({"lines": lines})


@routes.get("/control/calls")
async def calls(request: web.Request) -> web.Response:
    """With `wait`, until there is at least one."""
    call = await asked(request)
    log, method, since = call.telegram.log, call.text("method"), call.number("since", 0)
    limit = call.number("limit", KEPT)
    await log.bell.until(lambda: log.read(method, since, limit) or call.telegram.closing, call.seconds("wait", 0))
    return answer({"calls": log.read(method, since, limit), "last": log.last})


@routes.get("/control/updates")
async def updates(request: web.Request) -> web.Response:
    """For whoever wants to know whether the bot has lost one."""
    queue = (await asked(request)).telegram.updates
    return answer({"updates": queue.remembered(), "waiting": list(queue.pending)})


def _later(entries: list[Entry], after: int) -> list[Entry]:
    """Ids ascend, so only the end has to be looked at."""
    begin = len(entries)
    while begin and entries[begin - 1].id > after:
        begin -= 1
    return [entry for entry in entries[begin:] if not entry.deleted]
