"""The control API: playing people, arranging faults, turning the clock, reading what happened."""

from aiohttp import web

from simulator.control import attachments, machine, membership, people, starting, taps, watching

ROOMS = (people, attachments, starting, taps, membership, machine, watching)


def add_routes(app: web.Application) -> None:
    for room in ROOMS:
        app.router.add_routes(room.routes)
