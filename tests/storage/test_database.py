"""The engine itself."""

import asyncio

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from storage import database
from storage.database import TROUBLE, Storage
from tests.shop import enrolled


async def test_an_error_does_not_show_what_was_written(shop: Shop) -> None:
    """Errors end in logs, and what is written are names, phones and words."""
    anna = await enrolled(shop, 1, name="Аполлинария")
    with pytest.raises(sa.exc.IntegrityError) as failed:
        async with shop.storage.transaction() as tx:
            await tx.customers.add(id=anna, language="ru", now=shop.now(), name="Аполлинария")
    assert "Аполлинария" not in str(failed.value)


async def test_a_database_that_is_away_is_known_as_trouble() -> None:
    storage = Storage.open("postgresql+asyncpg://nobody@127.0.0.1:1/nowhere", pooled=False)
    with pytest.raises(TROUBLE):
        async with storage.reading():
            pass
    await storage.close()


async def test_a_long_change_that_is_cancelled_keeps_no_lock(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENT_MS", 2000)
    storage = Storage.open(sqlite_url)

    async def slowly() -> None:
        numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000)"
        async with storage.transaction(long=True) as tx:
            await tx.connection.exec_driver_sql(f"{numbers} SELECT count(*) FROM n")

    task = asyncio.create_task(slowly())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    async with storage.transaction() as tx:
        await tx.dialogues.end(1, 1)
    await storage.close()
