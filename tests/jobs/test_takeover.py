"""One drainer has the lease; what it leaves half-way when it dies or freezes, the next one looks after."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from actions import deliver
from actions.deliver import Trouble
from actions.shop import Shop
from jobs import books
from jobs.drain import Drainer
from storage.database import Storage
from storage.lease import Lease
from tests.drainer import run_out
from tests.jobs.test_drain import post, touched
from tests.postman import FakeTime, Postman, quick_pace
from tests.shop import OWNER, Clock
from tests.touches import outbox, states

on_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
async def elsewhere(shop: Shop, database_url: str) -> AsyncIterator[Shop]:
    """The same shop in another replica."""
    storage = Storage.open(database_url, pooled=False)
    yield replace(shop, storage=storage)
    await storage.close()


async def kill(task: asyncio.Task[Any]) -> None:
    """As a process dies: nothing that it would still do is done."""
    for other in asyncio.all_tasks() - {asyncio.current_task()}:
        other.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def hanging(shop: Shop, *, sending: int) -> tuple[asyncio.Task[Any], Postman, Drainer]:
    """A drainer whose letters are on their way, so many, and never get there."""
    postman = Postman()
    postman.latency = 3600
    drainer = Drainer(shop, postman, pace=quick_pace())
    draining = asyncio.create_task(drainer.drain())
    while postman.at_once < sending:
        await asyncio.sleep(0.02)
    return draining, postman, drainer


async def test_after_a_crash_the_first_thing_is_to_look_what_was_left(shop: Shop) -> None:
    shop, postman = await touched(shop, 3), Postman()
    await post(shop, "карта", chat=5001)
    await kill((await hanging(shop, sending=4))[0])
    await run_out(shop)
    drainer = Drainer(shop, postman, pace=quick_pace())
    await drainer.recover()
    assert await drainer.drain() == {"sent": 2}
    assert postman.texts[0] == "карта"
    [(chat, told)] = postman.carried[1:]
    assert chat == OWNER
    assert "4 сообщения могли не дойти" in told.text
    assert await states(shop) == {"unknown": 3, "sent": 2}
    lost = [row for row in await outbox(shop) if row.state == "unknown"]
    assert {(row.reason, row.ended_at) for row in lost} == {("interrupted", shop.now())}


async def test_the_owner_is_told_of_doubts_once_an_hour_and_of_all(small_shop: Shop, clock: Clock) -> None:
    postman = Postman()
    drainer = Drainer(small_shop, postman, pace=quick_pace())
    for number in range(4):
        await post(small_shop, f"карта {number}", chat=5001 + number)
        postman.answers[5001 + number].append(Trouble("timeout", perhaps_arrived=True))
        await drainer.drain()
        clock.advance(minutes=25)
    said = [letter.text for chat, letter in postman.carried if chat == OWNER]
    assert [text.split(": ")[1].split(".")[0] for text in said] == [
        "1 сообщение могло не дойти",
        "2 сообщения могли не дойти",  # until then; the last one in the next hour
    ]


@on_postgresql
async def test_two_replicas_send_once(shop: Shop, elsewhere: Shop) -> None:
    shop = await touched(shop, 10)
    postman = Postman()
    both = [Drainer(one, postman, pace=quick_pace()) for one in (shop, replace(shop, storage=elsewhere.storage))]
    await asyncio.gather(*(drainer.drain() for drainer in both))
    assert len(postman.carried) == 10
    assert await states(shop) == {"sent": 10}


@on_postgresql
async def test_a_replica_takes_over_when_the_lease_has_run_out(shop: Shop, elsewhere: Shop) -> None:
    shop = await touched(shop, 3)
    await post(shop, "карта", chat=5001)
    dying, _, _ = await hanging(shop, sending=4)
    postman = Postman()
    standby = Drainer(replace(shop, storage=elsewhere.storage), postman, pace=quick_pace())
    await standby.recover()
    assert await standby.drain() == {}
    assert (await states(shop))["sending"] == 4  # by the one that has the lease
    await kill(dying)
    assert await standby.drain() == {}
    await run_out(shop)
    assert (await standby.drain())["sent"] == 2
    assert postman.texts[0] == "карта"
    assert await states(shop) == {"unknown": 3, "sent": 2}


@on_postgresql
async def test_who_stops_politely_gives_the_lease_back_at_once(shop: Shop, elsewhere: Shop) -> None:
    first, second = (Drainer(one, Postman(), pace=quick_pace()) for one in (shop, elsewhere))
    await first.recover()
    await post(shop, "карта", chat=5001)
    await second.recover()
    assert await second.drain() == {}
    await first.stop()
    assert await second.drain() == {"sent": 1}


class FrozenLease(Lease):
    """Asks nothing of the database until it is thawed."""

    thawed: asyncio.Event | None = None

    async def renew(self) -> bool:
        if self.thawed is not None:
            await self.thawed.wait()
        return await super().renew()


@on_postgresql
async def test_who_lost_the_lease_marks_nothing_and_begins_no_call(shop: Shop, elsewhere: Shop) -> None:
    """The first is frozen in the middle of its calls; another takes over; it wakes, and its answers come."""
    shop = await touched(shop, 60)
    await post(shop, "карта", chat=5001)
    steady = FakeTime()
    frozen = Postman()
    frozen.latency = 0.3
    lease = FrozenLease(shop.storage, clock=steady)
    first = Drainer(shop, frozen, pace=quick_pace(), lease=lease)
    draining = asyncio.create_task(first.drain())
    while frozen.at_once < 20:
        await asyncio.sleep(0.005)
    lease.thawed = asyncio.Event()
    steady.now += 3600  # its own clock tells it that it slept
    await asyncio.sleep(0)  # a call that was on its way has begun
    begun = frozen.at_once + len(frozen.carried)
    await run_out(shop)
    postman = Postman()
    second = Drainer(replace(shop, storage=elsewhere.storage), postman, pace=quick_pace())
    ends = await second.drain()
    lease.thawed.set()
    assert await draining == {} or frozen.carried
    assert len(frozen.carried) == begun
    found = await states(shop)
    assert found["unknown"] + found["sent"] == 62
    assert found["unknown"] <= 25
    twice = {chat for chat, _ in frozen.carried} & {chat for chat, _ in postman.carried}
    assert twice <= {5001}
    assert ends["sent"] == len(postman.carried)


@on_postgresql
async def test_a_lease_that_nobody_took_meanwhile_goes_on(shop: Shop) -> None:
    steady = FakeTime()
    shop, postman = await touched(shop, 5), Postman()
    drainer = Drainer(shop, postman, pace=quick_pace(), lease=Lease(shop.storage, clock=steady))
    await drainer.recover()
    await run_out(shop)
    steady.now += 3600
    assert await drainer.drain() == {"sent": 5}


@pytest.mark.parametrize("moment", ["claim", "mark", "call", "write"])
async def test_killed_at_any_moment(shop: Shop, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Service arrives, marketing arrives at most once, and only what was marked has no known end."""
    shop = await touched(shop, 20)
    for number in range(3):
        await post(shop, f"карта {number}", chat=5001 + number)
    died = asyncio.Event()
    postman = Postman()
    drainer = Drainer(shop, postman, pace=quick_pace())
    _die_at(moment, died, postman, monkeypatch)
    draining = asyncio.create_task(drainer.drain())
    await died.wait()
    await kill(draining)
    monkeypatch.undo()
    before = await states(shop)
    await run_out(shop)
    postman.latency = 0.0
    second = Drainer(shop, postman, pace=quick_pace())
    await second.recover()
    await second.drain()
    found = await states(shop)
    assert found["unknown"] == before["sending"] - min(3, before["sending"])
    assert found["sent"] + found["unknown"] - (before["sending"] > 0) == 23  # and the line to the owner
    marketing = [chat for chat, _ in postman.carried if chat < 5000 and chat != OWNER]
    assert len(marketing) == len(set(marketing))
    assert {5001, 5002, 5003} <= {chat for chat, _ in postman.carried}


def _die_at(moment: str, died: asyncio.Event, postman: Postman, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: Any, **__: Any) -> Any:
        died.set()
        await asyncio.sleep(3600)

    if moment == "call":
        monkeypatch.setattr(postman, "deliver", never)
    elif moment == "claim":  # claimed, and the process is gone before anything is marked
        monkeypatch.setattr(books, "write_down", never)
    elif moment == "mark":  # marked and committed, and gone before the call
        real = deliver.write_down

        async def marked(*args: Any, **named: Any) -> Any:
            await real(*args, **named)
            return await never()

        monkeypatch.setattr(books, "write_down", marked)
    else:  # called and answered, and gone before that is written down
        real_write = deliver.write_down

        async def unwritten(shop: Shop, fence: int, landed: Any, **named: Any) -> Any:
            return await never() if landed else await real_write(shop, fence, landed, **named)

        monkeypatch.setattr(books, "write_down", unwritten)
