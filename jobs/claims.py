"""Claiming: a look at what is due, through the gate, ahead of the sending but not far."""

import asyncio
from collections import Counter as Tally

from actions.pass_gate import Look, pass_gate
from actions.shop import Shop
from jobs.belt import Belt
from jobs.outcomes import note_stopped
from storage.fence import LeaseLost


class Claims:
    """One look at a time. failed: why there will be no more; lost: because the lease is another's."""

    def __init__(self, shop: Shop, fence: int, belt: Belt) -> None:
        self._shop, self._fence, self._belt = shop, fence, belt
        self._looking: asyncio.Task[None] | None = None
        self.failed: Exception | None = None
        self.stopped: Tally[str] = Tally()

    @property
    def busy(self) -> bool:
        """Just now."""
        return self._looking is not None

    @property
    def wanted(self) -> bool:
        """Whether there is a reason to look, once there is room."""
        return self.failed is None and (self._belt.more or self._belt.urgent)

    def start(self) -> None:
        """Look, if it is time to: when half of what may be claimed is gone, or for what cannot wait."""
        belt, most = self._belt, self._belt.measures.claimed
        bulk = len(belt.claimed) - belt.claimed.urgent
        low = bulk <= most // 2
        if self._looking is not None or self.failed is not None or not (belt.urgent or (belt.more and low)):
            return
        marketing = most - bulk if low and belt.more else 0
        urgent = most - belt.claimed.urgent
        if marketing or urgent:
            belt.urgent, belt.more = False, belt.more and not marketing
            self._looking = asyncio.create_task(self._look(marketing, urgent))

    async def end(self) -> None:
        """Break off the look that is under way; what it has claimed, the next lease gives back."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _look(self, marketing: int, urgent: int) -> None:
        belt = self._belt
        busy = frozenset(belt.busy | belt.pace.tired())
        look = Look(room=marketing + urgent, marketing=marketing, busy=busy, resting=belt.resting())
        try:
            passed = await pass_gate(self._shop, self._fence, look)
        except Exception as error:  # noqa: BLE001 -- whoever runs the pipeline has to know; what is in hand goes on
            self.failed = error
        else:
            belt.claimed.put(passed.letters)
            belt.busy.update(letter.chat_id for letter in passed.letters)
            belt.held |= passed.held
            belt.look_after_the_held()
            belt.more |= passed.more and marketing > 0
            belt.urgent |= passed.more and (not marketing or any(letter.urgent for letter in passed.letters))
            for stopped in passed.stopped:
                note_stopped(stopped)
            self.stopped.update(stopped.state for stopped in passed.stopped)
        finally:
            self._looking = None
            belt.news.set()

    @property
    def lost(self) -> bool:
        """The lease is another's."""
        return isinstance(self.failed, LeaseLost)
