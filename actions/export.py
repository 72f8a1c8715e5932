"""Export: everything as CSV that Excel opens, and that `import` takes back."""

import asyncio
import csv
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision

from actions.shop import Shop
from loyalty.programme import ShopRules
from storage.export import Export

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "customers": (
        *("phone", "name", "birthday", "email", "gender", "language", "tags", "consent"),  # as `import` takes them
        *("id", "card", "telegram_id", "timezone", "source", "created_at", "enrolled_at", "blocked_at"),
        *("purchase_count", "first_purchase_at", "last_purchase_at"),
    ),
    "purchases": (
        *("date", "phone", "card", "amount", "receipt", "items"),  # as `import` takes them
        *("discount", "currency", "customer_id", "recorded_at", "recorded_by", "kasanie_key"),
    ),
    "returns": ("date", "phone", "card", "amount", "receipt", "currency", "customer_id", "recorded_by"),
    "refusals": ("date", "phone", "card", "note", "customer_id", "recorded_by"),
    "coupons": (
        *("code", "phone", "card", "offer", "percent", "amount", "valid_from", "valid_until"),
        *("issued_at", "redeemed_at", "purchase_id", "customer_id"),
    ),
    "consents": ("date", "phone", "card", "kind", "given", "wording", "document", "source", "customer_id"),
    "answers": ("date", "phone", "card", "customer_id", "survey", "question", "value"),
}
_MONEY = {"amount", "discount"}
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Progress = Callable[[int, int | None], None]  # rows written; their number is not known before


def _silent(_done: int, _total: int | None) -> None:
    """Nobody watches."""


async def export(shop: Shop, folder: Path, progress: Progress = _silent) -> dict[str, int]:
    """Write `<table>.csv` for each table into `folder`, as of one moment; how many rows each has.

    UTF-8 with a mark, commas. A file that was there before is replaced when its successor is whole.
    """
    await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    async with shop.storage.reading(long=True) as tx:
        for table in COLUMNS:
            counts[table] = 0
            with _Sheet(folder / f"{table}.csv", COLUMNS[table], shop.programme.shop) as sheet:
                async for rows in Export(tx.connection).rows(table):
                    await asyncio.to_thread(sheet.write, rows)
                    counts[table] += len(rows)
                    progress(sum(counts.values()), None)
    return counts


async def export_zip(shop: Shop, folder: Path, name: str) -> Path:
    """The same as one archive in `folder`."""
    await export(shop, folder)
    return await asyncio.to_thread(_pack, folder, folder / name)


def _pack(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for table in COLUMNS:
            packed.write(folder / f"{table}.csv", f"{table}.csv")
    return archive


class _Sheet:
    """One CSV file, under another name until it is whole."""

    def __init__(self, path: Path, columns: Sequence[str], shop: ShopRules) -> None:
        self._path = path
        self._unfinished = path.with_name(f".{path.name}.part")
        self._columns = columns
        self._shop = shop

    def __enter__(self) -> "_Sheet":
        self._unfinished.touch(mode=0o600)
        self._file = self._unfinished.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(self._columns)
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        self._file.close()
        if error is None:
            self._unfinished.replace(self._path)
        else:
            self._unfinished.unlink()

    def write(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for row in rows:
            said = {**row, **_told(row)}
            self._rows.writerow([_written(name, said.get(name), self._shop) for name in self._columns])


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is called otherwise in a file, or is put together."""
    told: dict[str, Any] = {"date": row.get("at"), "kasanie_key": row.get("key")}
    if "birth_month" in row:
        told["birthday"] = _birthday(row)
        told["consent"] = " ".join(kind for kind in ("processing", "marketing") if row[kind])
        told["tags"] = ";".join(row["tags"]) + (";" if len(row["tags"]) == 1 and " " in row["tags"][0] else "")
    return told


def _birthday(row: Mapping[str, Any]) -> str:
    if row["birth_month"] is None:
        return ""
    if row["birth_year"] is None:
        return f"{row['birth_day']:02}.{row['birth_month']:02}"
    return f"{row['birth_year']:04}-{row['birth_month']:02}-{row['birth_day']:02}"


def _written(column: str, value: Any, shop: ShopRules) -> str:
    """As `import` reads it, and as no spreadsheet takes it for a formula."""
    if value is None:
        return ""
    if column in _MONEY:
        return str(Decimal(value).scaleb(-get_currency_precision(shop.currency)))
    return harmless(_text(value, shop.zone))


def _text(value: Any, zone: ZoneInfo) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        case list():
            return "; ".join(map(str, value))
    return str(value)


def harmless(text: str) -> str:
    """A customer's name may not run in the owner's Excel: what looks like a formula and is no number gets a quote."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
