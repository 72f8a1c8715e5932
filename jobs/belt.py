"""The letters that a drainer has in hand, from the gate to the line in the outbox, and how many there may be."""

import asyncio
import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil

from actions.deliver import Landed, Outgoing
from actions.pass_gate import Held
from jobs.pace import Pace
from loyalty.ids import ChatId
from storage.outbox import Resting


@dataclass(frozen=True, slots=True)
class Measures:
    """How many letters are where, at most.

    claimed: through the gate. ahead: marked as being sent, and waiting for their turn. in_flight: calls.
    window: marked and not yet written down, wherever they are: what a crash leaves without a known end.
    """

    claimed: int
    ahead: int
    in_flight: int
    window: int


def measures(rate: float) -> Measures:
    """At so many letters a second: a second's worth is claimed, and a quarter of that marked ahead."""
    window = min(400, max(25, ceil(rate * 0.4)))
    return Measures(
        claimed=min(500, max(25, ceil(rate))),
        ahead=min(100, max(1, ceil(rate / 4))),
        in_flight=min(100, window),
        window=window,
    )


class Lane:
    """In order of priority, and of coming."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Outgoing]] = []
        self._came = 0
        self.urgent = 0

    def __len__(self) -> int:
        return len(self._heap)

    def put(self, letters: Iterable[Outgoing]) -> None:
        """Behind those of the same priority."""
        for letter in letters:
            self._came += 1
            self.urgent += letter.urgent
            heapq.heappush(self._heap, (letter.priority, self._came, letter))

    def take(self) -> Outgoing:
        """The next. IndexError: there is none."""
        letter = heapq.heappop(self._heap)[2]
        self.urgent -= letter.urgent
        return letter

    def take_all(self) -> list[Outgoing]:
        """In order, until none is left."""
        return [self.take() for _ in range(len(self._heap))]


@dataclass(eq=False, slots=True)
class Belt:
    """claimed → marked → in_flight → landed → written down; from the first two also back to the outbox.

    busy: the chats of all these, so that one letter to a chat is under way at a time. held: readers for whom more
    waits in the outbox, and whose turn it is not. news: something has happened that may let others go on.
    more: what is due may be there to be claimed; urgent: something that cannot wait may be.
    """

    measures: Measures
    pace: Pace
    claimed: Lane = field(default_factory=Lane)
    marked: Lane = field(default_factory=Lane)
    in_flight: dict[asyncio.Task[None], Outgoing] = field(default_factory=dict)
    landed: list[Landed] = field(default_factory=list)
    landed_at: float = 0.0
    back: list[Outgoing] = field(default_factory=list)
    busy: set[ChatId] = field(default_factory=set)
    held: set[Held] = field(default_factory=set)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    more: bool = True
    urgent: bool = False
    being_written: int = 0

    @property
    def under_way(self) -> int:
        """What a crash would leave without a known end."""
        return len(self.marked) + len(self.in_flight) + len(self.landed) + self.being_written

    @property
    def empty(self) -> bool:
        """Nothing is in hand."""
        return not (self.claimed or self.busy or self.back or self.under_way)

    def land(self, landed: Landed, at: float) -> None:
        """A call has ended. at: by the loop's clock."""
        if not self.landed:
            self.landed_at = at
        self.landed.append(landed)
        self.news.set()

    def put_back_all(self) -> None:
        """Whatever has not left."""
        self.back += [*self.marked.take_all(), *self.claimed.take_all()]

    def let_go(self, letters: Iterable[Outgoing]) -> None:
        """They are nobody's concern here any more."""
        self.busy.difference_update(letter.chat_id for letter in letters)

    def look_after_the_held(self) -> None:
        """Whoever can be written to again is asked for again."""
        busy = self.busy | self.pace.tired() if self.held else self.busy
        still = {held for held in self.held if held.chat in busy}
        if len(still) < len(self.held):
            self.held, self.more = still, True

    def resting(self) -> Resting:
        """The held, as the outbox knows them."""
        customers = [held.customer for held in self.held if held.customer is not None]
        return Resting([held.chat for held in self.held], customers)
