"""A table on its way in: what every reader of files makes, and what the import takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Row:
    """`number`: as an editor or Excel counts, from 1. `broken`: an open quote swallowed the end of the row."""

    number: int
    cells: list[str]
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`total`: how many rows there are, about. `separator`: what a file of its kind is written with."""

    header: list[str]
    rows: Iterator[Row]
    total: int
    separator: str = ","


@dataclass(frozen=True, slots=True)
class Unreadable:
    """`empty`, `encoding` (text in none that is known), `not-a-table` (a picture, a document, a locked workbook)."""

    reason: Literal["empty", "encoding", "not-a-table"]


def has_text(row: Row) -> bool:
    """Whether anything stands there: blank rows are no rows."""
    return any(cell and not cell.isspace() for cell in row.cells)
