"""A backup is a whole database by itself, and never overwrites anything."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from storage.backup import NoBackup, backup
from storage.database import Storage
from tests.actions.files import everything, files_in
from tests.shop import Clock, enrolled, make_shop


async def _opened(path: Path) -> dict[str, list[object]]:
    copy = Storage.open(f"sqlite+aiosqlite:///{path}", pooled=False)
    try:
        return await everything(copy)
    finally:
        await copy.close()


async def test_the_copy_holds_everything(small_shop: Shop, tmp_path: Path) -> None:
    await enrolled(small_shop)
    path = tmp_path / "backups" / "today.db"
    size = await backup(small_shop.storage, path)
    assert files_in(path.parent) == ["today.db"]
    assert size == path.stat().st_size
    assert path.stat().st_mode & 0o077 == 0
    assert await _opened(path) == await everything(small_shop.storage)


async def test_writers_go_on_meanwhile(small_shop: Shop, tmp_path: Path) -> None:
    async with small_shop.storage.transaction() as tx:
        await tx.customers.add(language="ru", now=small_shop.now(), name="не записана")
        await asyncio.wait_for(backup(small_shop.storage, tmp_path / "copy.db"), timeout=10)
    assert (await _opened(tmp_path / "copy.db"))["customers"] == []
    assert len((await everything(small_shop.storage))["customers"]) == 1


async def test_nothing_is_overwritten(small_shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    path.write_text("дорогое")
    with pytest.raises(NoBackup, match="is there already"):
        await backup(small_shop.storage, path)
    assert path.read_text() == "дорогое"


async def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database at all" * 100)
    storage = Storage.open(f"sqlite+aiosqlite:///{broken}", pooled=False)
    with pytest.raises(NoBackup) as refused:
        await backup(storage, tmp_path / "copy.db")
    assert "\n" not in str(refused.value)
    assert files_in(tmp_path) == ["broken.db"]


async def test_where_there_is_no_database_there_is_no_backup(tmp_path: Path) -> None:
    storage = Storage.open(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}", pooled=False)
    with pytest.raises(NoBackup, match="there is no database"):
        await backup(storage, tmp_path / "copy.db")
    assert files_in(tmp_path) == []


async def test_where_nothing_can_be_written_it_is_said(small_shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NoBackup, match="cannot be written"):
        await backup(small_shop.storage, tmp_path / "file" / "copy.db")


async def test_postgresql_is_referred_to_its_own_tool(tmp_path: Path) -> None:
    storage = Storage.open("postgresql+asyncpg://u:secret@localhost/db", pooled=False)
    with pytest.raises(NoBackup, match="pg_dump") as refused:
        await backup(storage, tmp_path / "copy.db")
    assert "secret" not in str(refused.value)
    assert files_in(tmp_path) == []


async def test_a_backup_can_be_started_from(small_shop: Shop, tmp_path: Path, clock: Clock) -> None:
    await enrolled(small_shop)
    await backup(small_shop.storage, tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()
    storage = Storage.open(f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}", pooled=False)
    await enrolled(make_shop(storage, clock), 2)
    assert len((await everything(storage))["customers"]) == 2
    await storage.close()


async def test_a_copy_that_is_called_off_ends_at_once_and_leaves_nothing(small_shop: Shop, tmp_path: Path) -> None:
    """The bot must not wait for gigabytes when it is asked to stop."""
    await _fatten(small_shop.storage, megabytes=200)
    task = asyncio.create_task(backup(small_shop.storage, tmp_path / "copy.db"))
    part = tmp_path / "copy.db.part"
    while not part.exists() or part.stat().st_size == 0:
        assert not task.done(), "it was too quick to be called off"
        await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(10):
        while part.exists():
            await asyncio.sleep(0.01)
    assert not (tmp_path / "copy.db").exists()


async def _fatten(storage: Storage, *, megabytes: int) -> None:
    fill = sa.text(
        "INSERT INTO documents (hash, kind, language, text, first_shown_at)"
        " WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :megabytes)"
        " SELECT n, 'k', 'ru', zeroblob(1000000), 1 FROM numbers"
    )
    async with storage.transaction(long=True) as tx:
        await tx.connection.execute(fill, {"megabytes": megabytes})
