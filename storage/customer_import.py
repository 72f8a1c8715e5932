"""Customers from a file, matched by phone. What somebody told the bot themselves is never overwritten: a file fills
blanks, adds tags, and records a consent where nothing was said about it yet.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import Moment, consents, customers, tags
from storage.staging import Batch, Merged, Staging, staged
from storage.upsert import insert

ROWS = staged(
    "staged_customers",
    sa.Column("phone", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("birth_year", sa.SmallInteger),
    sa.Column("birth_month", sa.SmallInteger),
    sa.Column("birth_day", sa.SmallInteger),
    sa.Column("email", sa.Text),
    sa.Column("gender", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("tags", sa.JSON(none_as_null=True)),
    sa.Column("processing", sa.Boolean),
    sa.Column("marketing", sa.Boolean),
    sa.Column("wording", sa.Text),  # of the consents: the file's own words
)
_BIRTHDAY = ("birth_year", "birth_month", "birth_day")
_PLAIN = ("name", "email", "gender")
_CONSENTS = ("processing", "marketing")


async def merge_customers(staging: Staging, batch: Batch, *, language: str, now: datetime) -> Merged:
    """Add and fill in a batch. `language`: of those whose language the file does not tell."""
    connection, good = staging.connection, batch.of(ROWS)
    people = _people(good)
    async with staging.merging():
        added = await _add(connection, people, language=language, now=now)
        filled = await _fill(connection, people)
        await _tag(connection, good)
        for kind in _CONSENTS:
            await _consent(connection, good, kind, now)
        kept = await staging.count(good, customers.c.phone == ROWS.c.phone, sa.or_(*_differences()))
        return Merged(added, await staging.count(good) - added, filled, kept)


def _people(good: sa.ColumnElement[bool]) -> sa.Subquery:
    """One row a phone: of each column the first that is filled."""

    def first(column: str, filled: str) -> sa.Label[Any]:
        order = (ROWS.c[filled].is_(None), ROWS.c.number)
        return sa.func.first_value(ROWS.c[column]).over(partition_by=ROWS.c.phone, order_by=order).label(column)

    plain = [first(column, column) for column in (*_PLAIN, "language")]
    birthday = [first(column, "birth_month") for column in _BIRTHDAY]
    turn = sa.func.row_number().over(partition_by=ROWS.c.phone, order_by=ROWS.c.number).label("turn")
    rows = sa.select(ROWS.c.number, ROWS.c.phone, *plain, *birthday, turn).where(good).subquery()
    return sa.select(rows).where(rows.c.turn == 1).subquery()


async def _add(connection: AsyncConnection, people: sa.Subquery, *, language: str, now: datetime) -> int:
    values: dict[str, Any] = {
        **{column: people.c[column] for column in ("phone", *_PLAIN, *_BIRTHDAY)},
        "language": sa.func.coalesce(people.c.language, sa.literal(language)),
        "created_at": sa.literal(now, Moment),
        "enrolled_at": sa.literal(now, Moment),
    }
    rows = (
        sa.select(*values.values()).where(sa.true()).order_by(people.c.number)
    )  # SQLite: no ON CONFLICT without WHERE
    statement = insert(connection, customers).from_select(list(values), rows)
    done = await connection.execute(statement.on_conflict_do_nothing(index_elements=["phone"]))
    return int(done.rowcount)


async def _fill(connection: AsyncConnection, people: sa.Subquery) -> int:
    """How many people had a blank that the file knew how to fill."""
    blank = {column: customers.c[column].is_(None) for column in _PLAIN}
    no_birthday = customers.c.birth_month.is_(None)
    fillable = [blank[column] & people.c[column].is_not(None) for column in _PLAIN]
    values: dict[str, Any] = {column: sa.func.coalesce(customers.c[column], people.c[column]) for column in _PLAIN}
    values |= {column: sa.case((no_birthday, people.c[column]), else_=customers.c[column]) for column in _BIRTHDAY}
    done = await connection.execute(
        sa.update(customers)
        .where(customers.c.phone == people.c.phone)
        .where(sa.or_(*fillable, no_birthday & people.c.birth_month.is_not(None)))
        .values(**values)
    )
    return int(done.rowcount)


def _differences() -> Sequence[sa.ColumnElement[bool]]:
    """Where a row says something else than the record. What one of them does not say differs from nothing."""
    return [customers.c[column] != ROWS.c[column] for column in (*_PLAIN, *_BIRTHDAY)]


async def _tag(connection: AsyncConnection, good: sa.ColumnElement[bool]) -> None:
    query = sa.select(customers.c.id, ROWS.c.tags).where(
        good, ROWS.c.tags.is_not(None), customers.c.phone == ROWS.c.phone
    )
    rows = [{"customer_id": id, "tag": tag} for id, names in await connection.execute(query) for tag in names]
    if rows:
        await connection.execute(insert(connection, tags).on_conflict_do_nothing(), rows)


async def _consent(connection: AsyncConnection, good: sa.ColumnElement[bool], kind: str, now: datetime) -> None:
    """Only where nothing was ever said: neither a no in the chat nor a yes is overruled by a file."""
    told = sa.select(ROWS.c.phone, sa.func.max(ROWS.c.wording).label("wording")).where(good, ROWS.c[kind])
    people = told.group_by(ROWS.c.phone).subquery()
    said = sa.exists().where(consents.c.customer_id == customers.c.id, consents.c.kind == kind)
    values = (sa.literal(kind), sa.true(), people.c.wording, sa.literal("import"), sa.literal(now, Moment))
    new = sa.select(customers.c.id, *values).where(customers.c.phone == people.c.phone, ~said)
    columns = ["customer_id", "kind", "given", "wording", "source", "at"]
    await connection.execute(sa.insert(consents).from_select(columns, new))
    last = (
        sa.select(consents.c.given)
        .where(consents.c.customer_id == customers.c.id, consents.c.kind == kind)
        .order_by(consents.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    change = sa.update(customers).where(customers.c.phone.in_(sa.select(people.c.phone)), customers.c[kind] != last)
    await connection.execute(change.values({kind: last}))
