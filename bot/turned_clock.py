"""The clock of the demo and of the end-to-end tests: the simulator's, so that next month can be seen in a minute.

The simulator says by how much its clock is ahead; the bot lives through the time in between, so that what falls due on
the way is sent at its hour, and then reports that it has arrived.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from storage.database import TROUBLE

log = logging.getLogger(__name__)
PATIENCE = 5  # seconds of one long poll; then the moments are offered anew


@dataclass(frozen=True, slots=True)
class MomentToSee:
    """Something worth jumping to."""

    id: str
    title: dict[str, str]
    at: datetime


class TurnedClock:
    """The machine's clock and an offset."""

    def __init__(self, machine: Callable[[], datetime], url: str) -> None:
        self._machine = machine
        self._url = url
        self._offset = timedelta()
        self._version = -1

    def __call__(self) -> datetime:
        """Aware UTC."""
        return self._machine() + self._offset

    def set(self, now: datetime) -> None:
        """Turn the hands; from there it goes on by itself."""
        self._offset = now - self._machine()

    async def start(self) -> None:
        """Take over the simulator's time as it is, without living through anything."""
        async with aiohttp.ClientSession() as session:
            self._take(await self._get(session, {}))

    async def follow(
        self,
        live_until: Callable[[datetime], Awaitable[None]],
        moments: Callable[[], Awaitable[Sequence[MomentToSee]]],
    ) -> None:
        """Whenever the clock is turned, live through the time in between. Until cancelled."""
        async with aiohttp.ClientSession() as session:
            await self._arrived(session)
            while True:
                try:
                    await self._offer(session, await moments())
                    seen = await self._get(session, {"after": str(self._version), "wait": str(PATIENCE)})
                    if seen["version"] != self._version:
                        await live_until(datetime.fromisoformat(seen["now"]).astimezone(UTC))
                        self._take(seen)
                        await self._arrived(session)
                except (aiohttp.ClientError, TimeoutError, *TROUBLE):
                    log.debug("the simulator's clock does not answer, or the database", exc_info=True)
                    await asyncio.sleep(1)

    async def _arrived(self, session: aiohttp.ClientSession) -> None:
        async with session.post(f"{self._url}/reached", json={"version": self._version}) as answer:
            await answer.read()

    async def _get(self, session: aiohttp.ClientSession, query: dict[str, str]) -> dict[str, Any]:
        async with session.get(self._url, params=query, timeout=aiohttp.ClientTimeout(PATIENCE + 10)) as answer:
            seen: dict[str, Any] = await answer.json()
            return seen

    def _take(self, seen: dict[str, Any]) -> None:
        self._version = int(seen["version"])
        self._offset = timedelta(seconds=float(seen["offset"]))

    async def _offer(self, session: aiohttp.ClientSession, moments: Sequence[MomentToSee]) -> None:
        body = [{"id": moment.id, "title": moment.title, "at": moment.at.isoformat()} for moment in moments]
        async with session.put(f"{self._url}/moments", json=body) as answer:
            await answer.read()
