"""The HTTP server: is it alive, is it ready, how does it do, and the webhook."""

import asyncio
import hmac
import logging
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from actions.shop import Shop
from bot.intake import Intake
from bot.metrics import scrape
from bot.settings import Settings
from storage.backlog import unhandled_since
from storage.database import TROUBLE

log = logging.getLogger(__name__)
Answer = Callable[[web.Request], Awaitable[web.Response]]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
ASKED_EVERY = 15.0  # seconds: a probe every second must not be a call of Telegram every second
WAIT = 5  # seconds for its answer
LAG = 60.0  # seconds that an update may wait before others should rather get the next ones


def application(settings: Settings, shop: Shop, bot: Bot, intake: Intake) -> web.Application:
    """`/healthz`, `/readyz`, `/metrics`, and where WEBHOOK_URL points to."""
    app = web.Application(client_max_size=2**20)
    app.router.add_get("/healthz", _healthz)
    app.router.add_get("/readyz", Readiness(shop, bot).answer)
    app.router.add_get("/metrics", _metrics(shop))
    if settings.webhook_url and settings.webhook_secret:
        path = urlsplit(settings.webhook_url).path or "/"
        app.router.add_post(path, _webhook(settings.webhook_secret.get_secret_value(), intake))
    return app


async def _healthz(_: web.Request) -> web.Response:
    return web.json_response({"status": "alive"})


def _metrics(shop: Shop) -> Answer:
    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=await scrape(shop), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return metrics


class Readiness:
    """Can it do its work? 503 with what is in the way: `database`, `telegram`, `inbox` (it is behind by a minute)."""

    def __init__(self, shop: Shop, bot: Bot) -> None:
        self._shop = shop
        self._bot = bot
        self._asking = asyncio.Lock()
        self._asked_at = -ASKED_EVERY  # by the machine's steady clock
        self._reachable = False

    async def answer(self, _: web.Request) -> web.Response:
        """For probes: cheap, and as often as they like."""
        problems = await self._of_database()
        if not await self._telegram_answers():
            problems.append("telegram")
        return web.json_response({"ready": not problems, "problems": problems}, status=503 if problems else 200)

    async def _of_database(self) -> list[str]:
        try:
            async with self._shop.storage.reading() as tx:
                since = await unhandled_since(tx.connection)
        except TROUBLE:
            return ["database"]
        late = since is not None and (self._shop.now() - since).total_seconds() > LAG
        return ["inbox"] if late else []

    async def _telegram_answers(self) -> bool:
        """As of a few seconds ago; of several probes at once, one asks."""
        async with self._asking:
            if time.monotonic() - self._asked_at >= ASKED_EVERY:
                self._reachable = await self._ask()
                self._asked_at = time.monotonic()
        return self._reachable

    async def _ask(self) -> bool:
        try:
            await self._bot.get_me(request_timeout=WAIT)
        except AiogramError:
            return False
        return True


def _webhook(secret: str, intake: Intake) -> Answer:
    async def webhook(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=403)
        try:
            text = (await request.read()).decode()
            await intake.receive_text(text)  # kept; only now does Telegram hear that it was received
        except (ValueError, RecursionError) as unreadable:  # neither text, nor JSON, nor an update
            log.warning("what came to the webhook is no update (%s)", type(unreadable).__name__)
            return web.Response(status=400)
        return web.Response()

    return webhook
