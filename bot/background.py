"""What goes on beside the conversations: the timetable, the programme file, the demo's clock."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from actions.incidents import Incidents
from actions.manager_chat import follow_moves
from actions.shop import Shop
from actions.tell_owner import tell_owner
from actions.upcoming import upcoming_greetings
from bot.current_programme import ProgrammeFile
from bot.turned_clock import MomentToSee, TurnedClock
from jobs.drain import Drainer
from jobs.plan import Planner
from jobs.schedule import Timetable, Troubled, live_until, nobody_minds
from storage.database import TROUBLE
from texts.lengths import first_lines

log = logging.getLogger(__name__)
LOOK_EVERY = 5.0  # seconds, at the programme file
FOLLOW_EVERY = 2.0  # seconds: so long a till may be sent away after its group got another number
MOST = 3500  # units of what is wrong with it, in one message to the owner


class Background:
    """Starts with `async with`, and ends with it."""

    def __init__(
        self,
        shop: Shop,
        drainer: Drainer,
        programme: ProgrammeFile,
        clock: Callable[[], datetime],
        incidents: Incidents | None = None,
        troubled: Troubled = nobody_minds,
    ) -> None:
        """troubled: hears, from the jobs, that the database is in trouble."""
        self._shop = shop
        self._drainer = drainer
        self._programme = programme
        self._clock = clock
        self._timetable = Timetable(shop, drainer, incidents, troubled)
        self._tasks: set[asyncio.Task[Any]] = set()

    def wake(self) -> None:
        """Something may be due."""
        self._timetable.wake()

    def start_soon(self, work: Coroutine[Any, Any, Any], name: str) -> None:
        """Do it beside the rest; a failure is logged and hurts nobody."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s ended", task.get_name(), exc_info=error)

    async def __aenter__(self) -> Self:
        await self._timetable.start()
        self.start_soon(self._watch_programme(), "the watch over the programme")
        if self._shop.storage.dialect == "postgresql":
            self.start_soon(self._watch_moves(), "the watch over the manager chat's number")
        if isinstance(self._clock, TurnedClock):
            self.start_soon(self._clock.follow(self._live_until, self._moments), "the demo's clock")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._timetable.stop()

    async def _watch_programme(self) -> None:
        """A changed file counts from the next message on; a wrong one is told to the owners, and the old one stays."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            wrong = await asyncio.to_thread(self._programme.look_again)
            if wrong is not None:
                key = f"programme:{self._shop.now().timestamp()}"  # each change is told, the same mistake again, too
                await tell_owner(self._shop, "programme-wrong", key=key, problems=first_lines(wrong, MOST))
                self.wake()

    async def _watch_moves(self) -> None:
        """Another replica may be the one that hears of it."""
        while True:
            with suppress(*TROUBLE):  # the jobs tell of it
                await follow_moves(self._shop)
            await asyncio.sleep(FOLLOW_EVERY)

    async def _live_until(self, target: datetime) -> None:
        assert isinstance(self._clock, TurnedClock)
        await live_until(self._clock, target, Planner(self._shop), self._drainer, self._shop)

    async def _moments(self) -> list[MomentToSee]:
        found = await upcoming_greetings(self._shop)
        languages = self._shop.programme.shop.languages
        return [
            MomentToSee(
                id=f"birthday:{greeting.customer}",
                title={
                    language: self._shop.texts.words(language).plain("moment-birthday", name=greeting.name)
                    for language in languages
                },
                at=greeting.at,
            )
            for greeting in found
        ]
