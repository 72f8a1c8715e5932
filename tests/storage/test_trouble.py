"""Which trouble it is, as the real databases tell it."""

import errno
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.database import Storage
from storage.schema import documents
from storage.trouble import Trouble, trouble_of
from tests.shop import NOON
from tests.small_disk import fill, make_read_only, small_disk


def _document(key: str, size: int = 10) -> dict[str, Any]:
    return {"hash": key, "kind": "k", "language": "ru", "text": "я" * size, "first_shown_at": NOON}


async def _write(storage: Storage, key: str, *, long: bool = False, size: int = 10) -> None:
    async with storage.transaction(long=long) as tx:
        await tx.connection.execute(sa.insert(documents).values(_document(key, size)))


async def _count(storage: Storage) -> int:
    async with storage.reading() as tx:
        return (await tx.connection.execute(sa.select(sa.func.count()).select_from(documents))).scalar_one()


async def _trouble_with(storage: Storage, *, long: bool = False, size: int = 10) -> Trouble | None:
    with pytest.raises((sa.exc.SQLAlchemyError, OSError)) as failed:
        await _write(storage, "one too many", long=long, size=size)
    return trouble_of(failed.value)


@pytest.fixture
async def storage_on_file(sqlite_url: str) -> AsyncIterator[Storage]:
    storage = Storage.open(sqlite_url)
    yield storage
    await storage.close()


def _file(storage: Storage) -> str:
    return storage.engine.url.database or ""


def _on_connect(storage: Storage, pragma: str) -> None:
    def prepare(connection: Any, _record: object) -> None:
        connection.cursor().execute(pragma)

    sa.event.listen(storage.engine.sync_engine, "connect", prepare)


@pytest.mark.parametrize("long", [False, True])
async def test_a_full_disk_is_known_and_reading_goes_on(tmp_path: Path, sqlite_template: Path, long: bool) -> None:
    with small_disk(tmp_path, kilobytes=2000) as disk:
        shutil.copy(sqlite_template, disk / "kasanie.db")
        storage = Storage.open(f"sqlite+aiosqlite:///{disk}/kasanie.db")
        await _write(storage, "first", long=long)
        filling = fill(disk)
        assert await _trouble_with(storage, long=long, size=500_000) == Trouble.FULL
        assert await _count(storage) == 1
        filling.unlink()
        await _write(storage, "there is room again", long=long)
        assert await _count(storage) == 2
        await storage.close()


async def test_a_database_that_may_not_grow_is_full(storage_on_file: Storage) -> None:
    """The same error without a disk of one's own."""
    _on_connect(storage_on_file, "PRAGMA max_page_count = 1")  # as many as it has
    assert await _trouble_with(storage_on_file, long=True, size=500_000) == Trouble.FULL
    assert await _count(storage_on_file) == 0


async def test_a_disk_that_has_become_read_only_is_known(tmp_path: Path, sqlite_template: Path) -> None:
    with small_disk(tmp_path, kilobytes=2000) as disk:
        shutil.copy(sqlite_template, disk / "kasanie.db")
        make_read_only(disk)
        storage = Storage.open(f"sqlite+aiosqlite:///{disk}/kasanie.db")
        assert await _trouble_with(storage, long=True) == Trouble.READ_ONLY
        await storage.close()


