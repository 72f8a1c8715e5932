"""What a table holds, in a few numbers: two databases with the same shop give the same ones, whatever their kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import Moment

MONEY = ("amount", "discount")  # minor units
_HALF = 32  # bits


@dataclass(frozen=True, slots=True)
class Inventory:
    """sums: of a column with numbers or moments, by its name; of text, its characters; of a choice, how often yes."""

    table: str
    rows: int
    sums: Mapping[str, int]

    @property
    def ids(self) -> int | None:
        """The sum of the rows' own numbers; None: they have none."""
        return self.sums.get("id")

    @property
    def money(self) -> int | None:
        """In minor units; None: the table knows none."""
        known = [self.sums[name] for name in MONEY if name in self.sums]
        return sum(known) if known else None


async def take_inventory(connection: AsyncConnection, table: sa.Table) -> Inventory:
    """In one statement that reads the table once."""
    parts = {column.name: _parts(column) for column in table.columns}
    wanted = [part.label(f"{name}_{n}") for name, pair in parts.items() for n, part in enumerate(pair)]
    row = (
        (await connection.execute(sa.select(sa.func.count().label("rows"), *wanted).select_from(table)))
        .mappings()
        .one()
    )
    sums = {
        name: _whole([int(row[f"{name}_{n}"] or 0) for n in range(len(pair))]) for name, pair in parts.items() if pair
    }
    return Inventory(table.name, int(row["rows"]), sums)


def _parts(column: sa.Column[Any]) -> list[sa.ColumnElement[Any]]:
    """What to sum of a column: numbers by their halves, since SQLite gives up where a sum is longer than 64 bits (chats
    of a million messages are); JSON is written by either database in its own way, and
    only counted.
    """
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return [sa.func.sum(sa.case((column, 1), else_=0))]
    if isinstance(kind, sa.Integer | Moment):
        number = sa.cast(sa.type_coerce(column, sa.BigInteger), sa.BigInteger)
        low = sa.literal(2**_HALF - 1, sa.BigInteger)
        return [sa.func.sum(number.bitwise_and(low)), sa.func.sum(number.bitwise_rshift(sa.literal(_HALF, sa.Integer)))]
    return [sa.func.sum(sa.func.length(column))] if isinstance(kind, sa.Text) else [sa.func.count(column)]


def _whole(halves: list[int]) -> int:
    low, high = (*halves, 0)[:2]
    return low + (high << _HALF)
