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


async def write(storage: Storage, size: int) -> None:
    """So many bytes."""
    async with storage.transaction() as tx:
        await tx.dialogues.expect(2, 2, Dialogue("a" * size), now=NOON)


async def until(lengths: list[int], count: int) -> None:
    async with asyncio.timeout(30):
        while len(lengths) < count:
            await asyncio.sleep(0.01)


def length_of_log(url: str) -> int:
    return Path(f"{sa.make_url(url).database}-wal").stat().st_size


async def until_it_is_cut(url: str) -> None:
    async with asyncio.timeout(30):
        while length_of_log(url):
            await asyncio.sleep(0.01)


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


async def test_what_could_not_be_brought_to_the_disk_is_brought_there_later(
    storage: Storage, synced: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, failures = write_ahead._synced, [OSError("the disk is away")]

    def fail_once(path: Path) -> int:
        if failures:
            raise failures.pop()
        return sync(path)

    monkeypatch.setattr(write_ahead, "_synced", fail_once)
    await change(storage)
    await until(synced, 1)


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
    await asyncio.wait([writing])
    assert max(synced[-5:]) < 3 * max(synced[:3]) + soon_long


async def test_a_long_one_is_cut_when_nobody_has_written_for_a_while(
    sqlite_url: str, storage: Storage, synced: list[int], soon_long: int
) -> None:
    await write(storage, 2 * soon_long)
    await until(synced, 1)
    assert synced[0] > soon_long
    for looks in range(1, 5):  # as long as there are changes, it is left as it is
        await change(storage)
        await until(synced, looks + 1)
        assert length_of_log(sqlite_url) > soon_long
    await until_it_is_cut(sqlite_url)
    async with storage.reading() as tx:
        assert await tx.dialogues.of(2, 2) is not None


async def test_whoever_reads_is_not_waited_for_when_it_is_to_be_cut(
    sqlite_url: str, storage: Storage, synced: list[int], soon_long: int
) -> None:
    await write(storage, 2 * soon_long)
    async with storage.reading() as tx:
        assert await tx.dialogues.of(2, 2) is not None
        await until(synced, 1)
        await asyncio.sleep(0.3)  # it is tried now
        began = time.monotonic()
        async with storage.alone():
            assert time.monotonic() - began < 1
        assert length_of_log(sqlite_url) > soon_long
    await until_it_is_cut(sqlite_url)  # they have gone


async def test_a_short_one_is_left_as_it_is(
    sqlite_url: str, storage: Storage, synced: list[int], soon_long: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_ahead, "KEPT", 2 * soon_long)
    await write(storage, soon_long)
    await until(synced, 1)
    await asyncio.sleep(0.5)
    assert length_of_log(sqlite_url) > soon_long


@pytest.fixture
def pragmas(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the log's keeper asks SQLite for."""
    asked: list[str] = []
    ask = write_ahead._pragma

    async def remember(connection: Any, pragma: str) -> Any:
        asked.append(pragma)
        return await ask(connection, pragma)

    monkeypatch.setattr(write_ahead, "_pragma", remember)
    return asked


async def test_what_could_not_be_cut_is_cut_later(
    sqlite_url: str, storage: Storage, soon_long: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, failures = write_ahead._pragma, [OSError("the disk is away")]

    async def fail_once(connection: Any, pragma: str) -> Any:
        if "TRUNCATE" in pragma and failures:
            raise failures.pop()
        return await ask(connection, pragma)

    monkeypatch.setattr(write_ahead, "_pragma", fail_once)
    monkeypatch.setattr(write_ahead, "LATEST", 0.05)
    await write(storage, 2 * soon_long)
    await until_it_is_cut(sqlite_url)
    assert not failures


async def test_at_the_end_a_cut_that_has_begun_is_waited_for(
    sqlite_url: str, synced: list[int], pragmas: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_ahead, "KEPT", 0)
    monkeypatch.setattr(write_ahead, "QUIET", 0.05)
    storage = Storage.open(sqlite_url)
    await change(storage)
    async with storage.alone(), asyncio.timeout(30):  # it has to wait for us
        while "wal_checkpoint(PASSIVE)" not in pragmas:
            await asyncio.sleep(0.01)
        closing = asyncio.create_task(storage.close())
        await asyncio.sleep(0.05)
        assert not closing.done()
    await closing
    assert "wal_checkpoint(TRUNCATE)" in pragmas


async def test_many_who_have_themselves_erased_at_once_hold_nobody_up(storage: Storage) -> None:
    async def erase() -> None:
        await change(storage, long=True)
        await storage.drop_traces()

    async with asyncio.timeout(20):  # whoever waits for a connection of a pool gives up after 30
        await asyncio.gather(*(erase() for _ in range(10)), *(change(storage) for _ in range(10)))
