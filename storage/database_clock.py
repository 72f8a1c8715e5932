"""The database's own clock: what several processes agree on, whatever the clocks of their machines say.

Only for leases; the shop's time is an argument everywhere.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class database_now(FunctionElement[int]):  # noqa: N801 -- as SQLAlchemy's own functions are named
    """Whole seconds since 1970, at the moment of the statement (not of the transaction's beginning)."""

    type = sa.BigInteger()
    inherit_cache = True


@compiles(database_now, "sqlite")
def _sqlite(_element: database_now, _compiler: Any, **_options: Any) -> str:
    return "CAST(strftime('%s', 'now') AS INTEGER)"


@compiles(database_now, "postgresql")
def _postgresql(_element: database_now, _compiler: Any, **_options: Any) -> str:
    return "CAST(floor(extract(epoch FROM clock_timestamp())) AS BIGINT)"


def has_run_out(until: sa.Column[Any], *, lasts: int) -> sa.ColumnElement[bool]:
    """Whether what was taken for `lasts` seconds is anybody's: the time is over, or the end lies farther ahead than it
    can be, since the clock was turned back.
    """
    end = sa.type_coerce(until, sa.BigInteger)
    return (end <= database_now()) | (end > database_now() + 2 * lasts)
