"""Two and three bots on one PostgreSQL behind one webhook, under load; one of them is killed, or frozen for longer than
its lease and woken: what one bot promises (test_kills.py), several do.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.inbox import HELD_FOR
from storage.lease import LASTS
from tests.end_to_end.balancer import Balancer, balanced
from tests.end_to_end.load import Load
from tests.end_to_end.ordeal import Ordeal
from tests.own_postgres import fresh_database

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(400)]

SMALL = Load(marketing=150, service=20, sales=15, texts=5, newcomers=2)
LARGE = Load(marketing=1000, service=100, sales=100, texts=10, newcomers=8)


@pytest.fixture
async def ordeal(postgres_url: str, tmp_path: Path, seed: int, proof: bool) -> Ordeal:
    return Ordeal(LARGE if proof else SMALL, await fresh_database(postgres_url, "replicas"), tmp_path, seed)


@pytest.fixture(params=[2, 3])
def count(request: pytest.FixtureRequest, proof: bool) -> int:
    if request.param > 2 and not proof:
        pytest.skip("only with --proof")
    return int(request.param)


@asynccontextmanager
async def at_work(ordeal: Ordeal, count: int) -> AsyncIterator[Balancer]:
    """So many bots in the middle of it all; in the end nothing waits any more, and nothing has happened twice."""
    async with ordeal.begun() as place, balanced(place, ordeal.chance) as balancer:
        await balancer.begin(count)
        async with ordeal.visited(seconds=10, patience=200):
            await ordeal.sent(40)
            await all_at_work(balancer)
            yield balancer
        await ordeal.settled()
        ordeal.check(await ordeal.outcome())


async def all_at_work(balancer: Balancer) -> None:
    """Wait until each has taken something in: a frozen one may wake when all is over."""
    async with asyncio.timeout(60):
        while not all(replica.answered for replica in balancer.replicas):
            await asyncio.sleep(0.05)


async def test_one_of_them_is_killed(ordeal: Ordeal, count: int) -> None:
    async with at_work(ordeal, count) as balancer:
        await asyncio.sleep(ordeal.chance.uniform(0, 2))
        killed = balancer.chosen()
        killed.signal(signal.SIGKILL)
        await killed.process.wait()
        await ordeal.note_under_way()


async def test_one_of_them_is_frozen_and_wakes(ordeal: Ordeal, count: int, proof: bool) -> None:
    """For longer than the outbox is its own; in the long form, longer than the chats of the inbox are, too."""
    async with at_work(ordeal, count) as balancer:
        frozen = balancer.chosen()
        frozen.signal(signal.SIGSTOP)
        await ordeal.note_under_way()
        await asyncio.sleep((HELD_FOR if proof else LASTS) + 5)
        frozen.signal(signal.SIGCONT)
