"""How fast letters may leave: Telegram's limits, and its "not now", which holds for everything.

Telegram does not say whose limit was met, and the limits are unpublished: so a rest is kept by all of the outbox, also
when the letter was for a group, and afterwards the rate comes back step by step. Replies to people are not bulk and do
not come by here.

Measured by the machine's own steady clock: turning the shop's clock makes Telegram no faster.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

USUAL = 25.0  # letters a second; Telegram's bulk limit is about 30, and unpublished
EVERY_IN_CHAT = 1.0
GROUP_LIMIT, GROUP_WINDOW = 20, 60.0  # letters to one group in so many seconds
SLICE = 0.5  # of waiting: so soon an end is noticed
LATE = 0.02  # seconds that a sleep may last too long without making the rate lower
SLOWEST = 1 / 8  # of the full rate, after one rest upon the other
STEP, STEP_EVERY = 0.1, 5.0  # of the full rate, regained in so many seconds of sending


def _memory(chat: int) -> float:
    return GROUP_WINDOW if chat < 0 else EVERY_IN_CHAT


class Pace:
    """When the next letter may leave, over all and for each chat."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        rate: float = USUAL,
    ) -> None:
        """rate: letters a second over all."""
        self._clock = clock
        self._sleep = sleep
        self.full_rate = rate
        self._slowed_to = 1.0  # the share of the full rate with which sending began again after the last rest
        self._next = 0.0
        self._rest_until = 0.0
        self._last: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}

    @property
    def rate(self) -> float:
        """Letters a second, now."""
        return self.full_rate * self._share()

    def _share(self) -> float:
        steps = max(0.0, self._clock() - self._rest_until) // STEP_EVERY
        return min(1.0, self._slowed_to + STEP * steps)

    def wait(self) -> float:
        """Seconds until the next letter may leave; 0: now."""
        return max(0.0, self._rest_until - self._clock(), self._next - self._clock())

    def left(self, chat: int) -> None:
        """A letter leaves, to that chat."""
        now = self._clock()
        self._next = max(self._next, now - LATE) + 1 / self.rate
        self._last[chat] = now
        if chat < 0:
            self._groups.setdefault(chat, deque(maxlen=GROUP_LIMIT)).append(now)

    def rest(self, seconds: float) -> None:
        """Telegram wants peace for so long; nothing leaves meanwhile, to nobody. What was on its way already hears the
        same: that is one rest, not many.
        """
        if self.resting() == 0:
            self._slowed_to = max(SLOWEST, self._share() / 2)
        self._rest_until = max(self._rest_until, self._clock() + seconds)

    def resting(self) -> float:
        """Seconds until the end of the rest; 0: there is none."""
        return max(0.0, self._rest_until - self._clock())

    def tired(self) -> frozenset[int]:
        """Chats that can take nothing just now."""
        now = self._clock()
        self._last = {chat: last for chat, last in self._last.items() if last > now - _memory(chat)}
        self._groups = {chat: sent for chat, sent in self._groups.items() if chat in self._last}
        return frozenset(chat for chat in self._last if self._ready_at(chat) > now)

    def tired_for(self, chat: int) -> float:
        """Seconds until that chat can take another one."""
        return max(0.0, self._ready_at(chat) - self._clock()) if chat in self._last else 0.0

    def _ready_at(self, chat: int) -> float:
        ready = self._last[chat] + EVERY_IN_CHAT
        sent = self._groups.get(chat)
        return max(ready, sent[0] + GROUP_WINDOW) if sent is not None and len(sent) == GROUP_LIMIT else ready

    async def nap(self, seconds: float, news: asyncio.Event) -> None:
        """Wait so long, or until there is news; not longer than a slice of it."""
        sleeping = asyncio.ensure_future(self._sleep(min(seconds, SLICE)))
        hearing = asyncio.ensure_future(news.wait())
        try:
            await asyncio.wait((sleeping, hearing), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            hearing.cancel()
