"""Responses: one person going through a survey, and the answers on the way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.ids import CustomerId, MessageId, ResponseId
from loyalty.survey import AnswerValue
from storage.schema import answers, responses
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Response:
    """Open until finished or cancelled."""

    id: ResponseId
    survey: str
    customer_id: CustomerId
    occasion: str
    message_id: MessageId | None
    touched_at: datetime
    finished_at: datetime | None
    cancelled_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it still takes answers."""
        return self.finished_at is None and self.cancelled_at is None


def _response(row: Any) -> Response:
    ids = (ResponseId(row.id), row.survey, CustomerId(row.customer_id), row.occasion, row.message_id)
    return Response(*ids, row.touched_at, row.finished_at, row.cancelled_at)


class Responses:
    """All queries of a response and its answers."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def start(
        self, survey: str, customer: CustomerId, occasion: str, *, now: datetime, message: MessageId | None = None
    ) -> Response:
        """The response of this occasion, begun now unless it stands already."""
        values = {"survey": survey, "customer_id": customer, "occasion": occasion, "message_id": message}
        statement = insert(self._connection, responses).values(started_at=now, touched_at=now, **values)
        unique = ["survey", "customer_id", "occasion"]
        await self._connection.execute(statement.on_conflict_do_nothing(index_elements=unique))
        same = [responses.c[column] == values[column] for column in unique]
        return _response((await self._connection.execute(sa.select(responses).where(*same))).one())

    async def find(self, id: int) -> Response | None:
        """The response of an id that came from outside."""
        row = (await self._connection.execute(sa.select(responses).where(responses.c.id == id))).one_or_none()
        return None if row is None else _response(row)

    async def of(self, customer: CustomerId, survey: str) -> Response | None:
        """Their latest response to that survey."""
        same = (responses.c.customer_id == customer, responses.c.survey == survey)
        query = sa.select(responses).where(*same).order_by(responses.c.id.desc()).limit(1)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else _response(row)

    async def answers_of(self, id: ResponseId) -> dict[str, AnswerValue]:
        """Question id → value, in the order they were given; None: skipped."""
        query = sa.select(answers.c.question, answers.c.value).where(answers.c.response_id == id).order_by(answers.c.at)
        return {row.question: row.value for row in await self._connection.execute(query)}

    async def earlier_answers(self, response: Response) -> dict[str, AnswerValue]:
        """What the same person answered to the same survey at earlier touches."""
        query = (
            sa.select(answers.c.question, answers.c.value)
            .join(responses, responses.c.id == answers.c.response_id)
            .where(
                responses.c.customer_id == response.customer_id,
                responses.c.survey == response.survey,
                responses.c.id < response.id,
            )
            .order_by(answers.c.at)
        )
        return {row.question: row.value for row in await self._connection.execute(query)}

    async def answer(self, id: ResponseId, question: str, value: AnswerValue, *, now: datetime) -> None:
        """Put down an answer; a new one for the same question replaces the old."""
        statement = insert(self._connection, answers).values(response_id=id, question=question, value=value, at=now)
        change = {"value": statement.excluded.value, "at": statement.excluded.at}
        unique = ["response_id", "question"]
        await self._connection.execute(statement.on_conflict_do_update(index_elements=unique, set_=change))
        await self._connection.execute(sa.update(responses).where(responses.c.id == id).values(touched_at=now))

    async def forget(self, id: ResponseId, question: str) -> None:
        """Take an answer back ("back" in a questionnaire)."""
        same = (answers.c.response_id == id, answers.c.question == question)
        await self._connection.execute(sa.delete(answers).where(*same))

    async def finish(self, id: ResponseId, *, now: datetime) -> None:
        """Nothing is left to ask."""
        await self._connection.execute(
            sa.update(responses).where(responses.c.id == id).values(finished_at=now, touched_at=now)
        )

    async def cancel(self, id: ResponseId, *, now: datetime) -> None:
        """The person wants to be left alone with it."""
        await self._connection.execute(sa.update(responses).where(responses.c.id == id).values(cancelled_at=now))

    async def reopen(self, id: ResponseId, *, now: datetime) -> None:
        """They changed their mind."""
        change = sa.update(responses).where(responses.c.id == id).values(cancelled_at=None, touched_at=now)
        await self._connection.execute(change)
