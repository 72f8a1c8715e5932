"""Prepared statements say what SQLAlchemy would say, in either gear and on either database."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from storage.dialogues import Dialogue
from storage.prepared import prepare, prepared
from storage.schema import customers, inbox
from tests.shop import enrolled

LATER = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
NAMED = sa.select(customers).where(customers.c.name == sa.bindparam("name")).order_by(customers.c.id)
PREPARED = prepare(sa.select(customers).where(customers.c.name == sa.bindparam("name")).order_by(customers.c.id))
NEW = prepare(sa.insert(inbox).returning(inbox.c.update_id), "update_id", "state", "received_at", "expected")


@pytest.mark.parametrize("long", [False, True])
async def test_a_row_reads_the_same(shop: Shop, *, long: bool) -> None:
    await enrolled(shop, 1, name="Анна", blocked_at=LATER)
    async with shop.storage.reading(long=long) as tx:
        usual = (await tx.connection.execute(NAMED, {"name": "Анна"})).one()
        short: Any = (await tx.connection.execute(PREPARED, {"name": "Анна"})).one_or_none()
        assert (short._asdict(), short.blocked_at) == (usual._asdict(), LATER)
        assert (await tx.connection.execute(PREPARED, {"name": "Том"})).one_or_none() is None
    assert prepared(PREPARED) is not None
    assert prepared(NAMED) is None


async def test_one_row_is_wanted_where_there_are_two(shop: Shop) -> None:
    await enrolled(shop, 1, name="Анна")
    await enrolled(shop, 2, name="Анна")
    async with shop.storage.reading() as tx:
        found = await tx.connection.execute(PREPARED, {"name": "Анна"})
        with pytest.raises(sa.exc.MultipleResultsFound):
            found.one_or_none()


async def test_what_is_refused_is_an_error_of_sqlalchemys(shop: Shop) -> None:
    row = {"update_id": 1, "state": "new", "received_at": LATER, "expected": {"expecting": "answer"}}
    async with shop.storage.transaction() as tx:
        assert list((await tx.connection.execute(NEW, [row, row | {"update_id": 2}])).scalars()) == [1, 2]
    with pytest.raises(sa.exc.IntegrityError) as refused:
        async with shop.storage.transaction() as tx:
            await tx.connection.execute(NEW, [row])
    assert "answer" not in str(refused.value)
    async with shop.storage.reading() as tx:
        kept = sa.select(inbox.c.update_id, inbox.c.expected).order_by(inbox.c.update_id)
        assert [tuple(row) for row in await tx.connection.execute(kept)] == [
            (1, {"expecting": "answer"}),
            (2, {"expecting": "answer"}),
        ]


async def test_in_one_transaction_both_kinds_are_kept_or_undone_together(shop: Shop) -> None:
    anna = await enrolled(shop, 1, name="Анна")

    async def change(*, fails: bool) -> None:
        async with shop.storage.transaction() as tx:
            await tx.dialogues.expect(1, 1, Dialogue("answer"), now=LATER)  # prepared
            await tx.customers.change(anna, name="Аня")  # SQLAlchemy's
            if fails:
                raise KeyError

    async def found() -> tuple[str | None, Dialogue | None]:
        async with shop.storage.reading() as tx:
            return (await tx.customers.get(anna)).name, await tx.dialogues.of(1, 1)

    with pytest.raises(KeyError):
        await change(fails=True)
    assert await found() == ("Анна", None)
    await change(fails=False)
    assert await found() == ("Аня", Dialogue("answer"))
