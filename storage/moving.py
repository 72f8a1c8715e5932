"""A shop moves house: everything that one database holds is written into another, and counted there.

From SQLite to PostgreSQL as it grows, or back. It has happened whole, or not at all: the new database gets everything
in one transaction, which ends only when its counts and sums are those of the old one.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import Moment
from storage.database import Storage
from storage.database_file import file_of
from storage.fit_to_move import NotMoved, check_empty, check_source
from storage.inventory import Inventory, take_inventory
from storage.migrate import check_file, migrate
from storage.schema import metadata
from storage.sole_bot import sole_bot
from storage.trouble import trouble_of

BATCH = 2000  # rows that are in memory at once
Progress = Callable[[int, int | None], None]  # rows done, of how many


async def move(source: Storage, target: Storage, progress: Progress) -> list[Inventory]:
    """Write all of `source` into the empty `target`; returns what there is now, table by table.

    NotMoved: see there. UnusableDatabase: of the target, or a bot works with one of them.
    """
    if (path := file_of(source)) is not None and not path.exists():
        raise NotMoved(f"there is no database at {path}")
    if path is not None and (other := file_of(target)) is not None and path.resolve() == other.resolve():
        raise NotMoved("both addresses are one and the same database: name another one after --to")
    with sole_bot(source), sole_bot(target):
        await check_source(source)
        await check_file(target)
        await check_empty(target)
        await migrate(target)
        return await _move(source, target, progress)


async def _move(source: Storage, target: Storage, progress: Progress) -> list[Inventory]:
    async with _one_look(source) as old, target.transaction(long=True) as tx:
        try:
            before = [await take_inventory(old, table) for table in metadata.sorted_tables]
            await _copy(old, tx.connection, before, progress)
            after = [await take_inventory(tx.connection, table) for table in metadata.sorted_tables]
        except (sa.exc.SQLAlchemyError, OSError) as failed:
            raise NotMoved(f"it was broken off, and nothing was moved: {_plainly(failed)}") from failed
        _compare(before, after)
    return after


def _plainly(failed: Exception) -> str:
    """Without what the database says of single rows: those are names and phones."""
    trouble = trouble_of(failed)
    cause = failed.orig if isinstance(failed, sa.exc.DBAPIError) and failed.orig else failed
    kind = type(cause.__cause__ or cause).__name__
    return f"{kind} (the database is {trouble.value.replace('_', '-')})" if trouble else kind


@asynccontextmanager
async def _one_look(source: Storage) -> AsyncIterator[AsyncConnection]:
    """All tables as of one moment: SQLite's transactions are so by themselves, PostgreSQL's where they are asked to."""
    async with source.engine.connect() as connection:
        if source.dialect == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection
        await connection.rollback()


async def _copy(old: AsyncConnection, new: AsyncConnection, known: list[Inventory], progress: Progress) -> None:
    """Table by table, those first that others point at; then numbers go on where the old ones end."""
    done, total = 0, sum(inventory.rows for inventory in known)
    for table in metadata.sorted_tables:
        like = _untyped(table)
        statement = sa.insert(like)
        rows = await old.stream(sa.select(like), execution_options={"yield_per": BATCH})
        async for batch in rows.mappings().partitions():
            await new.execute(statement, [dict(row) for row in batch])
            done += len(batch)
            progress(done, total)
        if new.dialect.name == "postgresql":
            await _number_on(new, table)


def _untyped(table: sa.Table) -> sa.Table:
    """The same table, its moments as the numbers that they are kept as: turning each into a date and back again would
    take longer than the rest.
    """
    columns = [
        sa.Column(column.name, sa.BigInteger() if isinstance(column.type, Moment) else column.type)
        for column in table.columns
    ]
    return sa.Table(table.name, sa.MetaData(), *columns)


async def _number_on(connection: AsyncConnection, table: sa.Table) -> None:
    """Rows that come later are numbered from where these end; PostgreSQL would begin at 1."""
    for column in table.primary_key:
        if isinstance(column.type, sa.Integer):
            owned = sa.func.pg_get_serial_sequence(table.name, column.name)
            last = sa.select(sa.func.max(column)).scalar_subquery()
            await connection.execute(sa.select(sa.func.setval(owned, last)))


def _compare(before: list[Inventory], after: list[Inventory]) -> None:
    """NotMoved: they differ."""
    wrong = [old.table for old, new in zip(before, after, strict=True) if old != new]
    if wrong:
        raise NotMoved(f"the counts or sums of {', '.join(wrong)} differ: nothing was moved; please report this")
