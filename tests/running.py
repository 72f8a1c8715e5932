"""The bot as it is put together, in this process: `bot.app.run` before the simulator.

async with running(tmp_path) as bot:
    await bot.hears(ANNA, "/start")
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.app import run
from bot.settings import Settings
from simulator import app as simulator
from tests.talk import OLGA, TOKEN

PATIENCE = 30.0  # seconds; what is waited for comes in a fraction of one


def settings_at(telegram: str, folder: Path) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        owner_ids=(OLGA,),
        database_url=SecretStr(f"sqlite:///{folder / 'kasanie.db'}"),
        programme=Path("presets/shop.toml"),
        telegram_api_url=telegram,
    )


@dataclass
class Running:
    """Listens, until `stop` is set; `end` is when it has."""

    web: aiohttp.ClientSession
    stop: asyncio.Event
    end: asyncio.Task[None]

    async def control(self, path: str, **body: Any) -> None:
        """A call of the simulator's control API."""
        async with self.web.post(f"/control/{path}", json=body) as answer:
            assert answer.status < 400, await answer.text()

    async def hears(self, person: int, text: str) -> None:
        """Something typed in the person's own chat."""
        await self.control("messages", **{"from": person, "chat": person, "text": text})


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Running]:
    """A bot that listens; stopped at the end, if it was not before."""
    server = TestServer(simulator.create(None, token=TOKEN))
    async with server, aiohttp.ClientSession(server.make_url("")) as web:
        listens, stop = asyncio.Event(), asyncio.Event()
        settings = settings_at(str(server.make_url("")).rstrip("/"), folder)
        end = asyncio.create_task(run(settings, ready=listens.set, stop=stop))
        waiting = asyncio.create_task(listens.wait())
        await asyncio.wait((end, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        try:
            yield Running(web, stop, end)
        finally:
            stop.set()
            async with asyncio.timeout(PATIENCE):
                await end
