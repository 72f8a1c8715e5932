"""The outbox: every proactive message, planned, due, sent, or withheld with its reason."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.customer import Customer
from loyalty.ids import CaseId, ChatId, CustomerId, MessageId
from storage.customers import customer_of
from storage.schema import customers, messages
from storage.upsert import insert_once

SERVICE, STAFF, MARKETING = 0, 1, 2  # priorities, lower first
KEEP_TRYING = timedelta(days=2)  # a card, a case: useful even a day late


@dataclass(frozen=True, slots=True)
class Due:
    """A message whose time has come.

    letter: what an action wrote; None: it is written from the programme's `touchpoint` when it leaves.
    """

    id: MessageId
    touchpoint: str | None
    customer_id: CustomerId | None  # None: to the chat, not to a customer
    chat_id: ChatId | None
    occurrence: str
    category: str
    letter: dict[str, Any] | None
    anchor_at: datetime | None
    expires_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Interrupted:
    """What was being sent when the process died."""

    again: int  # service: sent once more
    unknown: int  # marketing: perhaps it arrived, and nobody gets it twice


def _due(row: Any) -> Due:
    owner = (MessageId(row.id), row.touchpoint, row.customer_id, row.chat_id)
    return Due(*owner, row.occurrence, row.category, row.letter, row.anchor_at, row.expires_at, row.attempts)


class Outbox:
    """All queries of a message."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def post(
        self,
        letter: dict[str, Any],
        *,
        key: str,
        now: datetime,
        customer: CustomerId | None = None,
        chat: ChatId | None = None,
        case: CaseId | None = None,
        priority: int = SERVICE,
    ) -> bool:
        """A message that follows from an action, due at once. False where this key was posted already.

        letter: `texts.letter.Letter.to_json()`, in the language of the reader. Either a customer or a chat.
        """
        values = {
            "customer_id": customer,
            "chat_id": chat,
            "case_id": case,
            "occurrence": key,
            "key": key,
            "category": "service",
            "priority": priority,
            "letter": letter,
            "state": "planned",
            "planned_at": now,
            "due_at": now,
            "expires_at": now + KEEP_TRYING,
        }
        return await insert_once(self._connection, messages, values, "key") is not None

    async def due(self, *, now: datetime, limit: int, without: Collection[int] = ()) -> list[Due]:
        """The next that should leave, in order, and on PostgreSQL nobody else's. without: chats that must rest."""
        found: list[Due] = []
        for priority in (SERVICE, STAFF, MARKETING):  # one by one, so that the index gives the order without a sort
            query = (
                sa.select(messages)
                .where(messages.c.state == "planned", messages.c.priority == priority, messages.c.due_at <= now)
                .order_by(messages.c.due_at, messages.c.id)
                .limit(limit - len(found))
                .with_for_update(skip_locked=True)
            )
            if without:
                query = query.where(messages.c.chat_id.is_(None) | messages.c.chat_id.not_in(without))
            found += [_due(row) for row in await self._connection.execute(query)]
            if len(found) == limit:
                break
        return found

    async def any_due(self, *, now: datetime, chats: Collection[int] | None = None) -> bool:
        """Whether something should leave, or waits for one of these chats."""
        query = sa.select(messages.c.id).where(
            messages.c.state == "planned",
            messages.c.priority.in_((SERVICE, STAFF, MARKETING)),  # so that the index is entered at what is due
            messages.c.due_at <= now,
        )
        if chats is not None:
            query = query.where(messages.c.chat_id.in_(chats))
        return (await self._connection.execute(query.limit(1))).first() is not None

    async def next_due(self, *, after: datetime) -> datetime | None:
        """When the next of the planned ones should leave."""
        later = (messages.c.state == "planned", messages.c.due_at > after)
        found = await self._connection.execute(sa.select(sa.func.min(messages.c.due_at)).where(*later))
        moment: datetime | None = found.scalar_one()
        return moment

    async def addressees(self, ids: Collection[CustomerId]) -> dict[CustomerId, Customer]:
        """Everybody whom a batch is for, in one go."""
        if not ids:
            return {}
        rows = await self._connection.execute(sa.select(customers).where(customers.c.id.in_(ids)))
        return {CustomerId(row.id): customer_of(row) for row in rows}

    async def marketing_of(self, ids: Collection[CustomerId], *, since: datetime) -> dict[CustomerId, list[datetime]]:
        """When they got something that is not service, lately, or may have got it."""
        got: dict[CustomerId, list[datetime]] = defaultdict(list)
        if not ids:
            return got
        at = sa.func.coalesce(messages.c.sent_at, messages.c.due_at)
        query = sa.select(messages.c.customer_id, at).where(
            messages.c.customer_id.in_(ids),
            messages.c.category != "service",
            messages.c.state.in_(("sending", "sent", "unknown")),
            at > since,
        )
        for customer, moment in await self._connection.execute(query):
            got[CustomerId(customer)].append(moment)
        return got

    async def decided(
        self,
        *,
        withheld: Iterable[tuple[MessageId, str]] = (),
        unreachable: Iterable[tuple[MessageId, str]] = (),
        failed: Iterable[tuple[MessageId, str]] = (),
        waiting: Iterable[tuple[MessageId, datetime]] = (),
        sending: Iterable[MessageId] = (),
    ) -> None:
        """What the gate said about a batch."""
        verdicts = {"withheld": withheld, "unreachable": unreachable, "failed": failed}
        for state, rows in verdicts.items():
            values = [{"row": id, "state": state, "reason": reason} for id, reason in rows]
            await self._each(values, reason=sa.bindparam("reason"), state=sa.bindparam("state"))
        await self._each([{"row": id, "until": until} for id, until in waiting], due_at=sa.bindparam("until"))
        attempts = messages.c.attempts + 1
        await self._each([{"row": id} for id in sending], state="sending", attempts=attempts)

    async def _each(self, rows: Sequence[dict[str, Any]], **values: Any) -> None:
        if rows:
            change = sa.update(messages).where(messages.c.id == sa.bindparam("row")).values(**values)
            await self._connection.execute(change, rows)

    async def change(self, id: MessageId, **columns: Any) -> None:
        """What came of one that was being sent. Nothing, where it is no longer (its customer was erased meanwhile)."""
        mine = (messages.c.id == id, messages.c.state == "sending")
        await self._connection.execute(sa.update(messages).where(*mine).values(**columns))

    async def settle_interrupted(self, *, now: datetime) -> Interrupted:
        """After a crash: what was `sending` has no known end. Call it before anything is sent."""
        service = messages.c.category == "service"
        again = sa.update(messages).where(messages.c.state == "sending", service).values(state="planned", due_at=now)
        lost = sa.update(messages).where(messages.c.state == "sending", ~service).values(state="unknown")
        counts = [(await self._connection.execute(change)).rowcount for change in (again, lost)]
        return Interrupted(*counts)
