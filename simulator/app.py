"""The simulator as a web application: the page, the Bot API, the control API."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from simulator import api
from simulator.control import add_routes
from simulator.control.requests import TELEGRAM, control_errors
from simulator.telegram import Telegram
from simulator.world import World, default_world
from simulator.worldfile import parse_world

PAGE = Path(__file__).parent / "page"
MOST_BODY = 64 * 1024 * 1024  # bytes; above 50 MB the methods themselves refuse


def create(
    world: World | dict[str, object] | None = None, *, token: str | None = None, log: bool = True
) -> web.Application:
    """A simulated Telegram of its own. Raises WorldError for a world that is none."""
    telegram = Telegram(_beginning(world).with_token(token), log=log)
    app = web.Application(client_max_size=MOST_BODY, middlewares=[control_errors])
    app[TELEGRAM] = telegram
    app.router.add_route("*", "/bot{token}/{method}", partial(_bot_call, telegram))
    app.router.add_get("/file/bot{token}/{path:.+}", partial(_download, telegram))
    add_routes(app)
    app.router.add_get("/", _page)
    app.router.add_static("/static/", PAGE)
    app.on_response_prepare.append(_always_fresh)
    app.cleanup_ctx.append(_living)
    app.on_shutdown.append(_hang_up)
    return app


def _beginning(world: World | dict[str, object] | None) -> World:
    if isinstance(world, World):
        return world
    return default_world() if world is None else parse_world(world)


async def _always_fresh(request: web.Request, response: web.StreamResponse) -> None:
    """After an upgrade a browser must not mix old and new modules of the page."""
    if request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-cache"


async def _bot_call(telegram: Telegram, request: web.Request) -> web.StreamResponse:
    return await api.answer_request(telegram, request)


async def _download(telegram: Telegram, request: web.Request) -> web.StreamResponse:
    stored = telegram.files.by_path(request.match_info["path"])
    if request.match_info["token"] != telegram.bot.token:
        return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
    if stored is None:
        return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
    # A file of a bot is shown to the page, so it must not be able to act as one.
    headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
    if stored.kind == "document":
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.path.rpartition('/')[2])}"
    return web.Response(body=stored.data, content_type=stored.mime, headers=headers)


async def _page(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


async def _living(app: web.Application) -> AsyncIterator[None]:
    telegram = app[TELEGRAM]
    telegram.courier.on_answer = partial(api.answer_webhook, telegram)
    yield
    await telegram.courier.close()


async def _hang_up(app: web.Application) -> None:
    """Whoever waits is let go, so that the server can end at once."""
    app[TELEGRAM].let_go()
    await asyncio.sleep(0)
