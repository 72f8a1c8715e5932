"""Arrivals and ends of updates, written in groups: one commit for all that come in the same round of the event loop, or
while the last one is made.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storage.database import Storage
from storage.inbox import Arrival
from storage.transaction import Transaction

log = logging.getLogger(__name__)
LAZY = 0.02  # seconds that an end waits for company: until then, a crash would have the reply said twice

ATTEMPTS = 3  # to write down the last ones


@dataclass(slots=True)
class Kept:
    """The ids that were not known before, and the chats that are in our hands."""

    new: set[int]
    held: set[int]


@dataclass(slots=True)
class _Group:
    arrivals: list[tuple[Sequence[Arrival], asyncio.Future[Kept]]] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    released: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.arrivals or self.done or self.released)


class InboxWriter:
    """The inbox of one process, whose name among the replicas is `holder`."""

    def __init__(self, storage: Storage, now: Callable[[], datetime], holder: str) -> None:
        self._storage = storage
        self._now = now
        self._holder = holder
        self._shared = storage.dialect == "postgresql"
        self._next, self._going = _Group(), _Group()
        self._writing: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def keep(self, arrivals: Sequence[Arrival]) -> Kept:
        """When this returns, they are safe. Raises what the database raised."""
        kept: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self._next.arrivals.append((arrivals, kept))
        self._begin()
        return await kept

    def done(self, update_id: int) -> None:
        """It has been handled; written down soon."""
        self._next.done.append(update_id)
        self._soon()

    def finished(self) -> set[int]:
        """Updates that have been handled while the database does not know it yet."""
        return {*self._next.done, *self._going.done}

    def holds(self, chat: int) -> None:
        """A chat that was to be released is in our hands again."""
        self._next.released.discard(chat)

    def release(self, chat: int) -> None:
        """Nothing of that chat waits here; written down soon."""
        if self._shared:
            self._next.released.add(chat)
            self._soon()

    async def close(self) -> None:
        """Write down what is left, if the database is there."""
        for _ in range(ATTEMPTS):
            self._begin()
            while self._writing is not None:
                await asyncio.wait([self._writing])
            if not self._next:
                break
            await asyncio.sleep(LAZY)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _soon(self, after: float = LAZY) -> None:
        if self._timer is None and self._writing is None:
            self._timer = asyncio.get_running_loop().call_later(after, self._begin)

    def _begin(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        """Group after group, until nobody waits."""
        later = False
        try:
            while self._next.arrivals or (self._next and not later):
                self._going, self._next = self._next, _Group()
                later = not await self._write(self._going)
                self._going = _Group()
        finally:
            self._writing = None
        if self._next:
            self._soon(1.0)

    async def _write(self, group: _Group) -> bool:
        """Whether it could be written. Whoever waits for an arrival hears of it; ends are tried again."""
        try:
            kept = await self._in_one_transaction(group)
        except Exception as trouble:  # noqa: BLE001 -- whatever it is, whoever waits has to hear of it
            for _, waiting in group.arrivals:
                if not waiting.done():
                    waiting.set_exception(trouble)
            self._next.done[:0] = group.done
            self._next.released |= group.released
            if not group.arrivals:
                log.warning("what was handled could not be written down yet (%s)", type(trouble).__name__)
            return False
        new = set(kept.new)
        for arrivals, waiting in group.arrivals:
            if not waiting.done():  # what was brought twice at once is new to the first
                mine = {arrival.update_id for arrival in arrivals} & new
                new -= mine
                waiting.set_result(Kept(mine, kept.held))
        return True

    async def _in_one_transaction(self, group: _Group) -> Kept:
        arrivals = [arrival for some, _ in group.arrivals for arrival in some]
        new, held = set[int](), set[int]()
        async with self._storage.transaction() as tx:
            if group.done:
                await tx.inbox.done(group.done)
            if group.released:
                await tx.inbox.release(group.released, holder=self._holder)
            if arrivals:
                new = await tx.inbox.keep(arrivals, now=self._now())
                chats = {arrival.chat_id for arrival in arrivals if arrival.update_id in new}
                held = await self._hold(tx, chats, new) if self._shared else chats
        return Kept(new, held)

    async def _hold(self, tx: Transaction, chats: Collection[int], new: Collection[int]) -> set[int]:
        """Those whose updates can be handled at once: nobody else has them, and nothing was left behind."""
        held = await tx.inbox.hold(chats, holder=self._holder)
        return held - await tx.inbox.behind(held, new=new) if held else held
