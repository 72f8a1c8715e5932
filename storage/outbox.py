"""The outbox: every proactive message, planned, due, sent, or withheld with its reason."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.customer import Customer
from loyalty.ids import CaseId, ChatId, CustomerId, MessageId
from storage.customers import customer_of
from storage.handling import handled_now
from storage.message_marks import literally
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
    priority: int
    origin: str | None  # what it follows from, for the log


@dataclass(frozen=True, slots=True)
class Resting:
    """Readers that can take nothing just now, and for whom something waits: chats by number, customers by theirs."""

    chats: Collection[int] = ()
    customers: Collection[int] = ()

    def left_out(self) -> list[sa.ColumnElement[bool]]:
        """In the query itself: a hundred notices for one would fill the batch."""
        chat, customer = messages.c.chat_id, messages.c.customer_id
        groups = [chat.is_(None) | chat.not_in(self.chats)] if self.chats else []
        people = [chat.is_not(None) | customer.is_(None) | customer.not_in(self.customers)] if self.customers else []
        return [*groups, *people]


NOBODY = Resting()
_PARTS = [messages.c[field.name] for field in fields(Due)]
_PLANNED = messages.c.state == literally("planned")


def _origin() -> str | None:
    handled = handled_now()
    return None if handled is None else f"update:{handled.update_id}"


def _first(priority: int, now: datetime, resting: Resting) -> sa.Select[tuple[int]]:
    """In order, so that the index is entered there, whatever the planner believes about how many are due."""
    due = (_PLANNED, messages.c.priority == priority, messages.c.due_at <= now, *resting.left_out())
    first = sa.select(messages.c.id).where(*due).order_by(messages.c.due_at, messages.c.id).limit(1).subquery()
    return sa.select(first.c.id)


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
            "origin": _origin(),
        }
        return await insert_once(self._connection, messages, values, "key") is not None

    async def due(
        self, *, now: datetime, limit: int, marketing: int | None = None, resting: Resting = NOBODY
    ) -> list[Due]:
        """The next that should leave, in order, and on PostgreSQL nobody else's.

        marketing: of that at most so many. resting: whose turn it is not.
        """
        found: list[Due] = []
        for priority in (SERVICE, STAFF, MARKETING):  # one by one, so that the index gives the order without a sort
            room = (
                limit - len(found) if priority != MARKETING or marketing is None else min(marketing, limit - len(found))
            )
            if room <= 0:
                continue
            query = (
                sa.select(*_PARTS)
                .where(_PLANNED, messages.c.priority == priority, messages.c.due_at <= now, *resting.left_out())
                .order_by(messages.c.due_at, messages.c.id)
                .limit(room)
                .with_for_update(skip_locked=True)
            )
            found += [Due(*row) for row in await self._connection.execute(query)]
        return found

    async def any_due(self, *, now: datetime, marketing: bool = True, resting: Resting = NOBODY) -> bool:
        """Whether something should leave. marketing: False asks for what cannot wait only."""
        asked = (SERVICE, STAFF, MARKETING) if marketing else (SERVICE, STAFF)
        firsts = [_first(priority, now, resting) for priority in asked]
        return (await self._connection.execute(sa.union_all(*firsts).limit(1))).first() is not None

    async def next_due(self, *, after: datetime) -> datetime | None:
        """When the next of the planned ones should leave."""
        later = (_PLANNED, messages.c.due_at > after)
        found = await self._connection.execute(sa.select(sa.func.min(messages.c.due_at)).where(*later))
        moment: datetime | None = found.scalar_one()
        return moment

    async def hurry(self, chat: ChatId, *, now: datetime) -> int:
        """What waits for that chat, to be tried again later, is due now. Returns how many messages wait for it."""
        waiting = (_PLANNED, messages.c.chat_id == chat)
        now_due = sa.update(messages).where(*waiting).values(due_at=now)  # all at one moment: in order of their numbers
        return (await self._connection.execute(now_due)).rowcount

    async def free(self, keys: Collection[str]) -> bool:
        """What was posted under these may be posted once more: only for what owners are told, and may hear again.

        Returns whether any of it was.
        """
        key = messages.c.key + ":" + sa.cast(messages.c.id, sa.Text)
        freed = sa.update(messages).where(messages.c.key.in_(keys)).values(key=key)
        return (await self._connection.execute(freed)).rowcount > 0

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
            messages.c.state.in_(("due", "sending", "sent", "unknown")),
            at > since,
        )
        for customer, moment in await self._connection.execute(query):
            got[CustomerId(customer)].append(moment)
        return got

    async def posted_since(self, keys: Collection[str], *, since: datetime) -> bool:
        """Whether one of these was posted after that moment."""
        query = sa.select(messages.c.id).where(messages.c.key.in_(keys), messages.c.planned_at > since)
        return (await self._connection.execute(query.limit(1))).first() is not None
