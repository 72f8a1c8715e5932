"""Asked to stop, the bot does, whatever it is waiting for just then."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot import app
from bot.app import run
from tests.running import running, settings_at
from tests.talk import ANNA

SOON = 5.0  # seconds; it takes a fraction of one


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
    async with running(tmp_path) as bot:
        with closing(sqlite3.connect(tmp_path / "kasanie.db", isolation_level=None, timeout=10)) as other:
            other.execute("BEGIN IMMEDIATE")
            await bot.hears(ANNA, "Здравствуйте")
            await asyncio.sleep(0.5)  # the bot waits for its turn to write it down
            bot.stop.set()
            async with asyncio.timeout(3 + SOON):
                await bot.end
