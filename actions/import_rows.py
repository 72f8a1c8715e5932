"""What the import of customers and that of purchases have in common: what a row says, and what is wrong with it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from actions.recognise_columns import Columns
from actions.table import Row
from loyalty.phone import parse_phone
from loyalty.programme import Programme
from storage.staging import Batch, Merged, Staging

_NOTHING = frozenset({"", "-", "–", "—", "n/a", "null", "none"})
_LONGEST_NOTHING = max(map(len, _NOTHING))
_UNREADABLE = re.compile("[\0\ufffd]")
_SHIELD = re.compile(r"^'(?=[=+@-])")  # put before a formula by an export, so that Excel does not run it
_as_json = json.JSONEncoder(ensure_ascii=False).encode  # `dumps` makes a new one for each row
_LONGEST = 200  # characters of what is to blame

Said = Mapping[str, str]  # our name of a column → what the row has there; blank cells are left out


class BadCell(Exception):
    """A row cannot be kept: `problem` is the key of the words for it, `value` what stands there."""

    def __init__(self, problem: str, value: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.value = value


@dataclass(frozen=True, slots=True)
class ImportRules:
    """What a row is read by. `today`: the shop's; `source`: the file's name, which consents are proved by."""

    programme: Programme
    today: date
    source: str


class Import(Protocol):
    """How one kind of file is imported."""

    @property
    def table(self) -> Any:
        """Its staging table."""

    @property
    def blank(self) -> Mapping[str, Any]:
        """The columns of that table, empty."""

    def read(self, said: Said) -> dict[str, Any]:
        """The columns that a row fills. BadCell: it cannot be kept."""

    async def before_merging(self, staging: Staging) -> None:
        """What has to be known about the file as a whole."""

    async def merge(self, staging: Staging, batch: Batch) -> Merged:
        """Bring a batch in."""


def staged_row(row: Row, columns: Columns, width: int, read: Callable[[Said], dict[str, Any]]) -> dict[str, Any]:
    """The columns of the staging table that a row fills; with its problem where it has one."""
    kept = {"number": row.number, "cells": _as_json(row.cells).replace("\\u0000", "\\ufffd")}
    try:
        return {**kept, **read(_said(row, columns, width))}
    except BadCell as bad:
        return {**kept, "problem": bad.problem, "value": bad.value[:_LONGEST].replace("\0", "\ufffd")}


def _said(row: Row, columns: Columns, width: int) -> Said:
    if row.broken:
        raise BadCell("open-quote", row.cells[0])
    if any(cell.strip() for cell in row.cells[width:]):
        raise BadCell("too-many-cells", row.cells[-1])
    if _UNREADABLE.search("".join(row.cells)):
        raise BadCell("unreadable", next(filter(_UNREADABLE.search, row.cells)))
    said: dict[str, str] = {}
    for name, place in columns.places.items():
        cell = row.cells[place].strip() if place < len(row.cells) else ""
        if len(cell) > _LONGEST_NOTHING or cell.casefold() not in _NOTHING:
            said[name] = _SHIELD.sub("", cell) if cell.startswith("'") else cell
    return said


@lru_cache(maxsize=1 << 16)
def phone_of(text: str, country: str) -> str | None:
    """As `parse_phone`, which takes 0.1 ms: in a file of purchases the same people come again and again."""
    return parse_phone(text, country)
