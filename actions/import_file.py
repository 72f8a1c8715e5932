"""Import a file: `kasanie import customers|purchases FILE`, and the same file sent to the bot."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from actions.import_customers import CustomerImport
from actions.import_purchases import PurchaseImport
from actions.import_rows import Import, ImportRules, staged_row
from actions.read_table import read_table
from actions.recognise_columns import Columns, Kind, NotUnderstood, recognise_columns
from actions.refused_rows import RefusedRows
from actions.shop import Shop
from actions.table import Row, Table, Unreadable
from storage.staging import NOTHING, Batch, Merged, Refused, Staging, staging
from texts.words import Words

BATCH = 5000  # rows; a tenth of a second in which nobody else can write
EXAMPLES = 5  # of refused rows, in the report itself

Progress = Callable[[int, int | None], None]  # rows done; of how many, where that is known


def _silent(_done: int, _total: int | None) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class FileToImport:
    """`kind`: what its owner says it is; None: the header tells. `name`: what its owner calls it.

    `rejected`: where the rows go that cannot be kept; None: `<file>.rejected.csv`.
    """

    path: Path
    words: Words
    kind: Kind | None = None
    name: str | None = None
    rejected: Path | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file. `examples`: the first of the refused rows, all of which stand in `rejected`.

    `strange`: columns that mean nothing here.
    """

    kind: Kind
    merged: Merged = NOTHING
    refused: int = 0
    examples: tuple[Refused, ...] = ()
    rejected: Path | None = None
    strange: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """How many rows the file has."""
        return self.merged.added + self.merged.known + self.refused


@dataclass(frozen=True, slots=True)
class NotImported:
    """Nothing was changed. `reason`: of Unreadable or NotUnderstood, `names` with it; `header`: what stands there."""

    reason: str
    names: tuple[str, ...] = ()
    header: tuple[str, ...] = ()


async def import_file(shop: Shop, file: FileToImport, progress: Progress = _silent) -> Imported | NotImported:
    """Keep the good rows, write the bad ones aside with their reasons. The same file again changes nothing."""
    table = await asyncio.to_thread(read_table, file.path)
    if isinstance(table, Unreadable):
        return NotImported(table.reason)
    columns = recognise_columns(table.header, file.kind)
    if isinstance(columns, NotUnderstood):
        return NotImported(columns.reason, columns.names, tuple(table.header))
    way = _way(shop, file, columns.kind)
    path = file.rejected or file.path.with_name(f"{file.path.name}.rejected.csv")
    async with staging(shop.storage, way.table) as stage:
        batches = await _stage(stage, way, table, columns, progress)
        await stage.all_put()
        await way.before_merging(stage)
        with RefusedRows(path, table, columns, file.words) as refused:
            return await _merge(stage, way, batches, refused, Imported(columns.kind, strange=columns.strange), progress)


def _way(shop: Shop, file: FileToImport, kind: Kind) -> Import:
    now = shop.now()
    today = now.astimezone(shop.programme.shop.zone).date()
    rules = ImportRules(shop.programme, today, file.name or file.path.name)
    if kind == "customers":
        return CustomerImport(rules, now)
    return PurchaseImport(rules, now)


async def _stage(stage: Staging, way: Import, table: Table, columns: Columns, progress: Progress) -> dict[Batch, int]:
    """Read everything. Half of the work, so half of the rows are done when all are read. How many rows a batch has."""
    batches: dict[Batch, int] = {}
    done = 0
    while rows := await asyncio.to_thread(_next_rows, table.rows, way, columns, len(table.header)):
        await stage.put(rows)
        batches[Batch(rows[0]["number"], rows[-1]["number"])] = len(rows)
        done += len(rows)
        progress(done // 2, max(table.total, done))
    return batches


def _next_rows(rows: Iterator[Row], way: Import, columns: Columns, width: int) -> list[dict[str, Any]]:
    """In a thread: 5000 rows are some tenths of a second, and people are waiting for answers meanwhile."""
    return [{**way.blank, **staged_row(row, columns, width, way.read)} for row in islice(rows, BATCH)]


async def _merge(
    stage: Staging, way: Import, batches: dict[Batch, int], refused: RefusedRows, report: Imported, progress: Progress
) -> Imported:
    total = done = sum(batches.values())
    for batch, size in batches.items():
        merged = await way.merge(stage, batch)
        rows = await stage.refused(batch)
        refused.write(rows)
        report = replace(
            report,
            merged=report.merged + merged,
            refused=refused.count,
            examples=(*report.examples, *rows)[:EXAMPLES],
            rejected=refused.path if refused.count else None,
        )
        done += size
        progress(done // 2, total)
    return report