async def test_somebody_elses_lock_is_known(storage_on_file: Storage) -> None:
    _on_connect(storage_on_file, "PRAGMA busy_timeout = 50")
    await _write(storage_on_file, "first", long=True)
    other = sqlite3.connect(_file(storage_on_file), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with storage_on_file.engine.connect() as connection:
        with pytest.raises(sa.exc.OperationalError) as failed:
            await connection.execute(sa.insert(documents).values(_document("x")))
    other.close()
    assert trouble_of(failed.value) == Trouble.LOCKED


def _spoil(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 1000)


async def test_damage_is_known(storage_on_file: Storage) -> None:
    await _write(storage_on_file, "x")
    await storage_on_file.close()
    _spoil(Path(_file(storage_on_file)))
    again = Storage.open(f"sqlite+aiosqlite:///{_file(storage_on_file)}")
    assert await _trouble_with(again, long=True) == Trouble.CORRUPT
    await again.close()


async def test_a_refused_row_is_no_trouble(storage: Storage) -> None:
    await _write(storage, "one too many")
    assert await _trouble_with(storage) is None


async def test_a_wrong_statement_is_no_trouble(storage: Storage) -> None:
    with pytest.raises(sa.exc.DBAPIError) as failed:
        async with storage.reading() as tx:
            await tx.connection.execute(sa.text("SELECT nothing FROM nowhere"))
    assert trouble_of(failed.value) is None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://nobody@127.0.0.1:1/nowhere",  # nobody listens
        "postgresql+asyncpg://nobody@/nowhere?host=/nowhere/at/all",  # no socket
    ],
)
async def test_a_server_that_cannot_be_reached_is_away(url: str) -> None:
    storage = Storage.open(url)
    assert await _trouble_with(storage) == Trouble.AWAY
    await storage.close()


def _raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


@pytest.mark.parametrize(
    "error", [FileNotFoundError(2, "no picture"), ConnectionResetError(), TimeoutError(), ValueError()]
)
def test_what_others_raise_is_none_of_the_databases_trouble(error: Exception) -> None:
    assert trouble_of(_raised(error)) is None


@pytest.mark.parametrize(
    "number,trouble", [(errno.ENOSPC, Trouble.FULL), (errno.EDQUOT, Trouble.FULL), (errno.EROFS, Trouble.READ_ONLY)]
)
def test_a_disk_is_full_whoever_finds_out(number: int, trouble: Trouble) -> None:
    assert trouble_of(_raised(OSError(number, "no room"))) == trouble


def test_the_cause_counts_too() -> None:
    later = RuntimeError("it was not written down")
    later.__cause__ = OSError(errno.ENOSPC, "no room")
    assert trouble_of(later) == Trouble.FULL


async def _do(storage: Storage, *statements: sa.Executable) -> None:
    async with storage.transaction() as tx:
        for statement in statements:
            await tx.connection.execute(statement)


@asynccontextmanager
async def _locked_tables(storage: Storage) -> AsyncIterator[None]:
    async with storage.transaction() as tx:
        await tx.connection.execute(sa.text("LOCK TABLE documents"))
        yield


@pytest.fixture
async def postgres(empty_postgres_url: str) -> AsyncIterator[Storage]:
    storage = Storage.open(empty_postgres_url)
    yield storage
    await storage.close()


@pytest.mark.postgres
@pytest.mark.parametrize("limit", ["lock_timeout", "statement_timeout"])
async def test_a_locked_table_is_known(postgres: Storage, limit: str) -> None:
    async with _locked_tables(postgres):
        with pytest.raises(sa.exc.DBAPIError) as failed:
            await _do(postgres, sa.text(f"SET LOCAL {limit} = '50ms'"), sa.select(documents))
    assert trouble_of(failed.value) == Trouble.LOCKED


@pytest.mark.postgres
@pytest.mark.parametrize(
    "before,trouble",
    [
        ("SET TRANSACTION READ ONLY", Trouble.READ_ONLY),
        ("DO $$ BEGIN RAISE disk_full; END $$", Trouble.FULL),
        ("DO $$ BEGIN RAISE data_corrupted; END $$", Trouble.CORRUPT),
        ("DO $$ BEGIN RAISE admin_shutdown; END $$", Trouble.AWAY),
        ("DO $$ BEGIN RAISE serialization_failure; END $$", Trouble.LOCKED),
        ("DO $$ BEGIN RAISE check_violation; END $$", None),
    ],
)
async def test_postgresqls_own_words(postgres: Storage, before: str, trouble: Trouble | None) -> None:
    with pytest.raises(sa.exc.DBAPIError) as failed:
        await _do(postgres, sa.text(before), sa.insert(documents).values(_document("x")))
    assert trouble_of(failed.value) == trouble
