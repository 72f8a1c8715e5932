"""Forgetting a person: what tells who it was is gone, what is only a number stays for the statistics."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.ids import CustomerId
from storage.schema import answers, cards, case_lines, cases, customers, dialogues, messages, notes, responses, tags

_PERSONAL = ("telegram_id", "phone", "name", "birth_year", "birth_month", "birth_day", "email", "gender", "timezone")


async def erase(connection: AsyncConnection, customer: CustomerId, *, telegram_id: int | None, now: datetime) -> None:
    """Make the row anonymous, and drop every word that was said by or about the person.

    Purchases, scores, choices and the consents (the proof that there was one) stay, tied to nobody. Words are answers
    of people in their own letters; a choice's id or a score is not.
    """
    mine = sa.select(responses.c.id).where(responses.c.customer_id == customer)
    theirs = sa.select(cases.c.id).where(cases.c.customer_id == customer)
    changes: list[sa.Executable] = [
        sa.delete(answers).where(
            answers.c.response_id.in_(mine), answers.c.question.in_(await _worded(connection, customer))
        ),
        sa.update(case_lines).where(case_lines.c.case_id.in_(theirs)).values(text=""),
        sa.update(cases)
        .where(cases.c.customer_id == customer, cases.c.state != "closed")
        .values(state="closed", closed_at=now),
        sa.delete(notes).where(notes.c.customer_id == customer),
        sa.delete(tags).where(tags.c.customer_id == customer),
        sa.delete(cards).where(cards.c.customer_id == customer),
        sa.update(messages).where(messages.c.customer_id == customer).values(letter=None),
        sa.update(messages)
        .where(messages.c.customer_id == customer, messages.c.state == "planned")
        .values(state="withheld", reason="erased"),
        sa.update(customers)
        .where(customers.c.id == customer)
        .values(
            **dict.fromkeys(_PERSONAL), invite_code=None, source=None, marketing=False, processing=False, erased_at=now
        ),
    ]
    if telegram_id is not None:
        changes.append(sa.delete(dialogues).where(dialogues.c.user_id == telegram_id))
    for change in changes:
        await connection.execute(change)


async def _worded(connection: AsyncConnection, customer: CustomerId) -> set[str]:
    """Ids of the questions that this person answered with words: only text has a blank or a letter beyond an id's."""
    query = (
        sa.select(answers.c.question, answers.c.value)
        .join(responses, responses.c.id == answers.c.response_id)
        .where(responses.c.customer_id == customer)
    )
    return {
        question for question, value in await connection.execute(query) if isinstance(value, str) and not _is_id(value)
    }


def _is_id(value: str) -> bool:
    return len(value) <= 24 and value.isascii() and all(c.islower() or c.isdigit() or c == "-" for c in value)


async def everything_about(connection: AsyncConnection, customer: CustomerId) -> dict[str, list[dict[str, Any]]]:
    """Every row about one person, by table; for the person."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in customers.metadata.sorted_tables:
        column = table.c.id if table is customers else table.c.get("customer_id")
        if column is not None:
            rows = (await connection.execute(sa.select(table).where(column == customer))).mappings()
            found[table.name] = [dict(row) for row in rows]
    ids = sa.select(responses.c.id).where(responses.c.customer_id == customer)
    rows = (await connection.execute(sa.select(answers).where(answers.c.response_id.in_(ids)))).mappings()
    found["answers"] = [dict(row) for row in rows]
    theirs = sa.select(cases.c.id).where(cases.c.customer_id == customer)
    rows = (await connection.execute(sa.select(case_lines).where(case_lines.c.case_id.in_(theirs)))).mappings()
    found["case_lines"] = [dict(row) for row in rows]
    return {name: rows for name, rows in found.items() if rows}
