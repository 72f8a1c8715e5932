"""PostgreSQL goes away and comes back: what was begun fails as known trouble, what comes after works by itself."""

import asyncio
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from storage.database import Storage
from storage.schema import metadata, switches
from storage.trouble import Trouble, trouble_of
from tests.own_postgres import OwnPostgres, own_postgres
from tests.shop import NOON

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    with own_postgres() as server:
        yield server


async def _write(storage: Storage, name: str) -> None:
    async with storage.transaction() as tx:
        await tx.connection.execute(
            sa.insert(switches).values(touchpoint=name, enabled=True, changed_by=1, changed_at=NOON)
        )


async def _names(storage: Storage) -> set[str]:
    async with storage.reading() as tx:
        return set((await tx.connection.execute(sa.select(switches.c.touchpoint))).scalars())


async def _trouble_of_both(storage: Storage) -> set[Trouble | None]:
    found = set()
    for attempt in (_names(storage), _write(storage, "while it is away")):
        with pytest.raises((sa.exc.SQLAlchemyError, OSError)) as failed:
            await attempt
        found.add(trouble_of(failed.value))
    return found


async def _stopped_within(storage: Storage, server: OwnPostgres, mode: str) -> None:
    async with storage.transaction() as tx:
        await tx.connection.execute(sa.text("SELECT 1"))
        await asyncio.to_thread(server.stop, mode)
        await tx.connection.execute(sa.text("SELECT 1"))


async def _cut_within(storage: Storage) -> None:
    row = {"touchpoint": "torn", "enabled": True, "changed_by": 1, "changed_at": NOON}
    async with storage.transaction() as tx:
        await tx.connection.execute(sa.insert(switches).values(row))
        process = (await tx.connection.execute(sa.text("SELECT pg_backend_pid()"))).scalar_one()
        async with storage.reading() as other:
            await other.connection.execute(sa.text(f"SELECT pg_terminate_backend({process})"))


async def _opened(server: OwnPostgres) -> Storage:
    """With a warm pool, as a bot has it."""
    storage = Storage.open(server.url)
    async with storage.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        await connection.execute(sa.delete(switches))
    await asyncio.gather(*(_names(storage) for _ in range(8)))
    return storage


@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_while_it_is_away_all_is_known_trouble_and_then_all_works(server: OwnPostgres, mode: str) -> None:
    storage = await _opened(server)
    await _write(storage, "before")
    with pytest.raises(sa.exc.DBAPIError) as torn:
        await _stopped_within(storage, server, mode)
    assert trouble_of(torn.value) == Trouble.AWAY
    assert await _trouble_of_both(storage) == {Trouble.AWAY}
    await asyncio.to_thread(server.start)
    await _write(storage, "after")
    assert await _names(storage) == {"before", "after"}
    await storage.close()


async def test_a_restart_between_two_transactions_is_not_noticed(server: OwnPostgres) -> None:
    storage = await _opened(server)
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.start)
    await asyncio.gather(*(_write(storage, str(number)) for number in range(8)))
    assert len(await _names(storage)) == 8
    await storage.close()


async def test_a_connection_that_is_cut_takes_its_transaction_with_it(server: OwnPostgres) -> None:
    storage = await _opened(server)
    with pytest.raises(sa.exc.DBAPIError) as torn:
        await _cut_within(storage)
    assert trouble_of(torn.value) == Trouble.AWAY
    assert await _names(storage) == set()
    await storage.close()
