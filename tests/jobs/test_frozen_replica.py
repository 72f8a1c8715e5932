"""Two processes on one PostgreSQL: one of them is frozen for longer than its lease, wakes, and must keep its hands off;
or is killed, and the other goes on.
"""

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from actions.shop import Shop
from loyalty.ids import ChatId
from tests.touches import states
from texts.letter import Letter

ROOT = Path(__file__).parent.parent.parent
SERVICE, OFFERS = 20, 250
pytestmark = [
    pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
]


@asynccontextmanager
async def replica(url: str, file: Path, name: str) -> AsyncIterator[asyncio.subprocess.Process]:
    command = (sys.executable, "-m", "tests.replica", url, str(file), name)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        assert await asyncio.wait_for(process.stdout.readline(), 60)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def calls(file: Path, name: str = "") -> list[int]:
    """Whom they have called so far, or one of them."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [int(line.split()[1]) for line in lines if line.startswith(name)]


async def _plan(shop: Shop) -> None:
    """Cards and offers; an offer goes to a chat here, so that the gate of a replica needs no programme for it."""
    async with shop.storage.transaction() as tx:
        for number in range(SERVICE):
            await tx.outbox.post(
                Letter("карта").to_json(), key=f"s{number}", now=shop.now(), chat=ChatId(9000 + number)
            )
        for number in range(OFFERS):
            chat = ChatId(1000 + number)
            await tx.outbox.post(Letter("новинки").to_json(), key=f"m{number}", now=shop.now(), chat=chat, priority=2)
        await tx.connection.exec_driver_sql("UPDATE messages SET category = 'offer' WHERE priority = 2")


async def _until(done: int, file: Path, name: str) -> None:
    async with asyncio.timeout(90):
        while len(calls(file, name)) < done:
            await asyncio.sleep(0.05)


async def _all_ended(shop: Shop) -> Counter[str]:
    async with asyncio.timeout(120):
        while (found := await states(shop)).keys() & {"planned", "due", "sending"}:
            await asyncio.sleep(0.5)
    return found


def _checked(file: Path, found: Counter[str]) -> None:
    called = Counter(calls(file))
    offers = {chat: count for chat, count in called.items() if 1000 <= chat < 1000 + OFFERS}
    assert max(offers.values()) == 1
    assert all(called[9000 + number] >= 1 for number in range(SERVICE))
    assert found["unknown"] <= 25
    assert len(offers) >= OFFERS - found["unknown"]


async def test_frozen_for_longer_than_its_lease(shop: Shop, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "calls"
    await _plan(shop)
    async with replica(database_url, file, "first") as first, replica(database_url, file, "second"):
        await _until(60, file, "first")
        first.send_signal(signal.SIGSTOP)
        await asyncio.sleep(0.2)
        before = len(calls(file, "first"))
        await _until(1, file, "second")  # when the lease has run out
        first.send_signal(signal.SIGCONT)
        found = await _all_ended(shop)
        assert len(calls(file, "first")) == before
    _checked(file, found)


async def test_killed_in_the_middle(shop: Shop, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "calls"
    await _plan(shop)
    async with replica(database_url, file, "first") as first, replica(database_url, file, "second"):
        await _until(60, file, "first")
        first.kill()
        found = await _all_ended(shop)
    _checked(file, found)
