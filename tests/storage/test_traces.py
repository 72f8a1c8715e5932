"""The file itself, as somebody who copies the disk reads it."""

from pathlib import Path

import sqlalchemy as sa

from actions.own_data import forget_customer
from actions.shop import Shop
from storage.inbox import Arrival
from tests.shop import enrolled


def written(shop: Shop) -> bytes:
    """The database file and the log beside it."""
    path = Path(shop.storage.engine.url.database or "")
    return b"".join(found.read_bytes() for found in sorted(path.parent.glob(f"{path.name}*")))


async def test_who_is_erased_is_not_in_the_file(small_shop: Shop) -> None:
    id = await enrolled(small_shop, 7, name="Apollinaria", phone="+79165550199", email="apollinaria@mail.ru")
    await enrolled(small_shop, 8, name="Gennady")
    async with small_shop.storage.transaction() as tx:
        await tx.inbox.keep([Arrival(5, 1007, '{"text": "Apollinaria here"}')], now=small_shop.now())
        await tx.inbox.done([5])
        person = await tx.customers.get(id)
    assert b"Apollinaria" in written(small_shop), "else the test sees nothing"
    await forget_customer(small_shop, person, wording="Да")
    left = written(small_shop)
    assert b"Gennady" in left
    assert [word for word in (b"pollinaria", b"+79165550199") if word in left] == []


async def test_of_a_handled_update_only_its_number_stays(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.inbox.keep([Arrival(5, 1002, '{"text": "Tom"}')], now=shop.now())
        await tx.inbox.done([5])
        row = (await tx.connection.execute(sa.text("SELECT chat_id, payload FROM inbox"))).one()
    assert tuple(row) == (None, None)
