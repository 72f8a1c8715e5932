"""The HTTP server: is it alive, is it ready, and the webhook."""

import hmac
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiohttp import web

from actions.shop import Shop
from bot.intake import Intake
from bot.settings import Settings
from storage.database import TROUBLE

log = logging.getLogger(__name__)
Answer = Callable[[web.Request], Awaitable[web.Response]]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def application(settings: Settings, shop: Shop, bot: Bot, intake: Intake) -> web.Application:
    """`/healthz`, `/readyz`, and where WEBHOOK_URL points to."""
    app = web.Application(client_max_size=2**20)
    app.router.add_get("/healthz", _healthz)
    app.router.add_get("/readyz", _readyz(shop, bot))
    if settings.webhook_url and settings.webhook_secret:
        path = urlsplit(settings.webhook_url).path or "/"
        app.router.add_post(path, _webhook(settings.webhook_secret.get_secret_value(), intake))
    return app


async def _healthz(_: web.Request) -> web.Response:
    return web.json_response({"status": "alive"})


def _readyz(shop: Shop, bot: Bot) -> Answer:
    async def readyz(_: web.Request) -> web.Response:
        problems = []
        try:
            async with shop.storage.reading() as tx:
                await tx.moved_chats.all()
        except TROUBLE:
            problems.append("database")
        try:
            await bot.get_me(request_timeout=5)
        except AiogramError:
            problems.append("telegram")
        return web.json_response({"ready": not problems, "problems": problems}, status=503 if problems else 200)

    return readyz


def _webhook(secret: str, intake: Intake) -> Answer:
    async def webhook(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=403)
        try:
            await intake.receive_raw(await request.json())  # kept; only now does Telegram hear that it was received
        except ValueError as unreadable:  # neither UTF-8, nor JSON, nor an update
            log.warning("what came to the webhook is no update (%s)", type(unreadable).__name__)
            return web.Response(status=400)
        return web.Response()

    return webhook
