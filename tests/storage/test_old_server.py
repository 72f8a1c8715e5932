"""A PostgreSQL older than what is promised is refused. The one at hand is not old: what is asked for is turned up."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import migrate as migrating
from storage.database import Storage
from storage.migrate import migrate
from storage.moving import move
from storage.trouble import UnusableDatabase
from tests.house.tree import ROOT
from tests.own_postgres import fresh_database


@pytest.fixture
async def server(postgres_url: str) -> AsyncIterator[Storage]:
    """A database without tables."""
    storage = Storage.open(await fresh_database(postgres_url, "old_server"), pooled=False)
    yield storage
    await storage.close()


async def _version(server: Storage) -> int:
    """By the server's own word; the program goes by SQLAlchemy's."""
    async with server.reading() as tx:
        number = await tx.connection.scalar(sa.text("SHOW server_version_num"))
    return int(str(number)) // 10000


async def _tables(server: Storage) -> list[str]:
    async with server.engine.connect() as connection:
        return await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())


@pytest.mark.postgres
async def test_it_is_refused_in_one_line_and_left_as_it_is(server: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    version = await _version(server)
    monkeypatch.setattr(migrating, "OLDEST_SERVER", version + 1)
    line = rf"^the database's server is PostgreSQL {version}[.\d]*, and this program needs {version + 1} or newer: .+$"
    with pytest.raises(UnusableDatabase, match=line):
        await migrate(server)
    assert await _tables(server) == []
    monkeypatch.setattr(migrating, "OLDEST_SERVER", version)
    await migrate(server)
    assert await _tables(server) != []


@pytest.mark.postgres
async def test_nor_is_a_shop_moved_to_it(server: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Storage.open(f"sqlite+aiosqlite:///{tmp_path}/shop.db", pooled=False)
    await migrate(shop)
    monkeypatch.setattr(migrating, "OLDEST_SERVER", await _version(server) + 1)
    with pytest.raises(UnusableDatabase, match="upgrade the server"):
        await move(shop, server, lambda _done, _total: None)
    assert await _tables(server) == []
    await shop.close()


def test_what_is_promised_is_what_is_asked_for() -> None:
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert f"PostgreSQL {migrating.OLDEST_SERVER} or newer" in told
