"""A shop moves from SQLite to PostgreSQL and back: everything, or nothing."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage import moving
from storage.database import Storage
from storage.fit_to_move import NotMoved
from storage.inventory import Inventory, take_inventory
from storage.migrate import migrate
from storage.moving import move
from storage.schema import answers, customers, documents, inbox, messages, metadata, purchases, responses
from storage.sole_bot import Occupied, sole_bot
from storage.trouble import UnusableDatabase
from tests.actions.files import everything, files_in
from tests.own_postgres import fresh_database
from tests.shop import NOON, Clock, bought, enrolled, make_shop

pytestmark = pytest.mark.postgres
FAR = -1001000000001  # a group's number: sums of a few millions of these are longer than 64 bits


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Storage]:
    """Of the newest version, empty."""
    storage = Storage.open(f"sqlite+aiosqlite:///{tmp_path}/shop.db", pooled=False)
    await migrate(storage)
    yield storage
    await storage.close()


@pytest.fixture
async def postgresql(postgres_url: str) -> AsyncIterator[Storage]:
    """Without tables."""
    storage = Storage.open(await fresh_database(postgres_url, "moving"), pooled=False)
    yield storage
    await storage.close()


async def _furnish(storage: Storage, clock: Clock) -> None:
    """People, sales, answers (skipped ones, too), updates, messages in every state."""
    shop = make_shop(storage, clock)
    for number in range(1, 4):
        await bought(shop, await enrolled(shop, number), 100_01 * number)
    async with storage.transaction() as tx:
        execute = tx.connection.execute
        await execute(sa.update(customers).where(customers.c.id == 2).values(name=None, marketing=False))
        await execute(
            sa.insert(documents).values(hash="d", kind="k", language="ru", text="Ё «текст»", first_shown_at=NOON)
        )
        await execute(
            sa.insert(responses).values(
                id=7, survey="csat", customer_id=1, occasion="once", started_at=NOON, touched_at=NOON
            )
        )
        for question, value in {"skipped": None, "many": ["а", "б"], "yes": True, "number": 5, "word": "да"}.items():
            await execute(sa.insert(answers).values(response_id=7, question=question, value=value, at=NOON))
        update = {"update_id": 2**40, "chat_id": FAR, "payload": '{"a": 1}', "state": "new", "received_at": NOON}
        await execute(sa.insert(inbox).values(update))
        for state in ("planned", "sending", "sent", "failed", "withheld", "unknown"):
            await execute(sa.insert(messages).values(_message(state)))


def _message(state: str) -> dict[str, Any]:
    letter = {"text": "привет"} if state == "planned" else None
    times = {"planned_at": NOON, "due_at": NOON, "expires_at": NOON}
    return {
        "occurrence": state,
        "category": "service",
        "priority": 0,
        "state": state,
        "letter": letter,
        "chat_id": FAR,
        **times,
    }


def _no_matter(done: int, total: int | None) -> None:
    """Nobody watches."""


async def _raw(storage: Storage, column: str, table: str) -> list[Any]:
    async with storage.engine.connect() as connection:
        return list((await connection.execute(sa.text(f"SELECT {column} FROM {table} ORDER BY 1"))).scalars())


async def test_everything_arrives_and_comes_back(
    sqlite: Storage, postgresql: Storage, tmp_path: Path, clock: Clock
) -> None:
    await _furnish(sqlite, clock)
    before = await everything(sqlite)
    seen: list[tuple[int, int | None]] = []
    moved = await move(sqlite, postgresql, lambda done, total: seen.append((done, total)))
    rows = sum(len(rows) for rows in before.values())
    assert sum(one.rows for one in moved) == rows
    assert seen[-1] == (rows, rows)
    assert await everything(postgresql) == before
    back = Storage.open(f"sqlite+aiosqlite:///{tmp_path}/back/shop.db", pooled=False)
    await move(postgresql, back, _no_matter)
    assert await everything(back) == before
    assert await _raw(back, "value", "answers") == await _raw(sqlite, "value", "answers"), (
        "a skipped answer is JSON's null"
    )
    assert await _raw(back, "letter", "messages") == await _raw(sqlite, "letter", "messages")
    await back.close()


async def test_the_shop_goes_on_there(sqlite: Storage, postgresql: Storage, clock: Clock) -> None:
    """New rows are numbered from where the old ones end."""
    await _furnish(sqlite, clock)
    await move(sqlite, postgresql, _no_matter)
    shop = make_shop(postgresql, clock)
    anna = await enrolled(shop, 9)
    assert anna == 4
    clock.advance(days=1)
    await bought(shop, anna, 500)
    assert await _raw(postgresql, "id", "purchases") == [1, 2, 3, 4]


async def test_the_sums_are_told(sqlite: Storage, postgresql: Storage, clock: Clock) -> None:
    await _furnish(sqlite, clock)
    moved = {one.table: one for one in await move(sqlite, postgresql, _no_matter)}
    assert (moved["purchases"].rows, moved["purchases"].ids, moved["purchases"].money) == (3, 6, 600_06)
    assert (moved["tags"].rows, moved["tags"].ids, moved["tags"].money) == (0, None, None)
    assert moved["messages"].sums["chat_id"] == 6 * FAR


async def test_sums_longer_than_64_bits_are_right(sqlite: Storage, postgresql: Storage) -> None:
    await migrate(postgresql)
    chats = [2**62, 2**62 + 1, 2**62 + 2, -5]
    for storage in (sqlite, postgresql):
        async with storage.transaction() as tx:
            for number, chat in enumerate(chats):
                row = {"update_id": number, "chat_id": chat, "state": "done", "received_at": NOON}
                await tx.connection.execute(sa.insert(inbox).values(row))
            assert (await take_inventory(tx.connection, inbox)).sums["chat_id"] == sum(chats)


@pytest.mark.parametrize(
    "change",
    [
        sa.update(purchases).where(purchases.c.id == 2).values(amount=7),
        sa.delete(purchases).where(purchases.c.id == 3),
        sa.update(customers).where(customers.c.id == 1).values(name="Другая"),
        sa.update(customers).where(customers.c.id == 1).values(marketing=False),
    ],
)
async def test_a_difference_takes_everything_back(
    sqlite: Storage, postgresql: Storage, clock: Clock, change: sa.UpdateBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _furnish(sqlite, clock)
    copy = moving._copy

    async def careless(old: Any, new: Any, known: list[Inventory], progress: moving.Progress) -> None:
        await copy(old, new, known, progress)
        await new.execute(change)

    monkeypatch.setattr(moving, "_copy", careless)
    with pytest.raises(NotMoved, match="differ: nothing was moved"):
        await move(sqlite, postgresql, _no_matter)
    assert not any((await everything(postgresql)).values())


async def test_what_the_other_cannot_hold_takes_everything_back_and_names_nobody(
    sqlite: Storage, postgresql: Storage, clock: Clock
) -> None:
    """SQLite keeps anything in a column of numbers, and characters that PostgreSQL has none for."""
    await _furnish(sqlite, clock)
    async with sqlite.transaction() as tx:
        await tx.connection.execute(sa.text("UPDATE customers SET name = 'Анна' || char(0) WHERE id = 3"))
    with pytest.raises(NotMoved, match="nothing was moved") as refused:
        await move(sqlite, postgresql, _no_matter)
    assert "Анна" not in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not any((await everything(postgresql)).values())
    await _clean(sqlite)
    await move(sqlite, postgresql, _no_matter)


async def _clean(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.connection.execute(sa.update(customers).where(customers.c.id == 3).values(name="Анна"))


async def test_only_an_empty_house_is_moved_into(sqlite: Storage, postgresql: Storage, clock: Clock) -> None:
    await _furnish(sqlite, clock)
    await migrate(postgresql)
    await enrolled(make_shop(postgresql, clock), 5)
    before = await everything(postgresql)
    with pytest.raises(NotMoved, match=r"not empty \(customers, cards\)"):
        await move(sqlite, postgresql, _no_matter)
    assert await everything(postgresql) == before


async def test_somebody_elses_house_is_left_alone(sqlite: Storage, postgresql: Storage) -> None:
    async with postgresql.transaction() as tx:
        await tx.connection.execute(sa.text("CREATE TABLE songs (title TEXT)"))
    with pytest.raises(NotMoved, match=r"not empty \(songs\)"):
        await move(sqlite, postgresql, _no_matter)
    async with postgresql.engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
    assert tables == ["songs"]


async def test_a_running_bot_is_in_the_way(sqlite: Storage, postgresql: Storage) -> None:
    with sole_bot(sqlite), pytest.raises(Occupied):
        await move(sqlite, postgresql, _no_matter)


async def test_on_postgresql_a_bot_is_known_by_its_connection(
    sqlite: Storage, postgresql: Storage, tmp_path: Path
) -> None:
    await migrate(postgresql)
    target = Storage.open(f"sqlite+aiosqlite:///{tmp_path}/other.db", pooled=False)
    async with postgresql.engine.connect() as bot:
        await bot.execute(sa.text("SELECT 1"))
        with pytest.raises(NotMoved, match="somebody is connected"):
            await move(postgresql, target, _no_matter)
    await move(postgresql, target, _no_matter)
    await target.close()


async def test_whoever_is_nobody_special_knows_it_too(sqlite: Storage, postgres_url: str, tmp_path: Path) -> None:
    """To common users the server does not tell what others do, only that they are there."""
    url = sa.make_url(await fresh_database(postgres_url, "moving"))
    administrator = Storage.open(url.render_as_string(hide_password=False), pooled=False)
    async with administrator.transaction() as tx:
        for statement in (
            "DROP ROLE IF EXISTS guest",
            "CREATE ROLE guest LOGIN",
            "ALTER DATABASE moving OWNER TO guest",
        ):
            await tx.connection.execute(sa.text(statement))
    guest = Storage.open(url.set(username="guest").render_as_string(hide_password=False), pooled=False)
    await move(sqlite, guest, _no_matter)
    target = Storage.open(f"sqlite+aiosqlite:///{tmp_path}/other.db", pooled=False)
    async with administrator.engine.connect() as bot:
        await bot.execute(sa.text("SELECT 1"))
        with pytest.raises(NotMoved, match="somebody is connected"):
            await move(guest, target, _no_matter)
    await move(guest, target, _no_matter)
    for storage in (administrator, guest, target):
        await storage.close()


async def test_what_is_not_there_is_not_made(postgresql: Storage, tmp_path: Path) -> None:
    source = Storage.open(f"sqlite+aiosqlite:///{tmp_path}/none.db", pooled=False)
    with pytest.raises(NotMoved, match="there is no database"):
        await move(source, postgresql, _no_matter)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("version,said", [("9999", "use the newer program"), ("0000", "kasanie migrate")])
async def test_only_this_version_is_moved(sqlite: Storage, postgresql: Storage, version: str, said: str) -> None:
    async with sqlite.transaction() as tx:
        await tx.connection.execute(sa.text(f"UPDATE alembic_version SET version_num = '{version}'"))
    with pytest.raises(NotMoved, match=said):
        await move(sqlite, postgresql, _no_matter)


async def test_an_empty_source_is_said_to_be_one(postgresql: Storage, tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "empty.db").close()
    (tmp_path / "empty.db").touch()
    source = Storage.open(f"sqlite+aiosqlite:///{tmp_path}/empty.db", pooled=False)
    with pytest.raises(NotMoved, match="is empty, or is something else's"):
        await move(source, postgresql, _no_matter)
    await source.close()


@pytest.mark.parametrize(
    "url", ["postgresql+asyncpg://shop:secret@127.0.0.1:1/shop", "sqlite+aiosqlite:////proc/no/shop.db"]
)
async def test_a_house_that_cannot_be_entered_is_one_line_without_the_key(sqlite: Storage, url: str) -> None:
    target = Storage.open(url, pooled=False)
    with pytest.raises((NotMoved, UnusableDatabase)) as refused:
        await move(sqlite, target, _no_matter)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)
    await target.close()


def test_tables_can_be_filled_one_after_the_other() -> None:
    """No two point at each other, and none at itself: SQLAlchemy would warn of the first, which is an error here."""
    order = [table.name for table in metadata.sorted_tables]
    assert len(order) == len(metadata.tables)
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            assert order.index(key.column.table.name) < order.index(table.name), f"{table.name}.{key.parent.name}"
