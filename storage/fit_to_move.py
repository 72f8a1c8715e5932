"""May a shop move from the one database into the other?"""

import asyncio

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Storage
from storage.migrate import known_versions, version_of
from storage.schema import metadata
from storage.trouble import in_words


class NotMoved(Exception):
    """The new database is as empty as it was, the old one untouched; the text says why, in one line."""


async def check_source(source: Storage) -> None:
    """It is left as it is, so it must be of this program's version already. NotMoved: see there."""
    newest = known_versions()[-1]
    try:
        async with source.engine.connect() as connection:
            version = await version_of(connection)
            others = await _others_stay(connection)
    except (sa.exc.DBAPIError, OSError) as failed:
        raise NotMoved(f"the database to move from cannot be used: {in_words(failed)}") from failed
    if version is None:
        raise NotMoved("the database to move from is empty, or is something else's")
    if version != newest:
        what = "run `kasanie migrate` on it first" if version < newest else "use the newer program"
        raise NotMoved(f"the database to move from is of version {version}, this program's is {newest}: {what}")
    if others:
        raise NotMoved("somebody is connected to the database to move from: stop the bot that works with it")


async def _others_stay(connection: AsyncConnection) -> bool:
    """Not only for the moment that a connection takes to end."""
    for _ in range(20):
        if not await _others(connection):
            return False
        await connection.rollback()  # the server shows one transaction the same picture all the time
        await asyncio.sleep(0.1)
    return True


async def _others(connection: AsyncConnection) -> int:
    """Who else is connected to a PostgreSQL: a running bot is, always. Of SQLite a lock tells, see sole_bot.py."""
    if connection.dialect.name != "postgresql":
        return 0
    found = await connection.execute(
        sa.text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            # To others than its administrators the server does not tell the type.
            " AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'"
        )
    )
    return int(found.scalar_one())


async def check_empty(target: Storage) -> None:
    """No table has a row, and none is of something else. NotMoved: see there."""
    try:
        async with target.engine.connect() as connection:
            tables = set(await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()))
            strange = tables - set(metadata.tables) - {"alembic_version"}
            full = [
                table.name for table in metadata.sorted_tables if table.name in tables and await _any(connection, table)
            ]
    except (sa.exc.DBAPIError, OSError) as failed:
        raise NotMoved(f"the database to move to cannot be used: {in_words(failed)}") from failed
    if found := sorted(strange) or full:
        raise NotMoved(f"the database to move to is not empty ({', '.join(found[:3])}): give it an empty one")


async def _any(connection: AsyncConnection, table: sa.Table) -> bool:
    return (await connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1))).first() is not None
