"""The real process."""

import asyncio
import json
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.simulator.playing import ANNA, TOKEN, Play


@asynccontextmanager
async def process(*options: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, Play]]:
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "--port", "0", *options, stdout=asyncio.subprocess.PIPE
    )
    assert running.stdout is not None
    line = (await running.stdout.readline()).decode()
    assert line.startswith("simulator: http://127.0.0.1:")
    assert line.endswith("/\n")
    try:
        async with ClientSession() as session:
            yield running, Play(line.split()[1].rstrip("/"), session)
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()
        running._transport.close()  # type: ignore[attr-defined]  # or its pipe is closed after the loop is


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_within_a_second_whoever_waits(number: signal.Signals) -> None:
    async with process() as (running, play):
        await play.say(ANNA, "/start")
        await play.drain()
        polls = [
            asyncio.create_task(play.call("getUpdates", timeout=50)),
            asyncio.create_task(play.get("clock", after=5, wait=50)),
            asyncio.create_task(play.get("messages", chat=ANNA, after=5, wait=50)),
            asyncio.create_task(play.get("calls", since=50, wait=50)),
        ]
        async with play.session.get(play.base + "/control/events") as events:
            await events.content.readline()
            await asyncio.sleep(0.1)
            began = time.monotonic()
            running.send_signal(number)
            assert await running.wait() == 0
            assert time.monotonic() - began < 1
        await asyncio.gather(*polls, return_exceptions=True)


async def test_a_world_a_token_and_no_log(tmp_path: Path) -> None:
    world = tmp_path / "world.json"
    world.write_text(json.dumps({"people": [{"id": 7, "first_name": "Зоя"}], "chats": []}), "utf-8")
    async with process("--world", str(world), "--token", "99:x", "--no-log") as (_, play):
        assert [one["first_name"] for one in (await play.get("state"))["people"]] == ["Зоя"]
        async with play.session.get(f"{play.base}/bot99:x/getMe") as response:
            assert response.status == 200
        async with play.session.get(f"{play.base}/bot{TOKEN}/getMe") as response:
            assert response.status == 401
        assert (await play.get("calls"))["calls"] == []


@pytest.mark.parametrize("content", ["{", '{"people": [{}]}', '{"people": 5}', '{"bot": {"id": "x"}, "chats": [5]}'])
async def test_a_wrong_world_is_one_line(tmp_path: Path, content: str) -> None:
    world = tmp_path / "world.json"
    world.write_text(content, "utf-8")
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "--port", "0", "--world", str(world), stderr=asyncio.subprocess.PIPE
    )
    _, errors = await running.communicate()
    assert running.returncode == 1
    assert errors.decode().startswith(f"simulator: {world}: ")
    assert errors.count(b"\n") == 1


async def test_a_port_that_is_taken() -> None:
    async with process() as (_, play):
        port = play.base.rpartition(":")[2]
        running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "simulator", "--port", port, stderr=asyncio.subprocess.PIPE
        )
        _, errors = await running.communicate()
        assert running.returncode == 1
        assert errors.decode().startswith(f"simulator: port {port}: ")
