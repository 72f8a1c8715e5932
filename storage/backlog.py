"""What waits: in the inbox to be handled, in the outbox to be sent. For whoever watches the bot from outside.

Only what is unfinished is counted, each time by an index that holds nothing else: of a million messages that were sent
nobody asks here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.delivery import Reason
from storage.outbox import MARKETING, SERVICE, STAFF
from storage.schema import inbox, messages

PRIORITIES = {"service": SERVICE, "staff": STAFF, "marketing": MARKETING}


@dataclass(frozen=True, slots=True)
class Backlog:
    """inbox: by state. outbox: by state. due: of the planned ones, how many should leave now, by priority.

    unhandled_since: of the oldest update that waits; due_since: of the oldest message, by priority. None: none does.
    """

    inbox: Mapping[str, int]
    unhandled_since: datetime | None
    outbox: Mapping[str, int]
    due: Mapping[str, int]
    due_since: Mapping[str, datetime | None]


async def unhandled_since(connection: AsyncConnection) -> datetime | None:
    """When the oldest update came that has not been handled; None: none waits."""
    first = sa.select(sa.func.min(inbox.c.update_id)).where(_is(inbox, "new")).scalar_subquery()
    oldest = sa.select(inbox.c.received_at).where(inbox.c.update_id == first)
    moment: datetime | None = (await connection.execute(oldest)).scalar_one_or_none()
    return moment


async def backlog(connection: AsyncConnection, *, now: datetime) -> Backlog:
    """As of now. Milliseconds with few waiting; a tenth of a second with a million."""
    due, since = {}, {}
    for name, priority in PRIORITIES.items():
        waits = (_is(messages, "planned"), messages.c.priority == priority, messages.c.due_at <= now)
        oldest = sa.select(messages.c.due_at).where(*waits).order_by(messages.c.due_at).limit(1)
        since[name] = (await connection.execute(oldest)).scalar_one_or_none()
        due[name] = await _count(connection, messages, *waits) if since[name] is not None else 0
    return Backlog(
        {"waiting": await _in(connection, inbox, "new"), "parked": await _in(connection, inbox, "parked")},
        await unhandled_since(connection),
        {"planned": await _in(connection, messages, "planned"), **await _taken(connection)},
        due,
        since,
    )


async def _in(connection: AsyncConnection, table: sa.Table, state: str) -> int:
    return await _count(connection, table, _is(table, state))


def _is(table: sa.Table, *states: str) -> sa.ColumnElement[bool]:
    """Written out: an index over some states only serves a statement in which they can be read."""
    wanted: Any = sa.bindparam("wanted", states, expanding=True, literal_execute=True, unique=True)
    return (
        table.c.state == sa.literal(states[0], literal_execute=True) if len(states) == 1 else table.c.state.in_(wanted)
    )


async def _taken(connection: AsyncConnection) -> dict[str, int]:
    """What a drainer has in its hands: never many."""
    states = ("due", "sending")
    held = sa.select(messages.c.state, sa.func.count()).where(_is(messages, *states)).group_by(messages.c.state)
    found = {row[0]: row[1] for row in await connection.execute(held)}
    return {state: found.get(state, 0) for state in states}


async def _count(connection: AsyncConnection, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(*conditions)
    return int((await connection.execute(query)).scalar_one())


@dataclass(frozen=True, slots=True)
class Spoilt:
    """parked: updates that were put aside and still are. failed, unknown: messages that ended so.

    late: what was owed to somebody (a card, an answer) and could not be sent as long as it was of use.
    """

    parked: int
    failed: int
    unknown: int
    late: int


async def spoilt(connection: AsyncConnection, *, since: datetime, until: datetime) -> Spoilt:
    """What came to no good end after `since` and not after `until`."""
    aside = (_is(inbox, "parked"), inbox.c.parked_at > since, inbox.c.parked_at <= until)
    then = (messages.c.ended_at > since, messages.c.ended_at <= until)
    bad = (_is(messages, "failed", "unknown"), *then)
    owed = (_is(messages, "withheld"), messages.c.touchpoint.is_(None), messages.c.reason == Reason.STALE.value, *then)
    ends = sa.select(messages.c.state, sa.func.count()).where(*bad).group_by(messages.c.state)
    found = {row[0]: row[1] for row in await connection.execute(ends)}
    return Spoilt(
        parked=await _count(connection, inbox, *aside),
        failed=found.get("failed", 0),
        unknown=found.get("unknown", 0),
        late=await _count(connection, messages, *owed),
    )
