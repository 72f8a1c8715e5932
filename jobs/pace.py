"""How fast letters may leave: Telegram's limits, and its "not now", which holds for everything.

Measured by the machine's own steady clock: turning the shop's clock makes Telegram no faster.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

EVERY = 1 / 25  # seconds between two letters; Telegram's bulk limit is about 30 a second, and unpublished
EVERY_IN_CHAT = 1.0
GROUP_LIMIT, GROUP_WINDOW = 20, 60.0  # letters to one group in so many seconds
SLICE = 0.5  # of waiting: so soon an end is noticed


def _memory(chat: int) -> float:
    return GROUP_WINDOW if chat < 0 else EVERY_IN_CHAT


class Pace:
    """When the next letter may leave, over all and for each chat."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self._rest_until = 0.0
        self._ended = False
        self._last: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}

    async def turn(self, chat: int) -> None:
        """Wait until a letter may leave; it counts from now on. Turns are taken in the order of asking."""
        while True:
            start = max(self._clock(), self._next, self._rest_until)
            self._next = start + EVERY
            await self._until(start)
            if self._clock() >= self._rest_until or self._ended:  # else Telegram said "not now" meanwhile
                break
        self._count(chat)

    def _count(self, chat: int) -> None:
        now = self._clock()
        self._last[chat] = now
        if chat < 0:
            self._groups.setdefault(chat, deque(maxlen=GROUP_LIMIT)).append(now)

    def rest(self, seconds: float) -> None:
        """Telegram wants peace for so long; nothing leaves meanwhile, to nobody."""
        self._rest_until = max(self._rest_until, self._clock() + seconds)

    async def rested(self) -> None:
        """Wait for the end of the rest, if there is one."""
        await self._until(self._rest_until)

    def end(self) -> None:
        """Let everybody who waits go on: the process is about to stop."""
        self._ended = True

    def tired(self) -> frozenset[int]:
        """Chats that can take nothing just now."""
        now = self._clock()
        self._last = {chat: last for chat, last in self._last.items() if last > now - _memory(chat)}
        return frozenset(chat for chat in self._last if self._ready_at(chat) > now)

    async def somebody_recovers(self) -> None:
        """Wait until the first of the tired chats can take another one."""
        ready = [self._ready_at(chat) for chat in self.tired()]
        await self._until(min(ready, default=0.0))

    def _ready_at(self, chat: int) -> float:
        ready = self._last[chat] + EVERY_IN_CHAT
        sent = self._groups.get(chat)
        return max(ready, sent[0] + GROUP_WINDOW) if sent is not None and len(sent) == GROUP_LIMIT else ready

    async def _until(self, moment: float) -> None:
        while (left := moment - self._clock()) > 0 and not self._ended:
            await self._sleep(min(left, SLICE))
