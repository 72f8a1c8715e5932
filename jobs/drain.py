"""The drainer: takes from the outbox what is due, through the gate, and has it carried to Telegram."""

import asyncio
from collections import Counter as Tally

import structlog

from actions.deliver import Telegram, settle_left
from actions.report_doubts import report_doubts
from actions.shop import Shop
from jobs.outcomes import note_left, send_rate
from jobs.pace import Pace
from jobs.pipeline import Pipeline
from storage.database import TROUBLE
from storage.lease import Lease
from storage.message_marks import Interrupted

PATIENCE = 8.0  # seconds that a letter which is on its way has when the process is asked to stop

log = structlog.get_logger(__name__)


class Drainer:
    """One for a process: two `drain` at once take turns. Of several processes, one has the lease."""

    def __init__(self, shop: Shop, telegram: Telegram, *, pace: Pace | None = None, lease: Lease | None = None) -> None:
        self._shop = shop
        self._telegram = telegram
        self._pace = pace or Pace()
        send_rate.set_function(lambda: self._pace.rate)
        self._lease = lease or Lease(shop.storage)
        self._stays = False
        self._turn = asyncio.Lock()
        self._pipeline: Pipeline | None = None
        self._doubts = Interrupted()
        self._stopping = asyncio.Event()
        self._stopped_by = 0.0  # by the loop's clock: so long a database in trouble is waited for

    async def recover(self) -> None:
        """Once, before the first `drain` of a process that goes on draining: the lease, once taken, is kept until
        `stop`, and what a crash has interrupted is looked after.
        """
        self._stays = True
        async with self._turn:
            await self._on_duty()

    async def drain(self) -> Tally[str]:
        """Send until nothing is due. Returns how many messages met which end; none, where another has the lease."""
        ends: Tally[str] = Tally()
        async with self._turn:
            if self._stopping.is_set() or not await self._on_duty():
                return ends
            try:
                while await self._run(ends) and await self._doubts_told():
                    pass
                if self._stopping.is_set():
                    await self._doubts_told()  # said at the next start
            except BaseException:
                self._lease.forget()  # taken again, it comes with a look at what was left half-way
                raise
            if not self._stays or self._stopping.is_set():
                await self._lease.give_back()
        return ends

    def wake(self) -> None:
        """Something was posted, and may have to leave before what is leaving just now."""
        if self._pipeline is not None:
            self._pipeline.wake()

    async def stop(self, *, within: float = PATIENCE) -> None:
        """Take nothing new, wait for what is on its way, and leave the lease to whoever asks next."""
        if not self._stopping.is_set():
            self._stopping.set()
            self._stopped_by = asyncio.get_running_loop().time() + within + 2
        if self._pipeline is not None:
            self._pipeline.stop(within=within)
        try:
            async with asyncio.timeout_at(self._stopped_by), self._turn:
                await self._lease.give_back()
        except TROUBLE as trouble:  # among them: it was not our turn in time; the lease ends by itself
            log.warning("the lease could not be given back (%s)", type(trouble).__name__)

    async def _on_duty(self) -> bool:
        """Whether the lease is ours; a new one begins with what the one before has left half-way."""
        lease = self._lease
        if lease.fence is not None and (lease.fresh or await lease.renew()):
            return True
        if not await lease.take():
            return False
        assert lease.fence is not None
        try:
            left = await settle_left(self._shop, lease.fence)
        except BaseException:
            lease.forget()
            raise
        for one in left:
            note_left(one)
        self._doubts += Interrupted.among(left)
        await self._doubts_told()
        return True

    async def _run(self, ends: Tally[str]) -> bool:
        """Whether all went well. Raises what kept it from claiming."""
        if self._stopping.is_set():
            return False
        pipeline = self._pipeline = Pipeline(self._shop, self._telegram, self._pace, self._lease)
        try:
            await pipeline.run()
        finally:
            self._pipeline = None
            self._doubts += pipeline.books.doubts
            ends.update(pipeline.books.ends)
            ends.update(pipeline.claims.stopped)
            ends += Tally()  # without what is zero
        if pipeline.lost:
            log.warning("another replica has taken the outbox over")
        elif (failed := pipeline.claims.failed or pipeline.books.failed) is not None:
            raise failed
        if pipeline.lost or pipeline.books.unwritten:
            self._lease.forget()
            return False
        return not self._stopping.is_set()

    async def _doubts_told(self) -> bool:
        """Whether the owner was told just now. Once an hour is enough: until then they add up."""
        if not self._doubts or not await report_doubts(self._shop, self._doubts):
            return False
        self._doubts = Interrupted()
        return True
