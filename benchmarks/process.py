"""The bot as a process of its own, before a Telegram that only says yes."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

ROOT = Path(__file__).parent.parent
ME = {"id": 7, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


@dataclass
class Yes:
    """`polled`: set at the first getUpdates. `updates`: what the next ones bring. `sent`: messages so far."""

    polled: asyncio.Event = field(default_factory=asyncio.Event)
    updates: list[dict[str, object]] = field(default_factory=list)
    sent: int = 0
    wanted: int = 0
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def messages(self, count: int) -> None:
        """Wait until so many were sent."""
        self.wanted = count
        await self.enough.wait()

    async def answer(self, request: web.Request) -> web.Response:
        """To any method."""
        method = request.match_info["method"]
        if method == "getMe":
            return web.json_response({"ok": True, "result": ME})
        if method == "getUpdates":
            return web.json_response({"ok": True, "result": await self._updates()})
        if method.startswith("send"):
            self.sent += 1
            if self.sent == self.wanted:
                self.enough.set()
            chat = int(str((await request.post()).get("chat_id", 0)))
            message = {"message_id": 1, "date": 0, "chat": {"id": chat, "type": "private"}, "text": "-"}
            return web.json_response({"ok": True, "result": message})
        return web.json_response({"ok": True, "result": True})

    async def _updates(self) -> list[dict[str, object]]:
        self.polled.set()
        if not self.updates:
            await asyncio.sleep(0.2)
        batch, self.updates = self.updates[:100], self.updates[100:]
        return batch


@dataclass
class Running:
    """A bot that has asked for updates; `seconds` from its start to that."""

    process: asyncio.subprocess.Process
    telegram: Yes
    seconds: float


@asynccontextmanager
async def running_bot(folder: Path) -> AsyncIterator[Running]:
    """Started, and ended."""
    telegram = Yes()
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", telegram.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    environment = {
        "PATH": "/usr/bin:/bin",
        "BOT_TOKEN": "7:bench",
        "OWNER_IDS": "1",
        "DATABASE_URL": f"sqlite:///{folder / 'kasanie.db'}",
        "PROGRAMME": str(ROOT / "presets" / "shop.toml"),
        "TELEGRAM_API_URL": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "ERROR",
    }
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment)
    try:
        await asyncio.wait_for(telegram.polled.wait(), 120)
        yield Running(process, telegram, time.perf_counter() - began)
    finally:
        process.terminate()
        await process.wait()
        await runner.cleanup()
