"""A copy is put in place, what was there is kept, and nothing is done halfway."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.shop import Shop
from storage.backup import backup
from storage.database import Storage
from storage.restore import NotRestored, restore
from storage.sole_bot import Occupied, sole_bot
from tests.actions.files import everything, files_in
from tests.shop import Clock, enrolled, make_shop
from tests.small_disk import NOBODY
from tests.storage.test_database_file import damage

NOW = datetime(2026, 11, 22, 4, 30, 15, tzinfo=UTC)
KEPT = "kasanie.db.before-restore-20261122-043015"


@pytest.fixture
def shop(sqlite_url: str, clock: Clock) -> Shop:
    """As it is while the bot does not run: nobody has the file open."""
    storage = Storage.open(sqlite_url, pooled=False)
    with closing(sqlite3.connect(storage.engine.url.database or "")) as made:
        made.execute("CREATE TABLE alembic_version (version_num TEXT)")
        made.execute("INSERT INTO alembic_version VALUES ('0001')")
        made.commit()
    return make_shop(storage, clock)


async def _names(path: Path) -> list[str]:
    storage = Storage.open(f"sqlite+aiosqlite:///{path}", pooled=False)
    rows = (await everything(storage))["customers"]
    await storage.close()
    return sorted(value for row in rows for value in row if str(value).startswith("Клиент"))


def _said(storage: Storage, copy: Path) -> str:
    with pytest.raises(NotRestored) as refused:
        restore(storage, copy, now=NOW)
    assert "\n" not in str(refused.value)
    return str(refused.value)


async def test_the_copy_is_there_and_the_present_is_kept(shop: Shop, tmp_path: Path) -> None:
    await enrolled(shop, 1)
    await backup(shop.storage, tmp_path / "copy.db")
    await enrolled(shop, 2)
    done = restore(shop.storage, tmp_path / "copy.db", now=NOW)
    assert (done.customers, done.version, done.kept) == (1, "0001", tmp_path / KEPT)
    assert await _names(tmp_path / "kasanie.db") == ["Клиент 1"]
    assert await _names(tmp_path / KEPT) == ["Клиент 1", "Клиент 2"]
    assert files_in(tmp_path) == sorted(["copy.db", "kasanie.db", "kasanie.db.lock", KEPT])


async def test_what_a_killed_bot_left_in_the_log_of_writes_is_kept_too(shop: Shop, tmp_path: Path) -> None:
    await backup(shop.storage, tmp_path / "copy.db")
    pooled = Storage.open(f"sqlite+aiosqlite:///{tmp_path}/kasanie.db")
    await enrolled(make_shop(pooled, Clock()), 1)
    for name in ("kasanie.db", "kasanie.db-wal"):  # as they lie at that moment
        (tmp_path / f"killed-{name}").write_bytes((tmp_path / name).read_bytes())
    await pooled.close()
    for name in ("kasanie.db", "kasanie.db-wal"):
        (tmp_path / f"killed-{name}").rename(tmp_path / name)
    assert (tmp_path / "kasanie.db-wal").stat().st_size > 0
    restore(shop.storage, tmp_path / "copy.db", now=NOW)
    assert not (tmp_path / "kasanie.db-wal").exists()
    assert await _names(tmp_path / "kasanie.db") == []
    assert await _names(tmp_path / KEPT) == ["Клиент 1"]


async def test_a_damaged_database_is_replaced_and_kept_as_it_lies(shop: Shop, tmp_path: Path) -> None:
    await enrolled(shop, 1)
    await backup(shop.storage, tmp_path / "copy.db")
    damage(tmp_path / "kasanie.db")
    before = (tmp_path / "kasanie.db").read_bytes()
    restore(shop.storage, tmp_path / "copy.db", now=NOW)
    assert await _names(tmp_path / "kasanie.db") == ["Клиент 1"]
    assert (tmp_path / KEPT).read_bytes()[4096:] == before[4096:]


async def test_garbage_is_replaced_too(shop: Shop, tmp_path: Path) -> None:
    await enrolled(shop, 1)
    await backup(shop.storage, tmp_path / "copy.db")
    for name in ("kasanie.db", "kasanie.db-wal", "kasanie.db-shm"):
        (tmp_path / name).write_bytes(b"garbage " * 1000)
    restore(shop.storage, tmp_path / "copy.db", now=NOW)
    assert await _names(tmp_path / "kasanie.db") == ["Клиент 1"]
    assert (tmp_path / f"{KEPT}-wal").read_bytes() == b"garbage " * 1000


async def test_where_nothing_was_nothing_is_kept(shop: Shop, tmp_path: Path) -> None:
    await enrolled(shop, 1)
    await backup(shop.storage, tmp_path / "copy.db")
    (tmp_path / "kasanie.db").unlink()
    assert restore(shop.storage, tmp_path / "copy.db", now=NOW).kept is None
    assert await _names(tmp_path / "kasanie.db") == ["Клиент 1"]


async def test_a_copy_made_by_hand_counts_with_its_log_of_writes(shop: Shop, tmp_path: Path) -> None:
    pooled = Storage.open(f"sqlite+aiosqlite:///{tmp_path}/kasanie.db")
    await enrolled(make_shop(pooled, Clock()), 1)
    (tmp_path / "hand.db").write_bytes((tmp_path / "kasanie.db").read_bytes())
    (tmp_path / "hand.db-wal").write_bytes((tmp_path / "kasanie.db-wal").read_bytes())
    await pooled.close()
    assert restore(shop.storage, tmp_path / "hand.db", now=NOW).customers == 1


async def test_it_belongs_to_whom_the_database_did(shop: Shop, tmp_path: Path) -> None:
    """Restored by root, it still is the bot's; and it is nobody else's to read."""
    await backup(shop.storage, tmp_path / "copy.db")
    path = tmp_path / "kasanie.db"
    before = path.stat().st_uid
    try:
        import os

        os.chown(path, NOBODY, NOBODY)
        before = NOBODY
    except PermissionError:  # not root: it stays ours
        pass
    restore(shop.storage, tmp_path / "copy.db", now=NOW)
    assert path.stat().st_uid == before
    assert (tmp_path / "kasanie.db.lock").stat().st_uid == before
    assert path.stat().st_mode & 0o077 == 0


async def test_a_running_bot_is_in_the_way(shop: Shop, tmp_path: Path) -> None:
    await backup(shop.storage, tmp_path / "copy.db")
    before = (tmp_path / "kasanie.db").read_bytes()
    with sole_bot(shop.storage), pytest.raises(Occupied, match="stop it first"):
        restore(shop.storage, tmp_path / "copy.db", now=NOW)
    assert (tmp_path / "kasanie.db").read_bytes() == before


async def test_whoever_else_has_it_open_is_in_the_way(shop: Shop, tmp_path: Path) -> None:
    await backup(shop.storage, tmp_path / "copy.db")
    async with shop.storage.reading() as tx:
        await tx.moved_chats.of(1)
        assert "somebody has" in _said(shop.storage, tmp_path / "copy.db")
    assert files_in(tmp_path) == ["copy.db", "kasanie.db", "kasanie.db.lock"]


async def test_a_bad_copy_changes_nothing(shop: Shop, tmp_path: Path) -> None:
    await enrolled(shop, 1)
    copy = tmp_path / "copy.db"
    await backup(shop.storage, copy)
    damage(copy)
    (tmp_path / "notes.txt").write_text("купить хлеб " * 100, encoding="utf-8")
    assert "copy.db is damaged" in _said(shop.storage, copy)
    assert "notes.txt is not a database" in _said(shop.storage, tmp_path / "notes.txt")
    assert "none.db is not a file" in _said(shop.storage, tmp_path / "none.db")
    assert "is the database itself" in _said(shop.storage, tmp_path / "kasanie.db")
    assert files_in(tmp_path) == ["copy.db", "kasanie.db", "kasanie.db.lock", "notes.txt"]
    assert await _names(tmp_path / "kasanie.db") == ["Клиент 1"]


async def test_a_database_of_something_else_is_refused(shop: Shop, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    assert "is a database of something else" in _said(shop.storage, tmp_path / "other.db")


async def test_a_newer_copy_is_refused(shop: Shop, tmp_path: Path) -> None:
    await backup(shop.storage, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
        copy.commit()
    assert re.search("version 9999, and this program knows only up to", _said(shop.storage, tmp_path / "copy.db"))


async def test_postgresql_is_referred_to_its_own_tool(tmp_path: Path) -> None:
    storage = Storage.open("postgresql+asyncpg://u:secret@localhost/db", pooled=False)
    assert "pg_restore" in _said(storage, tmp_path / "copy.db")
