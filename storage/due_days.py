"""What is due because of the day: birthdays, holidays, anniversaries of the first purchase.

The days are worked out by loyalty/occasions.py, in every time zone that people live in. They go into the statement as
one parameter, a table in JSON; the customers are found through it, in one SELECT:

    customer_id, occurrence, due_at, anchor_at

An anchor is noon of the day in the person's own zone: it names the same day wherever it is looked at from.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.schema import customers, messages
from storage.seconds import as_seconds, seconds

_DAYS = sa.bindparam("days", type_=sa.Text)
_NUMBERS = ("due_at", "anchor_at", "month", "day", "since", "until")


@dataclass(frozen=True, slots=True)
class Day:
    """An occasion whose moment has come for those who live in `zone` (as `customers.timezone` has it)."""

    zone: str
    occurrence: str
    due_at: datetime
    anchor_at: datetime
    month: int = 0  # of a birthday
    day: int = 0
    since: datetime | None = None  # of a first purchase
    until: datetime | None = None


def parameters(days: Sequence[Day]) -> dict[str, str]:
    """For the statements."""
    return {"days": json.dumps([_row(day) for day in days])}


def _row(day: Day) -> dict[str, str | int]:
    times = {"due_at": day.due_at, "anchor_at": day.anchor_at, "since": day.since, "until": day.until}
    numbers = {name: int(time.timestamp()) for name, time in times.items() if time is not None}
    return {"zone": day.zone, "occurrence": day.occurrence, "month": day.month, "day": day.day, **numbers}


def birthdays(dialect: str, shop_zone: str, welcome_for: timedelta) -> sa.Select[Any]:
    """Whose birthday it is."""
    table = _table(dialect)
    born = (customers.c.birth_month == table.c.month) & (customers.c.birth_day == table.c.day)
    told_at = sa.func.coalesce(customers.c.enrolled_at, customers.c.created_at)
    return _due(table, born, _lives_in(table, shop_zone), _known_by(table, told_at, welcome_for))


def anniversaries(dialect: str, shop_zone: str) -> sa.Select[Any]:
    """Who first bought on that day of an earlier year, and was known here before it came round again."""
    table, first = _table(dialect), seconds(customers.c.first_purchase_at)
    bought = (first >= table.c.since) & (first < table.c.until)
    return _due(table, bought, _lives_in(table, shop_zone), _known_by(table, customers.c.created_at, timedelta()))


def holidays(dialect: str, touchpoint: str, shop_zone: str, welcome_for: timedelta) -> sa.Select[Any]:
    """Everybody, once: who is greeted on a holiday is decided at its moment.

    Where one greeting of this holiday stands already, nobody is looked at again: a million customers would be,
    every minute of the day.
    """
    every = _table(dialect)
    greeted = sa.exists().where(
        messages.c.touchpoint == touchpoint,
        seconds(messages.c.planned_at) >= every.c.due_at,
        messages.c.occurrence == every.c.occurrence,
        seconds(messages.c.anchor_at) == every.c.anchor_at,
    )
    table = sa.select(every).where(~greeted).cte("ungreeted", nesting=True).prefix_with("MATERIALIZED")
    return _due(table, _lives_in(table, shop_zone), _known_by(table, customers.c.created_at, welcome_for))


def _due(table: Any, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    columns = (customers.c.id.label("customer_id"), table.c.occurrence, table.c.due_at, table.c.anchor_at)
    return sa.select(*columns).select_from(table.join(customers, sa.and_(*conditions)))


def _lives_in(table: Any, shop_zone: str) -> Any:
    return sa.func.coalesce(customers.c.timezone, shop_zone) == table.c.zone


def _known_by(table: Any, since: Any, welcome_for: timedelta) -> Any:
    """They were here when it was the moment, or came while it was still welcome."""
    return seconds(since) <= table.c.due_at + as_seconds(welcome_for)


def _table(dialect: str) -> Any:
    value = sa.column("value", sa.JSON)
    rows: Any = (
        sa.func.json_each(_DAYS) if dialect == "sqlite" else sa.func.json_array_elements(sa.cast(_DAYS, sa.JSON))
    )
    each = rows.table_valued(value, name="each_day").c.value
    columns = [each[name].as_string().label(name) for name in ("zone", "occurrence")]
    columns += [sa.cast(each[name].as_integer(), sa.BigInteger).label(name) for name in _NUMBERS]
    return (
        sa.select(*columns).cte("days", nesting=True).prefix_with("MATERIALIZED")
    )  # else parsed anew for each customer
