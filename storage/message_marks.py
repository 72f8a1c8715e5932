"""What a drainer writes about messages, under its fence: nothing of it counts once the lease is another's."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.ids import MessageId
from storage.fence import guard
from storage.schema import messages

INTERRUPTED = "interrupted"  # the reason of what nobody knows the end of


def literally(state: str) -> sa.BindParameter[str]:
    """Written into the statement itself: only then is an index used that holds some states only."""
    return sa.literal(state, literal_execute=True)


_TAKEN = messages.c.state.in_(sa.bindparam("taken", ["due", "sending"], expanding=True, literal_execute=True))


def _one_if(state: str) -> sa.ColumnElement[int]:
    return sa.case((messages.c.state == state, 1), else_=0)


@dataclass(frozen=True, slots=True)
class Left:
    """A message that an earlier holder of the lease was sending. state: planned, if it is sent again; or unknown."""

    message: MessageId
    state: str
    origin: str | None


@dataclass(frozen=True, slots=True)
class Interrupted:
    """What nobody knows the end of: the process died while it was being sent, or Telegram did not answer."""

    again: int = 0  # service: sent once more
    unknown: int = 0  # marketing: perhaps it arrived, and nobody gets it twice

    @classmethod
    def among(cls, left: Collection[Left]) -> "Interrupted":
        """How many of those are which."""
        unknown = sum(one.state == "unknown" for one in left)
        return cls(again=len(left) - unknown, unknown=unknown)

    def __add__(self, other: "Interrupted") -> "Interrupted":
        return Interrupted(self.again + other.again, self.unknown + other.unknown)

    def __bool__(self) -> bool:
        return bool(self.again or self.unknown)


class Marks:
    """Begin with `guard`; then all of it is written, or nothing."""

    def __init__(self, connection: AsyncConnection, fence: int) -> None:
        self._connection = connection
        self._fence = fence

    async def guard(self) -> None:
        """Raises LeaseLost."""
        await guard(self._connection, self._fence)

    async def settle_left(self, *, now: datetime) -> list[Left]:
        """With a new lease: what was claimed goes back; what was being sent has no known end, and is returned."""
        left = (_TAKEN, messages.c.fence.is_(None) | (messages.c.fence < self._fence))
        due, sending = messages.c.state == "due", messages.c.state == "sending"
        service = messages.c.category == "service"
        back = {"state": "planned", "fence": None}
        lost = {"state": "unknown", "reason": INTERRUPTED, "ended_at": now}
        await self._connection.execute(sa.update(messages).where(*left, due).values(**back))
        found = []
        for which, values in ((service, back | {"due_at": now}), (~service, lost)):
            change = sa.update(messages).where(*left, sending, which).values(**values)
            rows = await self._connection.execute(change.returning(messages.c.id, messages.c.state, messages.c.origin))
            found += [Left(*row) for row in rows]
        return found

    async def decided(
        self,
        *,
        now: datetime,
        stopped: Collection[tuple[MessageId, str, str]] = (),
        waiting: Iterable[tuple[MessageId, datetime]] = (),
        claimed: Collection[MessageId] = (),
    ) -> None:
        """What the gate said about a batch of what was planned. stopped: with the state and the reason."""
        planned = messages.c.state == "planned"
        for state in ("withheld", "unreachable", "failed"):
            values = [{"row": id, "why": reason} for id, its, reason in stopped if its == state]
            await self._each(values, planned, state=state, reason=sa.bindparam("why"), ended_at=now)
        late = [{"row": id, "until": until} for id, until in waiting]
        await self._each(late, planned, due_at=sa.bindparam("until"))
        if claimed:
            change = sa.update(messages).where(messages.c.id.in_(claimed), planned)
            await self._connection.execute(change.values(state="due", fence=self._fence))

    async def sending(self, ids: Collection[MessageId]) -> set[MessageId]:
        """Mark those as being sent. Returns which of them may leave: the others were withdrawn meanwhile.

        Doing it again, where nobody knows whether the first time was committed, is the same.
        """
        if not ids:
            return set()
        mine = (messages.c.id.in_(ids), messages.c.fence == self._fence, _TAKEN)
        attempts = messages.c.attempts + _one_if("due")
        change = sa.update(messages).where(*mine).values(state="sending", attempts=attempts)
        found = await self._connection.execute(change.returning(messages.c.id))
        return {MessageId(id) for id in found.scalars()}

    async def sent(self, numbers: Sequence[tuple[MessageId, int]], *, now: datetime) -> None:
        """What arrived: the message, and its number at Telegram."""
        rows = [{"row": id, "number": number} for id, number in numbers]
        number: sa.BindParameter[int] = sa.bindparam("number")
        await self._each(rows, *self._in_the_air(), state="sent", sent_at=now, telegram_message_id=number)

    async def ended(self, id: MessageId, **columns: Any) -> None:
        """What else came of one that was being sent."""
        mine = (messages.c.id == id, *self._in_the_air())
        await self._connection.execute(sa.update(messages).where(*mine).values(**columns))

    async def put_back(self, ids: Collection[MessageId]) -> None:
        """What was claimed or marked and has not left: it costs no attempt."""
        if ids:
            mine = (messages.c.id.in_(ids), messages.c.fence == self._fence, _TAKEN)
            attempts = messages.c.attempts - _one_if("sending")
            change = sa.update(messages).where(*mine).values(state="planned", fence=None, attempts=attempts)
            await self._connection.execute(change)

    async def queue_behind(self, id: MessageId, *, until: datetime) -> None:
        """A message is put off until then, and what waits for the same reader must not overtake it."""
        first = sa.select(messages.c.chat_id, messages.c.customer_id, messages.c.priority).where(messages.c.id == id)
        chat, customer, priority = (await self._connection.execute(first)).one()
        reader = messages.c.chat_id == chat if chat is not None else messages.c.customer_id == customer
        behind = (reader, messages.c.id > id, messages.c.priority == priority, messages.c.due_at < until)
        waiting = messages.c.state == literally("planned")
        await self._connection.execute(sa.update(messages).where(*behind, waiting).values(due_at=until))

    def _in_the_air(self) -> tuple[sa.ColumnElement[bool], ...]:
        return messages.c.state == "sending", messages.c.fence == self._fence

    async def _each(self, rows: Sequence[dict[str, Any]], *where: sa.ColumnElement[bool], **values: Any) -> None:
        if rows:
            change = sa.update(messages).where(messages.c.id == sa.bindparam("row"), *where).values(**values)
            await self._connection.execute(change, rows)
