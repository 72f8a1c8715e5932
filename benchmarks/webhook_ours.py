"""The webhook with the inbox, a look, a change and a commit for each update, and its line in the log."""

from pathlib import Path

from aiogram import Router
from aiogram.types import Message
from aiohttp import web

from actions.shop import Shop
from benchmarks.enrolment import NoStaff
from benchmarks.nowhere import Nowhere, bench_bot
from benchmarks.shop import NOON, bench_shop
from bot.dispatch import Routes
from bot.garbage import set_standing_aside
from bot.intake import Intake
from bot.metrics import CountedUpdates
from bot.middleware import Context
from loyalty.ids import TelegramId
from storage.dialogues import Dialogue


async def application(folder: Path, people: int) -> web.Application:
    """The inbox, the look that every update gets, and a handler with one change and one commit: the person's state.

    Counted and told as in the real process.
    """
    shop = await bench_shop(folder)
    async with shop.storage.transaction() as tx:
        for id in range(1, people + 1):
            await tx.customers.add(now=NOON, telegram_id=TelegramId(id), language="ru", invite_code=str(id))
    intake = Intake(shop, NoStaff(), bench_bot(Nowhere()), routes=_keeps_state())
    await intake.take_up()

    async def hook(request: web.Request) -> web.Response:
        await intake.receive_text((await request.read()).decode())
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


def _keeps_state() -> Routes:
    router = Router()

    @router.message()
    async def remember(message: Message, shop: Shop) -> None:
        """What a step of a questionnaire costs without its reply."""
        async with shop.storage.transaction() as tx:
            waits = Dialogue("answer", {"response": message.message_id})
            await tx.dialogues.expect(message.chat.id, message.chat.id, waits, now=shop.now())

    return Routes(router, around=[CountedUpdates(), Context()])
