"""The steps of a drainer, one by one: the lease, the gate, the mark, the end."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from actions.deliver import Landed, Outgoing, Result, settle_left, write_down
from actions.pass_gate import Look, Passed, pass_gate
from actions.shop import Shop
from storage.lease import Lease
from storage.message_marks import Interrupted
from storage.schema import leases


async def fence(shop: Shop) -> int:
    """The lease of a drainer that does nothing by itself."""
    async with shop.storage.reading() as tx:
        known = (await tx.connection.execute(sa.select(leases.c.fence))).scalar_one_or_none()
    if known is not None:
        return int(known)
    lease = Lease(shop.storage)
    assert await lease.take()
    assert lease.fence is not None
    return lease.fence


async def run_out(shop: Shop) -> None:
    """Let the lease's time pass; its holder does not notice."""
    async with shop.storage.transaction() as tx:
        await tx.connection.execute(sa.text("UPDATE leases SET until = 0"))


async def gate(shop: Shop, *, room: int = 100, marketing: int = 100, busy: Collection[int] = ()) -> Passed:
    """One look at what is due."""
    return await pass_gate(shop, await fence(shop), Look(room, marketing, busy))


async def marked(shop: Shop, *, room: int = 100) -> Sequence[Outgoing]:
    """Claimed, and marked as being sent."""
    letters = (await gate(shop, room=room)).letters
    await write_down(shop, await fence(shop), [], leaving=[letter.id for letter in letters])
    return letters


async def settle(shop: Shop, outgoing: Outgoing, result: Result) -> str:
    """Write down what came of one; the state that it is in then."""
    landed: list[Landed] = [(outgoing, result)]
    return (await write_down(shop, await fence(shop), landed)).ends[outgoing.id]


async def crash(shop: Shop) -> Interrupted:
    """The drainer dies, its lease runs out, and another looks after what it has left."""
    await run_out(shop)
    lease = Lease(shop.storage)
    assert await lease.take()
    assert lease.fence is not None
    return Interrupted.among(await settle_left(shop, lease.fence))
