"""The inbox: every update is kept before Telegram is told that it was received, until it has been handled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database_clock import database_now, has_run_out
from storage.prepared import prepare
from storage.schema import inbox, inbox_chats

HELD_FOR = 30  # seconds that a replica has a chat without saying so again


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came: `payload` is what Telegram wrote; `chat_id` decides the order."""

    update_id: int
    chat_id: int
    payload: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that is to be handled; of an earlier attempt: which of its handler's transactions are kept (`acted`, as
    in storage/handling.py), and the step that was waited for (`expected`).
    """

    update_id: int
    chat_id: int
    payload: str
    acted: int = 0
    expected: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Parked:
    """An update that could not be handled; of what was said, nothing."""

    update_id: int
    received_at: datetime
    parked_at: datetime
    attempts: int
    digest: str
    payload: str


# Written out once: making a statement takes longer than running it.
_KEEP = {
    name: prepare(
        dialect.insert(inbox).on_conflict_do_nothing(index_elements=["update_id"]).returning(inbox.c.update_id),
        *("update_id", "chat_id", "payload", "state", "received_at"),
    )
    for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()
}
FORGOTTEN: dict[str, Any] = {"payload": None, "chat_id": None, "expected": None}
_TO_HANDLE = (inbox.c.update_id, inbox.c.chat_id, inbox.c.payload, inbox.c.acted, inbox.c.expected)
_NEW = inbox.c.state == sa.literal_column("'new'")  # written out: the index is over these rows only
_HERE = inbox.c.update_id == sa.bindparam("row")
_DONE = prepare(sa.update(inbox).where(_HERE).values(state="done", **FORGOTTEN, digest=None))
_ACTED = prepare(
    sa.update(inbox)
    .where(_HERE, _NEW, inbox.c.acted == sa.bindparam("before"))
    .values(acted=sa.bindparam("now"), expected=sa.bindparam("step"))
)


class Inbox:
    """All queries of an update."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, updates: Sequence[Arrival], *, now: datetime) -> set[int]:
        """Returns the ids that were not known before."""
        rows = [
            {"update_id": u.update_id, "chat_id": u.chat_id, "payload": u.payload, "state": "new", "received_at": now}
            for u in updates
        ]
        done = await self._connection.execute(_KEEP[self._connection.dialect.name], rows)
        return set(done.scalars())

    async def waiting(self, *, limit: int, of_a_chat: int, holder: str, without: Collection[int] = ()) -> list[Waiting]:
        """What is to be handled, in order: at most so many, and of one chat. without: chats that are looked after.

        Nothing of chats that another replica holds; `hold` those that were found before handling anything.
        """
        place = sa.func.row_number().over(partition_by=inbox.c.chat_id, order_by=inbox.c.update_id).label("place")
        new = sa.select(*_TO_HANDLE, place).where(_NEW)
        if without:
            new = new.where(inbox.c.chat_id.not_in(without))
        others = sa.exists().where(
            inbox_chats.c.chat_id == inbox.c.chat_id,
            inbox_chats.c.holder != holder,
            ~has_run_out(inbox_chats.c.until, lasts=HELD_FOR),
        )
        found = new.where(~others).subquery()
        query = sa.select(*(found.c[column.name] for column in _TO_HANDLE)).where(found.c.place <= of_a_chat)
        rows = await self._connection.execute(query.order_by(found.c.update_id).limit(limit))
        return [Waiting(*row) for row in rows]

    async def of_chat(self, chat: int, *, limit: int) -> list[Waiting]:
        """What one chat waits for, in order."""
        new = sa.select(*_TO_HANDLE).where(_NEW, inbox.c.chat_id == chat)
        return [Waiting(*row) for row in await self._connection.execute(new.order_by(inbox.c.update_id).limit(limit))]

    async def hold(self, chats: Collection[int], *, holder: str) -> set[int]:
        """Take chats into one's hands for `HELD_FOR` seconds; returns those that are one's own now.

        PostgreSQL only: an SQLite file has one bot. Chats are asked for in one order, so that two replicas that want
        the same ones do not wait for each other.
        """
        if not chats:
            return set()
        until = database_now() + HELD_FOR
        mine = (inbox_chats.c.holder == holder) | has_run_out(inbox_chats.c.until, lasts=HELD_FOR)
        insert: Any = postgresql.insert(inbox_chats)
        taken = insert.from_select(
            ["chat_id", "holder", "until"],
            sa.select(
                sa.func.unnest(sa.cast(sorted(chats), postgresql.ARRAY(sa.BigInteger))),
                sa.literal(holder),
                sa.cast(until, sa.BigInteger),
            ),
        ).on_conflict_do_update(index_elements=["chat_id"], set_={"holder": holder, "until": until}, where=mine)
        return set((await self._connection.execute(taken.returning(inbox_chats.c.chat_id))).scalars())

    async def behind(self, chats: Collection[int], *, new: Collection[int]) -> set[int]:
        """Of these chats, those that wait for something that came before the new ones."""
        earlier = sa.select(inbox.c.chat_id).where(_NEW, inbox.c.chat_id.in_(chats), inbox.c.update_id.not_in(new))
        return set((await self._connection.execute(earlier.distinct())).scalars())

    async def release(self, chats: Collection[int], *, holder: str) -> None:
        """Nothing of them waits here any more."""
        mine = (inbox_chats.c.chat_id.in_(chats), inbox_chats.c.holder == holder)
        await self._connection.execute(sa.delete(inbox_chats).where(*mine))

    async def acted(self, id: int, *, before: int, now: int, expected: dict[str, Any] | None) -> bool:
        """Within the transaction of what it changes: one more is kept. False: somebody else has handled it."""
        done = await self._connection.execute(_ACTED, {"row": id, "before": before, "now": now, "step": expected})
        return bool(done.rowcount == 1)

    async def done(self, ids: Collection[int]) -> None:
        """Handled: forget what they said and who, remember that they were."""
        await self._connection.execute(_DONE, [{"row": id} for id in ids])

    async def failed(self, id: int, *, attempts: int, digest: str, now: datetime) -> bool:
        """Once more in vain. True: after so many attempts it is put aside, so that it blocks nobody behind it."""
        attempt = inbox.c.attempts + 1
        last = attempt >= attempts
        state = await self._connection.scalar(
            sa.update(inbox)
            .where(_HERE, _NEW)
            .values(
                attempts=attempt,
                state=sa.case((last, "parked"), else_="new"),
                parked_at=sa.case((last, sa.literal(now, inbox.c.parked_at.type)), else_=None),
                digest=digest,
            )
            .returning(inbox.c.state),
            {"row": id},
        )
        return bool(state == "parked")

    async def parked(self, *, limit: int = 1000) -> list[Parked]:
        """What was put aside, the oldest first."""
        query = sa.select(inbox).where(inbox.c.state == "parked").order_by(inbox.c.update_id).limit(limit)
        return [
            Parked(row.update_id, row.received_at, row.parked_at, row.attempts, row.digest or "", row.payload or "")
            for row in await self._connection.execute(query)
        ]

    async def replay(self, ids: Collection[int] | None = None) -> int:
        """To be handled once more, all or those; the running bot finds them within seconds. Returns how many."""
        put_aside = [inbox.c.state == "parked"] + ([] if ids is None else [inbox.c.update_id.in_(ids)])
        again = sa.update(inbox).where(*put_aside).values(state="new", attempts=0, parked_at=None)
        return int((await self._connection.execute(again)).rowcount)

    async def drop(self, ids: Collection[int]) -> int:
        """Not to be handled at all. Returns how many."""
        put_aside = (inbox.c.state == "parked", inbox.c.update_id.in_(ids))
        gone = sa.update(inbox).where(*put_aside).values(state="done", **FORGOTTEN)
        return int((await self._connection.execute(gone)).rowcount)

    async def forget(self, *, before: datetime, parked_before: datetime) -> int:
        """Drop what was handled, and what was put aside, long ago. Returns how many."""
        handled = sa.and_(inbox.c.state == "done", inbox.c.received_at < before)
        parked = sa.and_(inbox.c.state == "parked", inbox.c.received_at < parked_before)
        return int((await self._connection.execute(sa.delete(inbox).where(sa.or_(handled, parked)))).rowcount)
