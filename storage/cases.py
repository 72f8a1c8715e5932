"""Cases: complaints and questions, owned by a member of staff until they are closed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.ids import CaseId, CustomerId, ResponseId
from storage.schema import case_lines, cases, messages
from storage.upsert import insert_once


@dataclass(frozen=True, slots=True)
class Case:
    """`state`: open (nobody's yet), taken, closed."""

    id: CaseId
    customer_id: CustomerId
    kind: str
    state: str
    owner_id: int | None
    owner_name: str | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """Something said in a case."""

    author: str
    text: str
    at: datetime


def _case(row: Any) -> Case:
    ids = (CaseId(row.id), CustomerId(row.customer_id))
    return Case(*ids, row.kind, row.state, row.owner_id, row.owner_name, row.opened_at)


class Cases:
    """All queries of a case."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, id: int) -> Case | None:
        """The case of an id that came from outside."""
        row = (await self._connection.execute(sa.select(cases).where(cases.c.id == id))).one_or_none()
        return None if row is None else _case(row)

    async def open(
        self, customer: CustomerId, kind: str, *, now: datetime, response: ResponseId | None = None
    ) -> tuple[Case, bool]:
        """A new case, or the one of the same response; and whether it is new."""
        values = {"customer_id": customer, "kind": kind, "state": "open", "opened_at": now, "touched_at": now}
        new = await insert_once(self._connection, cases, {**values, "response_id": response}, "response_id")
        same = cases.c.id == new if new is not None else cases.c.response_id == response
        return _case((await self._connection.execute(sa.select(cases).where(same))).one()), new is not None

    async def unsettled_of(self, customer: CustomerId) -> Case | None:
        """Their latest case that is not closed: what they write goes there."""
        query = (
            sa.select(cases)
            .where(cases.c.customer_id == customer, cases.c.state != "closed")
            .order_by(cases.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else _case(row)

    async def unsettled(self, *, limit: int) -> list[Case]:
        """All that wait, the longest first."""
        query = sa.select(cases).where(cases.c.state != "closed").order_by(cases.c.touched_at).limit(limit)
        return [_case(row) for row in await self._connection.execute(query)]

    async def of_message(self, chat: int, telegram_message: int) -> Case | None:
        """The case that a message of the bot in the manager chat told of; a reply to it is an answer."""
        query = (
            sa.select(cases)
            .join(messages, messages.c.case_id == cases.c.id)
            .where(messages.c.chat_id == chat, messages.c.telegram_message_id == telegram_message)
            .limit(1)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else _case(row)

    async def take(self, id: CaseId, *, owner_id: int, owner_name: str, now: datetime) -> bool:
        """False where it is closed, or a colleague's already."""
        done = await self._connection.execute(
            sa.update(cases)
            .where(cases.c.id == id, cases.c.state == "open")
            .values(state="taken", owner_id=owner_id, owner_name=owner_name, touched_at=now)
        )
        return done.rowcount == 1

    async def close(self, id: CaseId, *, now: datetime) -> bool:
        """False where it was closed before."""
        done = await self._connection.execute(
            sa.update(cases)
            .where(cases.c.id == id, cases.c.state != "closed")
            .values(state="closed", closed_at=now, touched_at=now)
        )
        return done.rowcount == 1

    async def say(self, id: CaseId, *, author: str, author_id: int | None, text: str, now: datetime, key: str) -> bool:
        """Add a line; False where this key was said already."""
        values = {"case_id": id, "author": author, "author_id": author_id, "text": text, "at": now, "key": key}
        new = await insert_once(self._connection, case_lines, values, "key")
        await self._connection.execute(sa.update(cases).where(cases.c.id == id).values(touched_at=now))
        return new is not None

    async def lines_of(self, id: CaseId) -> list[Line]:
        """What was said, the oldest first."""
        query = sa.select(case_lines).where(case_lines.c.case_id == id).order_by(case_lines.c.id)
        return [Line(row.author, row.text, row.at) for row in await self._connection.execute(query)]
