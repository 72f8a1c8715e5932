"""A replica is frozen in the middle of a transaction: what it has locked is free again after seconds."""

import asyncio
from contextlib import suppress

import pytest
import sqlalchemy as sa

from storage.database import Storage
from storage.inbox import Arrival
from storage.inbox_writer import InboxWriter
from tests.shop import NOON

pytestmark = pytest.mark.postgres


async def _frozen(storage: Storage, locked: asyncio.Event) -> None:
    async with storage.transaction() as tx:
        await tx.inbox.hold({1}, holder="frozen")
        locked.set()
        await asyncio.sleep(60)


async def test_others_wait_for_it_for_seconds_only(empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another one receives is kept in groups: an update of the frozen one's chat holds all of them up."""
    monkeypatch.setattr("storage.database.IDLE_MS", 1000)
    first, second, locked = Storage.open(empty_postgres_url), Storage.open(empty_postgres_url), asyncio.Event()
    writer = InboxWriter(second, lambda: NOON, "awake")
    frozen = asyncio.create_task(_frozen(first, locked))
    await locked.wait()
    async with asyncio.timeout(10):
        kept = await asyncio.gather(writer.keep([Arrival(1, 1, "{}")]), writer.keep([Arrival(2, 2, "{}")]))
    assert kept[0].held >= {1, 2}
    frozen.cancel()
    with suppress(asyncio.CancelledError, sa.exc.SQLAlchemyError):
        await frozen
    await writer.close()
    await asyncio.gather(first.close(), second.close())


async def test_a_bot_is_given_less_time_than_a_chat_of_its_is_held(empty_postgres_url: str) -> None:
    bot = Storage.open(empty_postgres_url)
    async with bot.reading() as tx:
        shown = (await tx.connection.execute(sa.text("SHOW idle_in_transaction_session_timeout"))).scalar_one()
    assert shown == "10s"
    await bot.close()
