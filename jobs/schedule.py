"""The whole timetable on one screen. The scheduler only ticks; what is due, the database says.

every minute       plan     what has become due goes into the outbox
on a wake, or 2 s  drain    what is due in the outbox goes to Telegram
every hour         forget   handled updates
every hour         backup   the day's copy, once it is four in the morning at the shop
every minute       note     what went wrong here is written down
every 10 minutes   report   what was out of order, once it is ten in the morning at the shop
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from actions.incidents import Incidents
from actions.shop import Shop
from jobs.backup import NightlyBackup
from jobs.drain import Drainer
from jobs.forget import forget
from jobs.measured import AlreadyTold, measured
from jobs.outage import Outage
from jobs.plan import Planner
from jobs.report import DailyReport
from storage.database import TROUBLE
from storage.trouble import trouble_of

DRAIN_AT_LEAST = 2.0  # seconds
LAST_NOTE = 1.0  # seconds
HOUR = timedelta(hours=1)
CLOSE = timedelta(days=8)  # walked through by the hour; what is farther away, by six hours

log = structlog.get_logger(__name__)

Troubled = Callable[[Exception], Awaitable[object]]


async def nobody_minds(_: Exception) -> None:
    """Where there is nobody to tell."""


class Timetable:
    """Starts what happens by itself, and stops it."""

    def __init__(
        self, shop: Shop, drainer: Drainer, incidents: Incidents | None = None, troubled: Troubled = nobody_minds
    ) -> None:
        """troubled: hears of each run that failed by the database."""
        self._shop = shop
        self._drainer = drainer
        self._incidents = incidents or Incidents()
        self._troubled = troubled
        self._planner = Planner(shop)
        self._outage = Outage(self._database_is_back)
        self.backup = NightlyBackup(shop)
        self._daily = DailyReport(shop, self.backup)
        self._awake = asyncio.Event()
        self._draining: asyncio.Task[None] | None = None
        # In memory, and late jobs run: two processes on one job store ran 21 of 20 jobs, and the default drops a job
        # that is a second late.
        settings = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=settings)

    async def start(self) -> None:
        """Look after what a crash has left, then begin."""
        await self._drainer.recover()
        self._scheduler.add_job(self._plan)  # at once: an interval begins with waiting
        self._scheduler.add_job(self._plan, "interval", minutes=1)
        self._scheduler.add_job(self._forget, "interval", hours=1)
        self._scheduler.add_job(self._back_up)
        self._scheduler.add_job(self._back_up, "interval", hours=1)
        self._scheduler.add_job(self._note, "interval", minutes=1)
        self._scheduler.add_job(self._report, "interval", minutes=10)
        self._scheduler.start()
        self._draining = asyncio.create_task(self._drain_for_ever())

    def wake(self) -> None:
        """Something was posted: drain now. Call it after an action has committed; it costs nothing."""
        self._awake.set()
        self._drainer.wake()

    async def stop(self) -> None:
        """Begin nothing more, and wait for the letters that are on their way."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await self._drainer.stop()
        if self._draining is not None:
            self._draining.cancel()
            await asyncio.gather(self._draining, return_exceptions=True)
        with suppress(*TROUBLE):  # among them: the database is locked, and nobody waits for it now
            async with asyncio.timeout(LAST_NOTE):
                await self._incidents.write_down(self._shop)

    async def _plan(self) -> None:
        await self._planned("plan", self._planner.plan, every=60)
        self.wake()

    async def _forget(self) -> None:
        await self._planned("forget", lambda: forget(self._shop), every=3600)

    async def _back_up(self) -> None:
        await self._planned("backup", self.backup.look, every=3600)

    async def _note(self) -> None:
        await self._planned("note", lambda: self._incidents.write_down(self._shop), every=60)

    async def _report(self) -> None:
        await self._planned("report", self._daily.look, every=600)
        self.wake()

    async def _planned(self, name: str, job: Callable[[], Awaitable[object]], *, every: float) -> None:
        """A tick of the scheduler's. It calls it a failure, with a traceback, when the bot stops meanwhile."""
        with suppress(asyncio.CancelledError):
            await self._tick(name, job, every=every)

    def _database_is_back(self, seconds: float) -> None:
        self._incidents.database_was_away(timedelta(seconds=seconds), until=self._shop.now())

    async def _drain_for_ever(self) -> None:
        while True:
            await self._tick("drain", self._drainer.drain)
            try:
                async with asyncio.timeout(DRAIN_AT_LEAST):
                    await self._awake.wait()
            except TimeoutError:
                pass
            self._awake.clear()

    async def _tick(self, name: str, job: Callable[[], Awaitable[object]], *, every: float | None = None) -> None:
        """One tick fails, the next one comes. every: seconds between two, for the figures (jobs/measured.py)."""
        try:
            with measured(name, every=every):
                await job()
        except AlreadyTold:
            pass
        except Exception as error:  # the outer boundary of a tick
            trouble = trouble_of(error)
            if trouble is None:
                log.exception("a job failed", job=name)
                self._incidents.job_failed(name)
            else:
                self._outage.met(name, trouble, error)
                await self._troubled(error)
        else:
            self._outage.passed(name)


class AdjustableClock(Protocol):
    """The shop's clock, where it can be turned (the demo)."""

    def __call__(self) -> datetime:
        """As it stands."""

    def set(self, now: datetime) -> None:
        """Turn it."""


async def live_until(clock: AdjustableClock, target: datetime, planner: Planner, drainer: Drainer, shop: Shop) -> None:
    """Turn the clock to `target` and live through the time in between, so that what falls due on the way is sent at
    its time, and not found too old in the end. Back is only turned.
    """
    now = clock()
    step = HOUR if target - now <= CLOSE else 6 * HOUR
    while now < target:
        now = min(target, await _next_stop(shop, now, step))
        clock.set(now)
        await planner.plan()
        await drainer.drain()
    clock.set(target)


async def _next_stop(shop: Shop, now: datetime, step: timedelta) -> datetime:
    """The next full hour (or sixth), or the moment before it for which a message is put off."""
    seconds = int(step.total_seconds())
    full = datetime.fromtimestamp((int(now.timestamp()) // seconds + 1) * seconds, UTC)
    async with shop.storage.reading() as tx:
        due = await tx.outbox.next_due(after=now)
    return min(full, due) if due is not None else full
