"""Migrations: up, down, up again, and no drift from the schema; on SQLite and on PostgreSQL."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import Storage
from storage.migrate import MIGRATIONS, NewerDatabase, known_versions, migrate, run
from storage.schema import metadata
from storage.trouble import UnusableDatabase
from tests.house.tree import ROOT
from tests.own_postgres import fresh_database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    return await fresh_database(str(request.getfixturevalue("postgres_url")), "migrations")


@pytest.fixture
async def empty(url: str) -> AsyncIterator[Storage]:
    """A database without tables."""
    storage = Storage.open(url, pooled=False)
    yield storage
    await storage.close()


def _written(things: list[Any]) -> list[str]:
    """A partial index's condition is an object that looks different every time: written out, it is not."""
    return sorted(str({**thing, "dialect_options": _options(thing)}) for thing in things)


def _options(thing: Any) -> dict[str, str]:
    return {option: str(value) for option, value in thing.get("dialect_options", {}).items()}


async def _shape(storage: Storage) -> dict[str, Any]:
    """All that the database itself says about its tables, checks and partial indexes too."""

    def look(connection: sa.Connection) -> dict[str, Any]:
        found = sa.inspect(connection)
        return {
            name: {
                "columns": {
                    column["name"]: (str(column["type"]), column["nullable"], column["default"])
                    for column in found.get_columns(name)
                },
                "key": found.get_pk_constraint(name),
                "checks": _written(found.get_check_constraints(name)),
                "indexes": _written(found.get_indexes(name)),
                "uniques": _written(found.get_unique_constraints(name)),
                "foreign": _written(found.get_foreign_keys(name)),
            }
            for name in found.get_table_names()
            if name != "alembic_version"
        }

    async with storage.engine.connect() as connection:
        return await connection.run_sync(look)


async def _triggers(storage: Storage) -> list[str]:
    """Their texts, without what each way of writing them leaves between the words."""
    sqlite = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    postgresql = "SELECT pg_get_triggerdef(oid) || pg_get_functiondef(tgfoid) FROM pg_trigger WHERE NOT tgisinternal"
    async with storage.engine.connect() as connection:
        found = await connection.execute(sa.text(sqlite if storage.dialect == "sqlite" else postgresql))
        return sorted(" ".join(text.replace("OR REPLACE ", "").split()) for (text,) in found)


async def _to(storage: Storage, verb: str, revision: str) -> None:
    async with storage.engine.begin() as connection:
        await connection.run_sync(run, verb, revision)


async def test_up_down_and_up_again(empty: Storage) -> None:
    await migrate(empty)
    first = await _shape(empty)
    assert set(first) == set(metadata.tables)
    await _to(empty, "downgrade", "base")
    assert await _shape(empty) == {}
    await migrate(empty)
    assert await _shape(empty) == first


async def test_no_drift_from_the_schema(empty: Storage) -> None:
    """What Alembic compares, and then what it does not: checks, and the conditions of indexes."""
    await migrate(empty)

    def differences(connection: sa.Connection) -> list[Any]:
        options = {"compare_type": True, "compare_server_default": True}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
        return list(found)

    async with empty.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    migrated, triggers = await _shape(empty), await _triggers(empty)
    assert triggers
    await _to(empty, "downgrade", "base")
    assert await _triggers(empty) == []
    async with empty.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    assert migrated == await _shape(empty)
    assert triggers == await _triggers(empty)


