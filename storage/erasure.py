"""Forgetting a person: what tells who it was is gone, what is only a number stays for the statistics."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.ids import CustomerId
from storage.inbox import FORGOTTEN
from storage.schema import (
    answers,
    cards,
    case_lines,
    cases,
    customers,
    dialogues,
    inbox,
    messages,
    notes,
    referrals,
    refusals,
    responses,
    tags,
)

NEWS = "new-customer:"  # begins the key of the notice that somebody has come (actions/announce_customer.py)
Closed = Mapping[str, Collection[str]]  # by survey, the questions whose answers are a choice or a number: no words
_PERSONAL = ("telegram_id", "phone", "name", "birth_year", "birth_month", "birth_day", "email", "gender", "timezone")


async def erase(
    connection: AsyncConnection, customer: CustomerId, *, telegram_id: int | None, closed: Closed, now: datetime
) -> None:
    """Make the row anonymous, and drop every word that was said by or about the person.

    Purchases, scores, choices and the consents (the proof that there was one) stay, tied to nobody.
    """
    theirs = sa.select(cases.c.id).where(cases.c.customer_id == customer)
    changes: list[sa.Executable] = [
        _words(customer, closed),
        sa.update(case_lines).where(case_lines.c.case_id.in_(theirs)).values(text=""),
        sa.update(case_lines)
        .where(case_lines.c.case_id.in_(theirs), case_lines.c.author == "customer")
        .values(author_id=None),
        sa.update(cases)
        .where(cases.c.customer_id == customer, cases.c.state != "closed")
        .values(state="closed", closed_at=now),
        sa.delete(notes).where(notes.c.customer_id == customer),
        sa.delete(tags).where(tags.c.customer_id == customer),
        sa.delete(cards).where(cards.c.customer_id == customer),
        sa.update(refusals).where(refusals.c.customer_id == customer).values(note=None),
        *_unsaid(customer, theirs),
        sa.update(customers)
        .where(customers.c.id == customer)
        .values(
            **dict.fromkeys(_PERSONAL), invite_code=None, source=None, marketing=False, processing=False, erased_at=now
        ),
    ]
    if telegram_id is not None:
        changes.append(sa.delete(dialogues).where(dialogues.c.user_id == telegram_id))
        behind_us = (inbox.c.chat_id == telegram_id, inbox.c.state != "new")
        changes.append(sa.update(inbox).where(*behind_us).values(**FORGOTTEN))
    for change in changes:
        await connection.execute(change)


def _unsaid(customer: CustomerId, theirs: sa.Select[tuple[int]]) -> list[sa.Executable]:
    """Letters to them, and letters about them to the manager chat: their cases, their coming, their friends' coming."""
    friends = sa.select(referrals.c.friend_id).where(referrals.c.inviter_id == customer)
    came = sa.select(sa.literal(NEWS) + sa.cast(customers.c.id, sa.Text)).where(
        (customers.c.id == customer) | customers.c.id.in_(friends)
    )
    told = (messages.c.customer_id == customer) | messages.c.case_id.in_(theirs) | messages.c.key.in_(came)
    return [
        sa.update(messages)
        .where(told, messages.c.state.in_(("planned", "due")))
        .values(state="withheld", reason="erased"),
        sa.update(messages).where(told).values(letter=None),
    ]


def _words(customer: CustomerId, closed: Closed) -> sa.Delete:
    """Their answers to whatever is not such a question; all of those to a survey that the programme has no more."""
    theirs = responses.c.customer_id == customer
    numbers = [
        sa.and_(
            answers.c.response_id.in_(sa.select(responses.c.id).where(theirs, responses.c.survey == survey)),
            answers.c.question.in_(questions),
        )
        for survey, questions in closed.items()
    ]
    mine = answers.c.response_id.in_(sa.select(responses.c.id).where(theirs))
    return sa.delete(answers).where(mine, sa.not_(sa.or_(sa.false(), *numbers)))


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
