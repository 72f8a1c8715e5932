"""What the shop keeps of those who came for a card during an ordeal, with whatever stands there twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import answers, cards, consents, customers, responses
from tests.end_to_end.load import NEW, name_of, phone_of


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One of them; the lists in the order in which things were kept."""

    name: str | None
    phone: str | None
    enrolled: bool
    consents: Sequence[tuple[str, bool]]  # (kind, given): the one table here that takes the same row twice
    surveys: Sequence[tuple[str, bool]]  # (survey, finished)
    answers: Sequence[tuple[str, Any]]  # (question, value)
    cards: int


def enrolled_once(number: int) -> Newcomer:
    """What that one's own words come to (see `Visitors`)."""
    name, phone = name_of(number), phone_of(number)
    skipped = [(question, None) for question in ("birthday", "email", "matters")]
    return Newcomer(
        name,
        phone,
        enrolled=True,
        consents=[("processing", True), ("marketing", True)],
        surveys=[("enrolment", True)],
        answers=sorted([("name", name), ("phone", phone), *skipped]),
        cards=1,
    )


async def newcomers_of(connection: AsyncConnection) -> dict[int, Newcomer]:
    """By Telegram id."""
    came = sa.select(customers).where(customers.c.telegram_id > NEW).order_by(customers.c.telegram_id)
    return {row.telegram_id: await _newcomer(connection, row) for row in (await connection.execute(came)).all()}


async def _newcomer(connection: AsyncConnection, row: Any) -> Newcomer:
    async def rows(table: sa.Table, *columns: sa.ColumnElement[Any], of: sa.FromClause | None = None) -> list[Any]:
        query = sa.select(*columns).select_from(table if of is None else of).where(table.c.customer_id == row.id)
        return [tuple(found) for found in await connection.execute(query)]

    return Newcomer(
        row.name,
        row.phone,
        enrolled=row.enrolled_at is not None,
        consents=sorted(await rows(consents, consents.c.kind, consents.c.given), reverse=True),
        surveys=await rows(responses, responses.c.survey, responses.c.finished_at.is_not(None)),
        answers=sorted(await rows(responses, answers.c.question, answers.c.value, of=responses.join(answers))),
        cards=len(await rows(cards, cards.c.id)),
    )
