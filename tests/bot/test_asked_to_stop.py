"""Asked to stop, the bot does, whatever it is waiting for just then."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot import app
from bot.app import run
from bot.settings import Settings
from simulator import app as simulator
from tests.talk import ANNA, OLGA, TOKEN

SOON = 5.0  # seconds; it takes a fraction of one


def settings_at(telegram: str, folder: Path) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        owner_ids=(OLGA,),
        database_url=SecretStr(f"sqlite:///{folder / 'kasanie.db'}"),
        programme=Path("presets/shop.toml"),
        telegram_api_url=telegram,
    )


@pytest.fixture
async def deaf_telegram() -> AsyncIterator[tuple[str, asyncio.Event]]:
    """Its address, and the moment when somebody has asked it something: it takes every call, and answers none."""
    asked = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(4096):
            asked.set()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked
    server.close()


async def test_before_telegram_has_said_who_it_is(tmp_path: Path, deaf_telegram: tuple[str, asyncio.Event]) -> None:
    address, asked = deaf_telegram
    stop = asyncio.Event()
    running = asyncio.create_task(run(settings_at(address, tmp_path), stop=stop))
    await asyncio.wait((running, asyncio.create_task(asked.wait())), return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    async with asyncio.timeout(SOON):
        await running


async def test_while_somebody_has_locked_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "GRACE", 3.0)
    server = TestServer(simulator.create(None, token=TOKEN))
    async with server, aiohttp.ClientSession(server.make_url("")) as web:
        listens, stop = asyncio.Event(), asyncio.Event()
        settings = settings_at(str(server.make_url("")).rstrip("/"), tmp_path)
        running = asyncio.create_task(run(settings, ready=listens.set, stop=stop))
        await asyncio.wait((running, asyncio.create_task(listens.wait())), return_when=asyncio.FIRST_COMPLETED)
        with closing(sqlite3.connect(tmp_path / "kasanie.db", isolation_level=None, timeout=10)) as other:
            other.execute("BEGIN IMMEDIATE")
            async with web.post("/control/messages", json={"from": ANNA, "chat": ANNA, "text": "Здравствуйте"}) as told:
                assert told.status == 200
            await asyncio.sleep(0.5)  # the bot waits for its turn to write it down
            stop.set()
            async with asyncio.timeout(3 + SOON):
                await running
