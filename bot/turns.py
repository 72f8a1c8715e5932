"""A few at a time, so that those who come to the door need not wait until everybody inside has spoken."""

import asyncio
from collections import deque

FEW = 4  # some milliseconds' work


class Turns:
    """A turn lasts until whoever has it waits for something; between two, the event loop looks what has come in."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def mine(self) -> None:
        """Return when it is one's turn, in the order of asking."""
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._waiting.append(turn)
        if len(self._waiting) == 1:
            loop.call_soon(self._next)
        await turn

    def _next(self) -> None:
        """In each round of the event loop, a few."""
        for _ in range(min(FEW, len(self._waiting))):
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._next)
