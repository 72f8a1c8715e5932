"""A copy taken from a bot at work is a shop to go on with."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.end_to_end.town import ANNA, MARIA, OLGA, PATIENCE, ROOT, TOM, Town, town

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def _kasanie(place: Town, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(
        command, cwd=ROOT, env=place._environment, capture_output=True, text=True, timeout=60, check=False
    )


@asynccontextmanager
async def _chatter(place: Town) -> AsyncIterator[list[int]]:
    """Meanwhile the bot has something to write down all the time; so often it had."""
    said: list[int] = []

    async def talk() -> None:
        while True:
            await place.say(ANNA, "/help")
            said.append(1)

    talking = asyncio.create_task(talk())
    try:
        yield said
    finally:
        talking.cancel()


def _lose(database: Path) -> None:
    """The disk has died; of what the bot was writing nothing is left either."""
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    database.write_bytes(b"noise " * 10_000)


async def test_backup_under_way_kill_restore_start(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        await place.enrol(ANNA, "Анна")
        await place.start(TOM)  # in the middle of something
        async with _chatter(place) as said:
            copied = await asyncio.to_thread(_kasanie, place, "backup", str(tmp_path / "copy.db"))
        assert copied.returncode == 0, copied.stderr
        assert said
        await place.tap(TOM, "English")
        beside = _kasanie(place, "restore", str(tmp_path / "copy.db"))
        assert (beside.returncode, "stop it first" in beside.stderr) == (2, True)
        second = _kasanie(place, "run")
        assert (second.returncode, "stop it first" in second.stderr) == (2, True)
        assert "Traceback" not in second.stderr

        await place.stop_bot(signal.SIGKILL)
        _lose(tmp_path / "kasanie.db")
        broken = _kasanie(place, "run")
        assert (broken.returncode, "is not a database" in broken.stderr) == (2, True)
        restored = _kasanie(place, "restore", str(tmp_path / "copy.db"))
        assert restored.returncode == 0, restored.stderr
        await place.wake_bot()
        await place.start(OLGA)
        await place.say(OLGA, "/stats")
        await place.sees(OLGA, "Клиентов сейчас: 1")
        await place.control("start", **{"from": MARIA, "link": await place.card_link(ANNA)})
        await place.sees(MARIA, "Анна")


async def test_a_bot_that_wakes_by_day_makes_up_for_the_night(tmp_path: Path) -> None:
    copy = tmp_path / "backups" / "kasanie-2026-03-03.db"
    async with town(tmp_path):
        async with asyncio.timeout(PATIENCE):
            while not copy.exists():
                await asyncio.sleep(0.1)
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
