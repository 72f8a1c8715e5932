"""The drainer: takes from the outbox what is due, through the gate, and has it carried to Telegram."""

import asyncio
from collections import Counter as Tally

import structlog
from prometheus_client import Counter

from actions.deliver import Migrated, Outgoing, RateLimited, Refused, Result, Telegram, settle, settle_interrupted
from actions.pass_gate import pass_gate
from actions.shop import Shop
from jobs.pace import Pace
from storage.lease import drainers_lease

IN_FLIGHT = 25  # at once: a second's worth, and what a crash can leave without a known end

REFILL = 5

log = structlog.get_logger(__name__)
outcomes = Counter("kasanie_messages", "Messages of the outbox, by what came of them", ["outcome"])
withheld = Counter("kasanie_messages_withheld", "Messages that were not sent, by the reason", ["reason"])


class Drainer:
    """One for a process: two `drain` at once take turns. Of several processes, one has the lease."""

    def __init__(self, shop: Shop, telegram: Telegram, *, pace: Pace | None = None) -> None:
        self._shop = shop
        self._telegram = telegram
        self._pace = pace or Pace()
        self._turn = asyncio.Lock()
        self._on_the_way: dict[asyncio.Task[str], int] = {}
        self._stopping = False

    async def recover(self) -> None:
        """Once, before the first `drain`: look after what a crash has interrupted."""
        async with self._turn, drainers_lease(self._shop.storage) as mine:
            if mine:
                await self._look_after_the_interrupted()

    async def _look_after_the_interrupted(self) -> None:
        """With the lease: whoever drains settles all before giving it back, so what is left has lost its drainer."""
        interrupted = await settle_interrupted(self._shop)
        outcomes.labels("again").inc(interrupted.again)
        outcomes.labels("unknown").inc(interrupted.unknown)
        if interrupted.again or interrupted.unknown:
            log.warning(
                "interrupted messages: service is sent again, of marketing nobody knows whether it arrived",
                again=interrupted.again,
                unknown=interrupted.unknown,
            )

    async def drain(self) -> Tally[str]:
        """Send until nothing is due. Returns how many messages met which end."""
        ends: Tally[str] = Tally()
        async with self._turn, drainers_lease(self._shop.storage) as mine:
            if not mine:
                return ends
            if self._shop.storage.dialect == "postgresql":  # another replica may have died
                await self._look_after_the_interrupted()
            try:
                while await self._step(ends):
                    pass
            finally:
                if self._on_the_way:
                    await asyncio.wait(self._on_the_way)
                    self._landed(ends)
        return ends

    async def stop(self) -> None:
        """Take nothing new, and wait for what is on its way."""
        self._stopping = True
        self._pace.end()
        async with self._turn:
            pass

    async def _step(self, ends: Tally[str]) -> bool:
        """Let the next letters go, as many as there is room for. False: that was all."""
        if self._stopping:
            return False
        await self._pace.rested()
        busy = self._pace.tired() | frozenset(self._on_the_way.values())
        passed = await pass_gate(self._shop, room=IN_FLIGHT - len(self._on_the_way), busy=busy)
        for reason, count in passed.withheld.items():
            ends["withheld"] += count
            withheld.labels(reason).inc(count)
        for letter in passed.letters:
            self._on_the_way[asyncio.create_task(self._send(letter))] = letter.chat_id
        if self._on_the_way:
            await self._some_land(ends)
        elif passed.held_up and not passed.decided:
            await self._pace.somebody_recovers()
        return bool(self._on_the_way or passed.decided or passed.held_up)

    async def _some_land(self, ends: Tally[str]) -> None:
        """At least one, and so many that asking the database again is worth it."""
        full = True
        while full:
            await asyncio.wait(self._on_the_way, return_when=asyncio.FIRST_COMPLETED)
            self._landed(ends)
            full = len(self._on_the_way) > IN_FLIGHT - REFILL

    def _landed(self, ends: Tally[str]) -> None:
        for task in [task for task in self._on_the_way if task.done()]:
            del self._on_the_way[task]
            ends[task.result()] += 1

    async def _send(self, outgoing: Outgoing) -> str:
        """One letter, from its turn to the end that is written down. Returns the message's state."""
        await self._pace.turn(outgoing.chat_id)
        if self._stopping:
            return await settle(self._shop, outgoing, RateLimited(0))  # put back, it has not left
        try:
            result: Result = await self._telegram.deliver(outgoing.chat_id, outgoing.letter)
        except Exception as error:  # the boundary of one message, as there is one of an update: the others go on
            log.exception("a letter could not be carried", message=outgoing.id)
            result = Refused(type(error).__name__)
        state = await settle(self._shop, outgoing, result)
        outcomes.labels(state).inc()
        self._react(outgoing, result)
        return state

    def _react(self, outgoing: Outgoing, result: Result) -> None:
        match result:
            case RateLimited(seconds):
                log.warning("Telegram wants a rest", seconds=seconds)
                self._pace.rest(seconds)
            case Migrated(chat):
                log.info("a group has become a supergroup", old=outgoing.chat_id, new=chat)
            case Refused(reason):
                log.error("Telegram refused a message", message=outgoing.id, reason=reason)
