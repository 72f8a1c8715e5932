"""The database's own clock: what several processes agree on, whatever the clocks of their machines say.

Only for leases; the shop's time is an argument everywhere.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class database_now(FunctionElement[int]):  # noqa: N801 -- as SQLAlchemy's own functions are named
    """Seconds since 1970, at the moment of the statement (not of the transaction's beginning)."""

    type = sa.BigInteger()
    inherit_cache = True


@compiles(database_now, "sqlite")
def _sqlite(_element: database_now, _compiler: Any, **_options: Any) -> str:
    return "CAST(strftime('%s', 'now') AS INTEGER)"


@compiles(database_now, "postgresql")
def _postgresql(_element: database_now, _compiler: Any, **_options: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) AS BIGINT)"
