"""What waits for the bot: the queue of updates, and the long poll that empties it."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from simulator.bell import Bell
from simulator.errors import ControlError, conflict

Json = dict[str, Any]
KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
    "removed_chat_boost",
)  # fmt: skip
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
USUAL = frozenset(KINDS) - ONLY_ON_REQUEST
REMEMBERED = 5000  # delivered updates that can be delivered again
EPOCH = 1_700_000_000  # update ids begin at milliseconds since then: a database met before meets no id twice
TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True)
class Waiting:
    update: Json
    again: bool = False  # a redelivery: an offset beyond its id does not confirm it before it was seen


class Updates:
    """Ids only grow, also over a reset, as a running bot remembers those it has seen."""

    def __init__(self) -> None:
        self.pending: OrderedDict[int, Waiting] = OrderedDict()
        self.bell = Bell()
        self.allowed: list[str] = []  # as the bot gave it; empty: the usual ones
        self._history: OrderedDict[int, Json] = OrderedDict()
        self._next_id = int((time.time() - EPOCH) * 1000)
        self._poll: asyncio.Future[None] | None = None

    def push(self, kind: str, body: Json) -> int | None:
        """The new update's id; None when the bot has not asked for this kind."""
        if kind not in (self.allowed or USUAL):
            return None
        return self._queue({"update_id": self._next_id, kind: body})

    def push_raw(self, update: Json) -> int:
        number = update.get("update_id", self._next_id)
        if not isinstance(number, int):
            raise ControlError("update_id must be a number")
        return self._queue({"update_id": number, **update})

    def redeliver(self, update_id: object) -> int:
        if not isinstance(update_id, int) or update_id not in self._history:
            raise ControlError(f"no update {update_id} among the last {REMEMBERED}", 404)
        if update_id not in self.pending:
            self.pending[update_id] = Waiting(self._history[update_id], again=True)
        self.bell.ring()
        return update_id

    def allow(self, kinds: object) -> None:
        """Remember `allowed_updates`; it says nothing about updates that already wait."""
        if isinstance(kinds, list):
            self.allowed = [kind for kind in kinds if kind in KINDS]

    def clear(self) -> None:
        """Forget what waits and what was; ids go on growing."""
        self.pending.clear()
        self._history.clear()

    def remembered(self) -> list[int]:
        """Ids of the last 5,000 that there were, received by now or not."""
        return list(self._history)

    def first(self, most: int) -> list[Waiting]:
        return list(islice(self.pending.values(), most))

    def confirm(self, update_id: int) -> None:
        self.pending.pop(update_id, None)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Long polling. A newer poll ends this one with 409."""
        self.interrupt(TERMINATED)
        self._confirm_below(offset)
        if self.pending or seconds <= 0:
            return self._take(limit)
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = mine
        waiting = asyncio.ensure_future(self.bell.until(lambda: bool(self.pending), seconds))
        try:
            await asyncio.wait((mine, waiting), return_when=asyncio.FIRST_COMPLETED)
            if mine.done():
                mine.result()
            return self._take(limit)
        finally:
            waiting.cancel()
            if mine.done():
                mine.exception()  # looked at, also when this poller has hung up before it could be told
            if self._poll is mine:
                self._poll = None

    def interrupt(self, reason: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(reason))
        self._poll = None

    def _queue(self, update: Json) -> int:
        number: int = update["update_id"]
        self._next_id = max(self._next_id, number + 1)
        self.pending[number] = Waiting(update)
        self._history[number] = update
        while len(self._history) > REMEMBERED:
            self._history.popitem(last=False)
        self.bell.ring()
        return number

    def _confirm_below(self, offset: int) -> None:
        if offset < 0:
            self._drop(islice(list(self.pending), max(len(self.pending) + offset, 0)))
        elif offset > 0:
            self._drop([number for number, item in self.pending.items() if number < offset and not item.again])

    def _drop(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            del self.pending[number]

    def _take(self, limit: int) -> list[Json]:
        batch = self.first(limit)
        for item in batch:
            item.again = False
        return [item.update for item in batch]
