"""Staging: the rows of a file on their way in, in a temporary table of one connection.

The whole file is put there first (on SQLite outside the database's file, so that nobody waits for it), and then merged
in bounded batches, each in a transaction of its own: a till that wants to record a sale waits for one batch at most.
After a crash the same file is imported again, and finds what is there already.
"""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Storage


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be kept: why (`problem`), and the words that are to blame (`value`)."""

    number: int
    cells: list[str]
    problem: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of good rows: `known` ones were there already; of those, `filled` got something new, and in `kept`
    the file says otherwise than what is recorded, which stands.
    """

    added: int = 0
    known: int = 0
    filled: int = 0
    kept: int = 0

    def __add__(self, more: "Merged") -> "Merged":
        counts = (self.added, more.added), (self.known, more.known), (self.filled, more.filled), (self.kept, more.kept)
        return Merged(*map(sum, counts))


NOTHING = Merged()


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows by their numbers, both ends included."""

    first: int
    last: int

    def of(self, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """The batch's rows that are good so far."""
        return sa.and_(table.c.number.between(self.first, self.last), table.c.problem.is_(None))


def staged(name: str, *columns: sa.Column[Any]) -> sa.Table:
    """A temporary table for rows of some kind; `cells` is what the file said, for those that are refused."""
    return sa.Table(
        name,
        sa.MetaData(),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("cells", sa.Text, nullable=False),
        sa.Column("problem", sa.Text),
        sa.Column("value", sa.Text),
        *columns,
        prefixes=["TEMPORARY"],
    )


class Staging:
    """One file's rows. Open it with `staging`."""

    def __init__(self, storage: Storage, connection: AsyncConnection, table: sa.Table) -> None:
        self._storage = storage
        self.connection = connection
        self.table = table

    async def put(self, rows: Sequence[dict[str, Any]]) -> None:
        """Rows as the table has them; each must have the same columns."""
        if rows:
            async with self.connection.begin():
                await self.connection.execute(sa.insert(self.table), rows)

    async def all_put(self) -> None:
        """Let PostgreSQL look at what there is: of a temporary table it knows nothing by itself, and plans badly."""
        if self.connection.dialect.name == "postgresql":
            async with self.connection.begin():
                await self.connection.execute(sa.text(f"ANALYZE {self.table.name}"))

    @asynccontextmanager
    async def merging(self) -> AsyncIterator[None]:
        """A transaction that changes the database itself."""
        await self.connection.execution_options(writes=True)  # see storage.database: BEGIN IMMEDIATE
        async with self._storage.alone(), self.connection.begin():
            yield
        await self.connection.execution_options(writes=False)

    async def refuse(self, batch: Batch, problem: str, *where: sa.ColumnElement[bool], value: Any = None) -> None:
        """Mark the good rows of a batch for which all conditions hold."""
        change = sa.update(self.table).where(batch.of(self.table), *where)
        await self.connection.execute(change.values(problem=problem, value=value))

    async def refused(self, batch: Batch) -> list[Refused]:
        """What of a batch is not kept, in the file's order."""
        columns = self.table.c
        query = sa.select(columns.number, columns.cells, columns.problem, columns.value).where(
            columns.number.between(batch.first, batch.last), columns.problem.is_not(None)
        )
        async with self.connection.begin():
            rows = await self.connection.execute(query.order_by(columns.number))
        return [Refused(row.number, json.loads(row.cells), row.problem, row.value or "") for row in rows]

    async def count(self, *where: sa.ColumnElement[bool]) -> int:
        """How many rows fulfil all conditions."""
        return int((await self.connection.execute(sa.select(sa.func.count()).where(*where))).scalar_one())


@asynccontextmanager
async def staging(storage: Storage, table: sa.Table) -> AsyncIterator[Staging]:
    """A connection with an empty staging table on it; both are given back at the end."""
    async with storage.engine.connect() as connection:
        async with connection.begin():
            await connection.execute(sa.schema.CreateTable(table))
        try:
            yield Staging(storage, connection, table)
        finally:
            if connection.in_transaction():
                await connection.rollback()
            async with connection.begin():
                # Gone already where a cancellation has cost the connection: its error would hide what came before.
                await connection.execute(sa.schema.DropTable(table, if_exists=True))
