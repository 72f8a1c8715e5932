"""Files to import, and a look at all that the database holds."""

import csv
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from actions.import_file import FileToImport, Imported, NotImported, Progress, import_file
from actions.recognise_columns import Kind
from actions.shop import Shop
from storage.database import Storage
from storage.schema import metadata
from tests.shop import TEXTS


def written(folder: Path, content: str | bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def files_in(folder: Path) -> list[str]:
    """Without what SQLite keeps beside its file."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm")))


async def outcome(
    shop: Shop, folder: Path, content: str | bytes, *, name: str = "customers.csv", kind: Kind | None = None
) -> Imported | NotImported:
    """What becomes of a file with that content."""
    return await import_file(shop, FileToImport(written(folder, content, name), TEXTS.words("ru"), kind=kind))


async def imported(shop: Shop, folder: Path, content: str | bytes, *, name: str = "customers.csv") -> Imported:
    """The report on a file that is taken."""
    report = await outcome(shop, folder, content, name=name)
    assert isinstance(report, Imported)
    return report


async def reimported(shop: Shop, folder: Path, content: str, progress: Progress) -> None:
    """With somebody watching."""
    await import_file(shop, FileToImport(written(folder, content, "x.csv"), TEXTS.words("ru")), progress)


def refused_rows(report: Imported) -> list[tuple[list[str], str]]:
    """The rejected file's rows: their cells, and the reason."""
    assert report.rejected is not None
    text = report.rejected.read_text("utf-8-sig")
    separator = ";" if ";" in text.splitlines()[0] else ","
    header, *rows = csv.reader(text.splitlines(), delimiter=separator)
    place = header.index("reason")
    return [([*row[:place], *row[place + 1 :]], row[place]) for row in rows]


async def everything(storage: Storage) -> dict[str, list[Any]]:
    """Every row of every table."""
    async with storage.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in await connection.execute(sa.select(table).order_by(*table.primary_key))]
            for table in metadata.tables.values()
        }
