"""One holder at a time, by the database's clock; each has a greater number than the one before."""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from storage.database import Storage
from storage.fence import LeaseLost, guard
from storage.lease import LASTS, RELIED_ON, Lease
from storage.message_marks import Marks
from storage.schema import leases
from tests.postman import FakeTime

on_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
async def elsewhere(storage: Storage, database_url: str) -> AsyncIterator[Storage]:
    """The same database in another process."""
    other = Storage.open(database_url, pooled=False)
    yield other
    await other.close()


async def until(storage: Storage, change: str) -> None:
    """Let it end at another time than it would."""
    async with storage.transaction() as tx:
        await tx.connection.execute(sa.text(f"UPDATE leases SET until = until {change}"))


async def test_each_holder_has_a_greater_fence(storage: Storage) -> None:
    first = Lease(storage)
    fences = [first.fence]
    assert await first.take()
    fences.append(first.fence)
    await first.give_back()
    fences.append(first.fence)
    assert fences == [None, 1, None]
    second = Lease(storage)
    assert await second.take()
    assert second.fence == 2


@on_postgresql
async def test_it_is_held_by_one(storage: Storage, elsewhere: Storage) -> None:
    mine, theirs = Lease(storage), Lease(elsewhere)
    assert await mine.take()
    assert not await theirs.take()
    assert theirs.fence is None
    await mine.give_back()
    assert await theirs.take()
    assert not await mine.take()


@on_postgresql
async def test_it_is_taken_over_when_it_has_run_out_and_its_holder_finds_out(
    storage: Storage, elsewhere: Storage
) -> None:
    mine, theirs = Lease(storage), Lease(elsewhere)
    assert await mine.take()
    await until(storage, f"- {LASTS}")
    assert await theirs.take()
    assert theirs.fence == 2
    assert not await mine.renew()
    assert mine.fence is None


@on_postgresql
async def test_one_that_ran_out_and_nobody_took_can_be_renewed(storage: Storage, elsewhere: Storage) -> None:
    mine = Lease(storage)
    assert await mine.take()
    await until(storage, "- 3600")
    assert await mine.renew()
    assert mine.fence == 1
    assert not await Lease(elsewhere).take()


@on_postgresql
@pytest.mark.parametrize("turned,free", [(LASTS, False), (3600, True)])
async def test_a_clock_that_was_turned_back_blocks_nobody(
    storage: Storage, elsewhere: Storage, turned: int, free: bool
) -> None:
    """An hour back, `until` lies an hour ahead; a second of correction is none."""
    assert await Lease(storage).take()
    await until(storage, f"+ {turned}")
    assert await Lease(elsewhere).take() is free


@on_postgresql
async def test_its_holder_stops_relying_on_it_before_anybody_can_take_it(storage: Storage) -> None:
    time = FakeTime()
    mine = Lease(storage, clock=time)
    assert await mine.take()
    seen = []
    for later in (0, LASTS / 3, RELIED_ON):
        time.now = 1000 + later
        seen.append((mine.relied_on, mine.fresh))
    assert seen == [(True, True), (True, False), (False, False)]
    assert await mine.renew()
    assert mine.relied_on
    async with storage.reading() as tx:
        clock = sa.text("SELECT floor(extract(epoch FROM clock_timestamp()))")
        now = int((await tx.connection.execute(clock)).scalar_one())
        kept = (await tx.connection.execute(sa.select(sa.type_coerce(leases.c.until, sa.BigInteger)))).scalar_one()
    assert LASTS - 2 <= kept - now <= LASTS


async def test_without_the_right_fence_nothing_is_marked(storage: Storage) -> None:
    lease = Lease(storage)
    assert await lease.take()
    async with storage.transaction() as tx:
        await Marks(tx.connection, 1).guard()
        for wrong in (0, 2):
            with pytest.raises(LeaseLost):
                await Marks(tx.connection, wrong).guard()


@on_postgresql
async def test_who_freezes_in_a_transaction_blocks_the_others_for_seconds_only(
    storage: Storage, elsewhere: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ends the transaction of somebody who does nothing in it."""
    monkeypatch.setattr("storage.fence.IDLE_MS", 300)
    mine, theirs = Lease(storage), Lease(elsewhere)
    assert await mine.take()
    async with elsewhere.engine.connect() as watching, storage.engine.connect() as frozen:
        await guard(frozen, 1)
        await watching.execute(sa.text("UPDATE leases SET until = 0"))  # waits for the lock, and gets it
        await watching.commit()
        assert await theirs.take()
        with pytest.raises(sa.exc.DBAPIError):
            await guard(frozen, 1)
        await frozen.invalidate()
