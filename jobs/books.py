"""Writing down: what came of letters, and the mark on those that leave next, in one commit."""

import asyncio
from collections import Counter as Tally

import structlog

from actions.deliver import Landed, Outgoing, Trouble, Written, write_down
from actions.shop import Shop
from jobs.belt import Belt
from jobs.outcomes import note_end
from storage.fence import LeaseLost
from storage.message_marks import Interrupted
from storage.trouble import trouble_of

LINGER = 0.2  # seconds that an end waits for others to be written down with it
AGAIN_AFTER = 1.0  # seconds, where the database did not take what was to be written

log = structlog.get_logger(__name__)


class Books:
    """One commit at a time. lost: the lease is another's. unwritten: something could not be written down, ever."""

    def __init__(self, shop: Shop, fence: int, belt: Belt) -> None:
        self._shop, self._fence, self._belt = shop, fence, belt
        self._loop = asyncio.get_running_loop()
        self._writing: asyncio.Task[None] | None = None
        self._not_before = 0.0
        self._one_by_one = False
        self.ends: Tally[str] = Tally()
        self.doubts = Interrupted()
        self.lost = False
        self.failed: Exception | None = None
        self.unwritten = False

    @property
    def busy(self) -> bool:
        """Just now."""
        return self._writing is not None

    def start(self, *, mark: bool) -> None:
        """Write, if it is time to. mark: whether letters may leave."""
        if self._writing is not None or self.lost or self._loop.time() < self._not_before:
            return
        belt = self._belt
        leaving = self._leaving() if mark else []
        if not (leaving or belt.back or self._ripe()):
            return
        many = 1 if self._one_by_one else len(belt.landed)
        landed, belt.landed = belt.landed[:many], belt.landed[many:]
        back, belt.back = belt.back, []
        belt.being_written = len(landed) + len(leaving)
        self._writing = asyncio.create_task(self._write(landed, leaving, back))

    async def end(self) -> None:
        """Break off; the next lease settles what is left."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)

    def _leaving(self) -> list[Outgoing]:
        """Those whose turn comes soon: when half of what may be marked has left, or where something cannot wait."""
        belt = self._belt
        claimed, ahead = belt.claimed, belt.measures.ahead
        if len(belt.marked) > ahead // 2 and not claimed.urgent:
            return []
        leaving: list[Outgoing] = []
        room = belt.measures.window - belt.under_way
        while claimed and len(leaving) < room and (claimed.urgent or len(belt.marked) + len(leaving) < ahead):
            leaving.append(claimed.take())
        return leaving

    def _ripe(self) -> bool:
        belt = self._belt
        if not belt.landed:
            return False
        nothing_to_mark = not belt.claimed and not belt.marked
        waited = self._loop.time() - belt.landed_at
        return nothing_to_mark or len(belt.landed) * 2 >= belt.measures.ahead or waited >= LINGER

    async def _write(self, landed: list[Landed], leaving: list[Outgoing], back: list[Outgoing]) -> None:
        belt = self._belt
        try:
            written = await write_down(
                self._shop,
                self._fence,
                landed,
                leaving=[letter.id for letter in leaving],
                put_back=[letter.id for letter in back],
            )
        except LeaseLost:
            self.lost = True
        except Exception as error:  # noqa: BLE001 -- the boundary of a commit
            belt.claimed.put(leaving)
            belt.back += back
            self._not_written(landed, error)
        else:
            belt.let_go(back)
            self._written(landed, leaving, written)
            if landed or back:
                belt.more = True
                belt.look_after_the_held()
        finally:
            belt.being_written = 0
            self._writing = None
            belt.news.set()

    def _not_written(self, landed: list[Landed], error: Exception) -> None:
        """A database in trouble gets it again in a while. Anything else is a mistake of ours in one of them: which,
        they are tried one by one.
        """
        belt, ours = self._belt, trouble_of(error) is None
        if ours and self._one_by_one:
            self._put_aside(landed, error)
            return
        belt.landed = landed + belt.landed
        self._one_by_one |= ours
        log.warning("the outbox could not be written (%s); again in a while", type(error).__name__)
        self._not_before = self._loop.time() + AGAIN_AFTER
        self._loop.call_later(AGAIN_AFTER, belt.news.set)

    def _put_aside(self, landed: list[Landed], error: Exception) -> None:
        if not landed:
            self.failed = error
        for letter, _ in landed:
            log.error("what came of a message could not be written down", message=letter.id, exc_info=error)
            self.unwritten = True
        self._belt.let_go(letter for letter, _ in landed)

    def _written(self, landed: list[Landed], leaving: list[Outgoing], written: Written) -> None:
        belt = self._belt
        belt.marked.put(letter for letter in leaving if letter.id in written.marked)
        belt.let_go(letter for letter in leaving if letter.id not in written.marked)
        belt.let_go(letter for letter, _ in landed)
        for letter, result in landed:
            end = written.ends[letter.id]
            self.ends[end] += 1
            note_end(letter, result, end)
            if isinstance(result, Trouble) and result.perhaps_arrived:
                self.doubts += Interrupted(again=end == "planned", unknown=end == "unknown")
        self._one_by_one = self._one_by_one and bool(belt.landed)
