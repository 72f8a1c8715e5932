"""INSERT that meets what is there already: the same call on SQLite and PostgreSQL."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def insert_once(connection: AsyncConnection, table: sa.Table, values: dict[str, Any], *unique: str) -> int | None:
    """Insert a row unless one with the same `unique` columns stands already.

    Returns its id, or None where there was one. On PostgreSQL and SQLite alike, `ON CONFLICT DO NOTHING … RETURNING`
    gives no row on conflict.
    """
    statement = insert(connection, table).values(**values)
    done = await connection.execute(
        statement.on_conflict_do_nothing(index_elements=list(unique) or None).returning(table.c.id)
    )
    return done.scalar_one_or_none()


def insert(connection: AsyncConnection, table: sa.Table) -> Any:
    """An INSERT with `on_conflict_…`, of the dialect at hand."""
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
