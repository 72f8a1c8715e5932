"""What every table is made of: how names are given, times kept, rows numbered, customers pointed at."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMES)


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware UTC datetime as seconds since 1970, rounded down."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:  # noqa: ARG002
        """`value` must be aware: a naive one is a bug here, not a time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime was given to the database")
        return int(value.timestamp())

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """Aware UTC."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # SQLite numbers rows by itself only for INTEGER


def row_id() -> sa.Column[int]:
    return sa.Column("id", BigId, primary_key=True)


def customer_id(*, nullable: bool = False, **options: Any) -> sa.Column[int]:
    return sa.Column("customer_id", BigId, sa.ForeignKey("customers.id"), nullable=nullable, **options)


def one_of(column: str, *values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(v) for v in values)})", name=f"{column}_known")
