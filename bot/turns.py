"""So much at once and no more, and it begins a little at a time: those who come to the door need not wait until all who
came before them have been served.
"""

import asyncio
import contextvars
from collections import deque
from collections.abc import Awaitable, Callable
from math import ceil
from typing import Any

# Rounds of the event loop with nothing but looking before the next ones begin. To be received takes two or three where
# SQLite keeps it: whoever has come while others were handled is kept, and Telegram told so, and whoever has come during
# that, too. PostgreSQL's commit takes many, and nobody stands in its way meanwhile.
LOOKS = 6
# Where no more wait, one begins; where twice as many wait, four; thrice, nine, until as many are handled as come. In a
# row each takes half as long, since what the processor needs for it is in its caches; but whoever comes has to wait
# meanwhile, so that few begin together as long as few wait.
FEW = 64

Work = Callable[[], Awaitable[Any]]


class Turns:
    """What is to be done waits here for its turn; whoever has more to do asks again, behind all others."""

    def __init__(self, *, most: int) -> None:
        """most: are under way in the same moment."""
        self._most = most
        self._waiting: deque[Work] = deque()
        self._under_way: set[asyncio.Task[None]] = set()
        self._round: asyncio.Handle | None = None
        self._context = contextvars.copy_context()  # each work begins in this one, not in that of who ended before it
        self._closed = False

    def ask(self, work: Work) -> None:
        """It begins when it is its turn, in the order of asking; never, after the end."""
        if not self._closed:
            self._waiting.append(work)
            self._go_on()

    def _go_on(self) -> None:
        if self._round is None and self._waiting and len(self._under_way) < self._most:
            self._look_to_the_door(LOOKS)

    def _look_to_the_door(self, times: int) -> None:
        loop = asyncio.get_running_loop()
        self._round = loop.call_soon(self._look_to_the_door, times - 1) if times else loop.call_soon(self._begin)

    def _begin(self) -> None:
        self._round = None
        waiting = len(self._waiting)
        for _ in range(min(ceil((waiting / FEW) ** 2), waiting, self._most - len(self._under_way))):
            through = self._through(self._waiting.popleft())
            self._under_way.add(asyncio.create_task(through, context=self._context.copy()))
        self._go_on()

    async def _through(self, work: Work) -> None:
        try:
            await work()
        finally:
            task = asyncio.current_task()
            assert task is not None
            self._under_way.discard(task)
            self._go_on()

    def __bool__(self) -> bool:
        """Whether anybody waits or is under way."""
        return bool(self._waiting or self._under_way)

    async def idle(self) -> None:
        """Wait until nobody asks any more."""
        while self:
            await (asyncio.wait(self._under_way) if self._under_way else asyncio.sleep(0))

    async def close(self, *, within: float) -> None:
        """Nothing begins any more; what is under way gets so many seconds, and is cancelled then."""
        self._closed = True
        self._waiting.clear()
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
