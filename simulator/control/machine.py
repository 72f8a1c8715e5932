"""Turning the machine's own knobs: clock, faults, flood limits, raw updates, people, a new beginning."""

from typing import Any

from aiohttp import web

from simulator.control.requests import TELEGRAM, answer, asked
from simulator.errors import ControlError
from simulator.telegram import Telegram
from simulator.worldfile import WorldError, parse_person, parse_world, person_fields

Json = dict[str, Any]
routes = web.RouteTableDef()


@routes.get("/control/clock")
async def read_clock(request: web.Request) -> web.Response:
    call = await asked(request)
    telegram = call.telegram
    if "after" in call.body:
        after = call.number("after")
        look = lambda: telegram.clock.version > after or telegram.closing  # noqa: E731 - read in one breath
        await telegram.clock.bell.until(look, call.seconds("wait", 0))
    return answer(telegram.clock.describe())


@routes.post("/control/clock")
async def turn_clock(request: web.Request) -> web.Response:
    call = await asked(request)
    call.telegram.clock.turn(call.body)
    return _clock_changed(call.telegram)


@routes.put("/control/clock/moments")
async def offer_moments(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    try:
        moments = await request.json()
    except ValueError as error:
        raise ControlError("can't parse JSON object") from error
    telegram.clock.offer(moments)
    return _clock_changed(telegram)


@routes.post("/control/clock/reached")
async def reach_version(request: web.Request) -> web.Response:
    call = await asked(request)
    call.telegram.clock.reach(call.number("version"))
    return _clock_changed(call.telegram)


@routes.get("/control/faults")
async def read_faults(request: web.Request) -> web.Response:
    return answer((await asked(request)).telegram.describe_faults())


@routes.post("/control/faults")
async def add_fault(request: web.Request) -> web.Response:
    call = await asked(request)
    fault = call.telegram.faults.add(call.body)
    call.telegram.announce_faults()
    return answer(fault.describe())


@routes.delete("/control/faults")
async def clear_faults(request: web.Request) -> web.Response:
    telegram = (await asked(request)).telegram
    telegram.faults.clear()
    telegram.announce_faults()
    return answer(telegram.describe_faults())


@routes.post("/control/limits")
async def set_limits(request: web.Request) -> web.Response:
    call = await asked(request)
    flood = call.body.get("flood")
    if not isinstance(flood, bool):
        raise ControlError("flood is true or false")
    call.telegram.limits.on = flood
    call.telegram.announce_faults()
    return answer({"flood": flood})


@routes.post("/control/update")
async def queue_update(request: web.Request) -> web.Response:
    call = await asked(request)
    if set(call.body) == {"redeliver"}:
        return answer({"update_id": call.telegram.updates.redeliver(call.number("redeliver"))})
    if len(set(call.body) - {"update_id"}) != 1:
        raise ControlError("an update is one object beside its update_id")
    return answer({"update_id": call.telegram.updates.push_raw(call.body)})


@routes.post("/control/people")
async def set_person(request: web.Request) -> web.Response:
    """Somebody new, or something new about somebody."""
    call = await asked(request)
    number = call.number("id")
    try:
        person = call.telegram.people.get(number) or parse_person({**call.body, "blocked": False})
        for key, value in person_fields(call.body).items():
            if key != "blocked":  # that is told to the bot, by /control/block
                setattr(person, key, value)
    except WorldError as error:
        raise ControlError(str(error)) from error
    call.telegram.people[number] = person
    if person.started:
        call.telegram.announce(call.telegram.open_private(person))
    call.telegram.announce_people()
    return answer(call.telegram.describe_person(person))


@routes.get("/control/reset")
async def count_resets(request: web.Request) -> web.Response:
    """For whoever has to begin anew together with the world."""
    call = await asked(request)
    telegram = call.telegram
    if "after" in call.body:
        after = call.number("after")
        await telegram.bell.until(lambda: telegram.resets > after or telegram.closing, call.seconds("wait", 0))
    return answer({"resets": telegram.resets})


@routes.post("/control/reset")
async def reset(request: web.Request) -> web.Response:
    call = await asked(request)
    world = call.body.get("world")
    try:
        call.telegram.restart(None if world is None else parse_world(world), keep_bot=bool(call.body.get("keep_bot")))
    except (WorldError, TypeError, AttributeError) as error:
        raise ControlError(f"not a world: {error}") from error
    return answer({"reset": True})


def _clock_changed(telegram: Telegram) -> web.Response:
    clock = telegram.clock.describe()
    telegram.events.emit("clock", **clock)
    return answer(clock)
