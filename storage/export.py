"""Everything that an owner may take along, table by table, a thousand rows at a time."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import (
    answers,
    cards,
    consents,
    coupons,
    customers,
    purchases,
    refusals,
    responses,
    returns,
    tags,
)

CHUNK = 1000
_WHO = (customers.c.phone, cards.c.number.label("card"))


def _of_customers(table: sa.Table, *columns: Any, optional: bool = False) -> sa.Select[Any]:
    """`columns` and whose they are; in the order in which they were written down."""
    joined = table.join(customers, customers.c.id == table.c.customer_id, isouter=optional)
    joined = joined.outerjoin(cards, cards.c.customer_id == customers.c.id)
    return sa.select(*columns).select_from(joined).order_by(table.c.id)


def _purchases() -> sa.Select[Any]:
    known = purchases.c
    more = (known.discount, known.currency, known.customer_id, known.recorded_at, known.recorded_by, known.key)
    return _of_customers(purchases, known.at, *_WHO, known.amount, known.receipt, known["items"], *more)


def _returns() -> sa.Select[Any]:
    known = returns.c
    more = (known.currency, known.customer_id, known.recorded_by)
    return _of_customers(returns, known.at, *_WHO, known.amount, known.receipt, *more)


def _refusals() -> sa.Select[Any]:
    known = refusals.c
    return _of_customers(refusals, known.at, *_WHO, known.note, known.customer_id, known.recorded_by)


def _coupons() -> sa.Select[Any]:
    known = coupons.c
    promised = (known.offer, known.percent, known.amount, known.valid_from, known.valid_until)
    life = (known.issued_at, known.redeemed_at, known.purchase_id, known.customer_id)
    return _of_customers(coupons, known.code, *_WHO, *promised, *life, optional=True)


def _consents() -> sa.Select[Any]:
    known = consents.c
    more = (known.wording, known.document, known.source, known.customer_id)
    return _of_customers(consents, known.at, *_WHO, known.kind, known.given, *more)


def _answers() -> sa.Select[Any]:
    who = (*_WHO, responses.c.customer_id)
    query = _of_customers(responses, answers.c.at, *who, responses.c.survey, answers.c.question, answers.c.value)
    asked = query.join(answers, answers.c.response_id == responses.c.id)
    return asked.order_by(None).order_by(answers.c.response_id, answers.c.at, answers.c.question)


def _customers() -> sa.Select[Any]:
    """Who asked to be forgotten is not among them."""
    known = customers.c
    told = (known.phone, known.name, known.birth_year, known.birth_month, known.birth_day, known.email, known.gender)
    life = (known.created_at, known.enrolled_at, known.blocked_at)
    bought = (known.purchase_count, known.first_purchase_at, known.last_purchase_at)
    more = (known.language, known.processing, known.marketing, known.telegram_id, known.timezone, known.source)
    query = sa.select(known.id, *told, *more, cards.c.number.label("card"), *life, *bought)
    joined = query.select_from(customers.outerjoin(cards, cards.c.customer_id == known.id))
    return joined.where(known.erased_at.is_(None)).order_by(known.id)


TABLES: Mapping[str, sa.Select[Any]] = {
    "customers": _customers(),
    "purchases": _purchases(),
    "returns": _returns(),
    "refusals": _refusals(),
    "coupons": _coupons(),
    "consents": _consents(),
    "answers": _answers(),
}


class Export:
    """Reads; changes nothing."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def rows(self, table: str) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        """By the chunk, as mappings from a column's name; moments are aware UTC. Customers have their `tags`, too."""
        result = await self._connection.stream(TABLES[table], execution_options={"yield_per": CHUNK})
        async for chunk in result.mappings().partitions():
            rows = [dict(row) for row in chunk]
            yield await self._with_tags(rows) if table == "customers" else rows

    async def _with_tags(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        ids = [row["id"] for row in rows]
        query = sa.select(tags).where(tags.c.customer_id.in_(ids)).order_by(tags.c.tag)
        found: dict[int, list[str]] = {}
        for id, tag in await self._connection.execute(query):
            found.setdefault(id, []).append(tag)
        return [{**row, "tags": found.get(row["id"], [])} for row in rows]