async def test_what_was_kept_before_is_kept_after(empty: Storage) -> None:
    """Updates that wait and messages of every state, from the first version to the newest."""
    await _to(empty, "upgrade", "0001")
    states = ("planned", "sending", "sent", "unreachable", "failed", "withheld", "unknown")
    async with empty.transaction() as tx:
        payload = '{"update_id": 5, "message": {"text": "да"}}'
        await tx.connection.execute(
            sa.text("INSERT INTO inbox (update_id, chat_id, payload, state, received_at) VALUES (5, 1, :p, 'new', 7)"),
            {"p": payload},
        )
        for number, state in enumerate(states):
            await tx.connection.execute(
                sa.text(
                    "INSERT INTO messages (occurrence, key, category, priority, state, planned_at, due_at, expires_at)"
                    " VALUES (:key, :key, 'service', 0, :state, 1, 1, 9)"
                ),
                {"key": f"k{number}", "state": state},
            )
    await migrate(empty)
    async with empty.reading() as tx:
        kept = (await tx.connection.execute(sa.text("SELECT payload FROM inbox"))).scalar_one()
        found = (await tx.connection.execute(sa.text("SELECT state FROM messages ORDER BY id"))).scalars().all()
    assert json.loads(kept)["message"] == {"text": "да"}
    assert tuple(found) == states


async def test_at_the_newest_version_nothing_is_touched(empty: Storage) -> None:
    await migrate(empty)
    took = []
    for _ in range(3):
        started = time.perf_counter()
        await migrate(empty)
        took.append(time.perf_counter() - started)
    assert min(took) < 0.15
    async with empty.reading() as tx:
        count = await tx.connection.scalar(sa.text("SELECT count(*) FROM alembic_version"))
    assert count == 1


async def test_a_newer_database_is_refused_and_left_alone(empty: Storage) -> None:
    await migrate(empty)
    async with empty.transaction() as tx:
        await tx.connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    before = await _shape(empty)
    with pytest.raises(NewerDatabase, match=f"9999.*{known_versions()[-1]}") as refused:
        await migrate(empty)
    assert "\n" not in str(refused.value)
    assert await _shape(empty) == before


async def test_replicas_that_start_together_take_turns(url: str) -> None:
    replicas = [Storage.open(url, pooled=False) for _ in range(3)]
    await asyncio.gather(*(migrate(replica) for replica in replicas))
    assert set(await _shape(replicas[0])) == set(metadata.tables)
    for replica in replicas:
        await replica.close()


async def test_a_failed_migration_leaves_nothing_behind(empty: Storage) -> None:
    async with empty.transaction() as tx:
        await tx.connection.execute(sa.text("CREATE TABLE tags (mine INTEGER)"))  # somebody else's table, in the way
    with pytest.raises(UnusableDatabase, match="tags"):
        await migrate(empty)
    assert set(await _shape(empty)) == {"tags"}


async def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("купить хлеб " * 100, encoding="utf-8")
    storage = Storage.open(f"sqlite+aiosqlite:///{tmp_path / 'notes.txt'}", pooled=False)
    with pytest.raises(UnusableDatabase, match="not a database") as refused:
        await migrate(storage)
    assert "\n" not in str(refused.value)


async def test_foreign_keys_hold_after_a_migration(tmp_path: Path) -> None:
    storage = Storage.open(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    await migrate(storage)
    with pytest.raises(sa.exc.IntegrityError):
        async with storage.transaction() as tx:
            await tx.connection.execute(sa.text("INSERT INTO tags (customer_id, tag) VALUES (1, 'x')"))
    await storage.close()


def test_the_file_names_tell_the_newest_version() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert sorted(script.revision for script in scripts.walk_revisions()) == known_versions()
    assert scripts.get_current_head() == known_versions()[-1]


def test_a_start_with_nothing_to_do_imports_no_alembic(tmp_path: Path) -> None:
    program = f"""
import asyncio, sys
from storage.database import Storage
from storage.migrate import migrate
asyncio.run(migrate(Storage.open("sqlite+aiosqlite:///{tmp_path}/new.db", pooled=False)))
print("alembic" in sys.modules, "aiogram" in sys.modules)
"""
    said = [
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for _ in range(2)
    ]
    assert said == ["True False\n", "False False\n"]


def test_a_developer_can_run_alembic(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("alembic")), "-c", str(MIGRATIONS / "alembic.ini")]
    address = f"url=sqlite:///{tmp_path / 'new.db'}"
    for verb in (["upgrade", "head"], ["check"]):
        subprocess.run([*command, "-x", address, *verb], cwd=tmp_path, check=True, capture_output=True)
