"""One drain: letters pass the gate, are marked, called and written down, all of it at the same time.

The database is not on the way of a call: while one batch is claimed, marked or written down, letters of the batch
before are being called.
"""

import asyncio

import structlog

from actions.deliver import Outgoing, RateLimited, Refused, Result, Telegram, Trouble
from actions.shop import Shop
from jobs.belt import Belt, measures
from jobs.books import Books
from jobs.claims import Claims
from jobs.outcomes import note_rest
from jobs.pace import Pace
from storage.lease import Lease

LOOK_EVERY = 0.5  # seconds, for what cannot wait and was posted by another replica
RENEW_LOOK = 0.5  # seconds: so often it is asked whether the lease is old enough to be renewed
REST = 1.0  # seconds; over a longer one nothing is kept in hand: what the gate said may be out of date after it

log = structlog.get_logger(__name__)


class Pipeline:
    """`run` it once, with a lease; what came of it stands in `books` and `claims`."""

    def __init__(self, shop: Shop, telegram: Telegram, pace: Pace, lease: Lease) -> None:
        assert lease.fence is not None
        self._telegram, self._pace, self._lease = telegram, pace, lease
        self._loop = asyncio.get_running_loop()
        self._belt = Belt(measures(pace.full_rate), pace)
        self.claims = Claims(shop, lease.fence, self._belt)
        self.books = Books(shop, lease.fence, self._belt)
        self._lost = self._stopping = self._abandoned = self._given_up = False

    @property
    def lost(self) -> bool:
        """The lease is another's."""
        return self._lost or self.books.lost or self.claims.lost

    async def run(self) -> None:
        """Until nothing is due any more, the lease is lost, or somebody asks to stop."""
        beside = [asyncio.create_task(self._keep_the_lease()), asyncio.create_task(self._look_again())]
        try:
            while True:
                self._belt.news.clear()
                self._step()
                if self._over():
                    break
                await self._something_happens()
        finally:
            beside += self._belt.in_flight
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await self.claims.end()
            await self.books.end()

    def wake(self) -> None:
        """Something was posted."""
        self._belt.more = self._belt.urgent = True
        self._belt.news.set()

    def stop(self, *, within: float) -> None:
        """Take nothing new. What is on its way has so many seconds; and a database in trouble, a second more."""
        self._stopping = True
        self._belt.news.set()
        self._loop.call_later(within, self._abandon)
        self._loop.call_later(within + 1, self._give_up)

    def _abandon(self) -> None:
        self._abandoned = True
        for task in self._belt.in_flight:
            task.cancel()

    def _give_up(self) -> None:
        self._given_up = True
        self._belt.news.set()

    def _step(self) -> None:
        """Whatever can be begun now."""
        rests = self._pace.resting()
        if self._stopping or rests > REST:
            self._belt.put_back_all()
        may_begin = not self._stopping and not self.lost and not rests
        if may_begin:
            self._send()
        self.books.start(mark=may_begin)
        if may_begin:
            self.claims.start()

    def _send(self) -> None:
        """Letters leave, as many as there is room for and the pace lets go. With a doubtful lease none does."""
        belt = self._belt
        room = belt.measures.in_flight - len(belt.in_flight)
        while belt.marked and room > 0 and self._pace.wait() <= 0 and self._lease.relied_on:
            letter = belt.marked.take()
            self._pace.left(letter.chat_id)
            belt.in_flight[asyncio.create_task(self._call(letter))] = letter
            room -= 1

    async def _call(self, letter: Outgoing) -> None:
        """One letter, to the answer."""
        result: Result
        try:
            result = await self._telegram.deliver(letter.chat_id, letter.letter)
        except asyncio.CancelledError:
            if not self._abandoned:
                raise
            result = Trouble("stopped", perhaps_arrived=True)
        except Exception as error:  # the boundary of one message, as there is one of an update: the others go on
            log.exception("a letter could not be carried", message=letter.id)
            result = Refused(type(error).__name__)
        if isinstance(result, RateLimited):
            note_rest(result.seconds)
            self._pace.rest(result.seconds)
        task = asyncio.current_task()
        assert task is not None
        del self._belt.in_flight[task]
        self._belt.land((letter, result), self._loop.time())

    def _over(self) -> bool:
        if self._given_up:
            return True
        if self.claims.busy or self.books.busy or self._belt.in_flight:
            return False
        if self.lost or self.books.failed is not None:
            return True
        waits = self.claims.failed is None and (self.claims.wanted or self._belt.held)
        return self._belt.empty and (self._stopping or not waits)

    async def _something_happens(self) -> None:
        """Wait for news, or for as long as Telegram's limits want it."""
        belt, seconds = self._belt, self._pace.resting()
        if not seconds and belt.marked and len(belt.in_flight) < belt.measures.in_flight and self._lease.relied_on:
            seconds = self._pace.wait()
        elif not seconds and belt.empty and not self.claims.busy and not self.books.busy:
            seconds = min((self._pace.tired_for(held.chat) for held in belt.held), default=0.0)
        if seconds > 0:
            await self._pace.nap(seconds, belt.news)
            belt.look_after_the_held()
        elif belt.empty and belt.held and not self.claims.busy:
            belt.look_after_the_held()
        else:
            await belt.news.wait()

    async def _look_again(self) -> None:
        """Now and then; and so that whoever waits for an hour to pass notices that it has."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self._belt.urgent = True
            self._belt.look_after_the_held()
            self._belt.news.set()

    async def _keep_the_lease(self) -> None:
        """Renew it well before it runs out, and again soon where the database did not answer."""
        while not self._lost:
            await asyncio.sleep(RENEW_LOOK)
            if self._lease.fresh:
                continue
            try:
                self._lost = not await self._lease.renew()
            except Exception as error:  # noqa: BLE001 -- whatever it is: without it, the lease ends by itself
                log.warning("the lease could not be renewed (%s)", type(error).__name__)
            self._belt.news.set()
