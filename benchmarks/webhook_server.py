"""A webhook, ours or the empty one, as a process of its own: `python -m benchmarks.webhook_server ours|empty`.

Prints its port; `/settled` answers when everything that was received has been handled.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from aiogram import Dispatcher, Router
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from actions.shop import Shop
from benchmarks.enrolment import NoStaff
from benchmarks.nowhere import Nowhere, bench_bot
from benchmarks.shop import NOON, bench_shop
from bot.garbage import set_standing_aside
from bot.intake import Intake
from bot.middleware import Context
from loyalty.ids import TelegramId
from storage.dialogues import Dialogue

PEOPLE = 500


def _empty() -> web.Application:
    """That of aiogram itself, with a handler that does nothing."""
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


async def _ours(folder: Path) -> web.Application:
    """The inbox, the look that every update gets, and a handler with one change and one commit: the person's state."""
    shop = await bench_shop(folder)
    async with shop.storage.transaction() as tx:
        for id in range(1, PEOPLE + 1):
            await tx.customers.add(now=NOON, telegram_id=TelegramId(id), language="ru", invite_code=str(id))
    intake = Intake(shop, NoStaff(), bench_bot(Nowhere()), routes=_keeps_state())
    await intake.take_up()

    async def hook(request: web.Request) -> web.Response:
        await intake.receive_text(await request.text())
        return web.Response()

    async def settled(_: web.Request) -> web.Response:
        await intake.idle()
        return web.Response()

    async def warm(_: web.Request) -> web.Response:
        set_standing_aside()  # as the process does, by the clock
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", hook)
    app.router.add_get("/settled", settled)
    app.router.add_get("/warm", warm)
    return app


def _keeps_state() -> Dispatcher:
    router = Router()

    @router.message()
    async def remember(message: Message, shop: Shop) -> None:
        """What a step of a questionnaire costs without its reply."""
        async with shop.storage.transaction() as tx:
            waits = Dialogue("answer", {"response": message.message_id})
            await tx.dialogues.expect(message.chat.id, message.chat.id, waits, now=shop.now())

    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.update.outer_middleware(Context())
    dispatcher.include_router(router)
    return dispatcher


async def _serve(which: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = await _ours(Path(folder)) if which == "ours" else _empty()
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
