"""SQLite's log is brought to the disk after every change, and into the file now and then."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage import write_ahead
from storage.database import Storage
from storage.dialogues import Dialogue

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
async def storage(sqlite_url: str) -> AsyncIterator[Storage]:
    storage = Storage.open(sqlite_url)
    yield storage
    await storage.close()


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the log each time when it was brought to the disk."""
    lengths: list[int] = []
    sync = write_ahead._synced

    def remember(path: Path) -> int:
        lengths.append(sync(path))
        return lengths[-1]

    monkeypatch.setattr(write_ahead, "_synced", remember)
    monkeypatch.setattr(write_ahead, "SYNC_AFTER", 0.05)
    monkeypatch.setattr(write_ahead, "LATEST", 0.05)
    return lengths


async def change(storage: Storage, **options: Any) -> None:
    async with storage.transaction(**options) as tx:
        await tx.dialogues.end(1, 1)
        await tx.connection.exec_driver_sql("PRAGMA user_version = 7")


async def until(lengths: list[int], count: int) -> None:
    async with asyncio.timeout(5):
        while len(lengths) < count:
            await asyncio.sleep(0.01)


def length_of_log(url: str) -> int:
    return Path(f"{sa.make_url(url).database}-wal").stat().st_size


@pytest.mark.parametrize("long", [False, True])
async def test_after_a_change(storage: Storage, synced: list[int], *, long: bool) -> None:
    await asyncio.sleep(0.2)
    assert synced == []
    await change(storage, long=long)
    await until(synced, 1)
    assert synced[0] > 0


async def test_a_change_while_it_is_synced_is_synced_too(
    storage: Storage, synced: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, changed = write_ahead._synced, asyncio.Event()
    loop = asyncio.get_running_loop()

    def with_a_change_after_it(path: Path) -> int:
        length = sync(path)
        if len(synced) == 1:
            asyncio.run_coroutine_threadsafe(change(storage), loop).result(5)
            loop.call_soon_threadsafe(changed.set)
        return length

    monkeypatch.setattr(write_ahead, "_synced", with_a_change_after_it)
    await change(storage)
    await until(synced, 2)
    assert changed.is_set()


async def test_at_the_end(sqlite_url: str, synced: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_ahead, "SYNC_AFTER", 60)
    storage = Storage.open(sqlite_url)
    await change(storage)
    await storage.close()
    assert len(synced) == 1


@pytest.fixture
def soon_long(monkeypatch: pytest.MonkeyPatch) -> int:
    limit = 2**20
    for name in ("LONG", "VERY_LONG", "KEPT"):
        monkeypatch.setattr(write_ahead, name, limit)
    monkeypatch.setattr(write_ahead, "CHECKPOINT_EVERY", 0.05)
    monkeypatch.setattr(write_ahead, "QUIET", 0.2)
    return limit


async def test_it_is_used_again_from_its_beginning_though_somebody_writes_all_the_time(
    storage: Storage, synced: list[int], soon_long: int
) -> None:
    async def write_on() -> None:
        while True:
            await change(storage)

    writing = asyncio.create_task(write_on())
    await until(synced, 15)
    writing.cancel()
    assert max(synced[-5:]) < 3 * max(synced[:3]) + soon_long


async def test_a_long_one_is_cut_when_nobody_has_written_for_a_while(
    sqlite_url: str, storage: Storage, synced: list[int], soon_long: int
) -> None:
    async with storage.transaction() as tx:
        for number in range(200):
            await tx.dialogues.expect(number, 1, Dialogue("a" * 10_000), now=NOON)
    await until(synced, 1)
    assert synced[0] > soon_long
    for looks in range(1, 5):  # as long as there are changes, it is left as it is
        await change(storage)
        await until(synced, looks + 1)
        assert length_of_log(sqlite_url) > soon_long
    async with asyncio.timeout(5):
        while length_of_log(sqlite_url):
            await asyncio.sleep(0.01)
    async with storage.reading() as tx:
        assert await tx.dialogues.of(199, 1) is not None


async def test_whoever_reads_is_not_waited_for_when_it_is_to_be_cut(
    sqlite_url: str, storage: Storage, synced: list[int], soon_long: int
) -> None:
    async with storage.transaction() as tx:
        await tx.dialogues.expect(1, 1, Dialogue("a" * 2 * soon_long), now=NOON)
    async with storage.reading() as tx:
        assert await tx.dialogues.of(1, 1) is not None
        await until(synced, 1)
        await asyncio.sleep(0.3)  # it is tried now
        began = time.monotonic()
        async with storage.alone():
            assert time.monotonic() - began < 1
        assert length_of_log(sqlite_url) > soon_long
    async with asyncio.timeout(30):  # they have gone
        while length_of_log(sqlite_url):
            await asyncio.sleep(0.01)
