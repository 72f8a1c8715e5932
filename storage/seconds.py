"""Reckoning with time in SQL: a moment is kept as seconds since 1970, and here it is the plain number."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa


def seconds(column: Any) -> sa.ColumnElement[int]:
    """A column of moments as numbers, to add to and to compare with."""
    return sa.type_coerce(column, sa.BigInteger)


def as_seconds(span: timedelta) -> int:
    """A span of time, in what is added to them."""
    return int(span.total_seconds())


def at(moment: datetime) -> sa.ColumnElement[int]:
    """A moment that is known now, in what they are compared with."""
    return sa.literal(int(moment.timestamp()), sa.BigInteger)
