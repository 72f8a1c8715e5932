"""aiogram's own webhook, with a handler that does nothing."""

from pathlib import Path

from aiogram import Dispatcher, Router
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from benchmarks.nowhere import Nowhere, bench_bot


async def application(_folder: Path, _people: int) -> web.Application:
    """As aiogram's documentation has it."""
    router = Router()

    @router.message()
    async def nothing(_message: Message) -> None:
        """Nothing."""

    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bench_bot(Nowhere())).register(app, path="/hook")
    app.router.add_get("/settled", _at_once)
    app.router.add_get("/warm", _at_once)
    return app


async def _at_once(_: web.Request) -> web.Response:
    return web.Response()
