"""Waiting for "something happened" without polling; costs nothing while nobody waits."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """Rung on every change; each waiter checks for itself whether its change was among them."""

    def __init__(self) -> None:
        self._next: asyncio.Future[None] | None = None

    def ring(self) -> None:
        if self._next is not None and not self._next.done():
            self._next.set_result(None)
        self._next = None

    async def until(self, look: Callable[[], T], seconds: float) -> T:
        """The first truthy `look()`, or its last value when `seconds` of real time have passed."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not (found := look()) and (left := deadline - loop.time()) > 0:
            if self._next is None:
                self._next = loop.create_future()
            try:
                await asyncio.wait_for(asyncio.shield(self._next), left)
            except TimeoutError:
                return look()
        return found
