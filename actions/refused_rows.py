"""The rows of a file that could not be kept, written aside with the reason beside each: to be mended and sent again."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from actions.recognise_columns import REASON, Columns
from actions.table import Table
from storage.staging import Refused
from texts.words import Words


class RefusedRows:
    """Writes `<file>.rejected.csv`; of a file without bad rows there is none, nor one of an earlier attempt."""

    def __init__(self, path: Path, table: Table, columns: Columns, words: Words) -> None:
        self.path = path
        self.count = 0
        self._table = table
        self._place = columns.places.get(REASON, len(table.header))
        self._words = words
        self._file: Any = None
        self._rows: Any = None

    def __enter__(self) -> Self:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, refused: Sequence[Refused]) -> None:
        """UTF-8 with a mark (Excel takes it for another encoding otherwise), separated as the file itself was."""
        if refused and self._file is None:
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            self._rows = csv.writer(self._file, delimiter=self._table.separator)
            self._rows.writerow(self._with_reason(self._table.header, REASON))
        for row in refused:
            self._rows.writerow(self._with_reason(row.cells, reason(row, self._words)))
        self.count += len(refused)

    def _with_reason(self, cells: Sequence[str], reason: str) -> list[str]:
        """Cells beyond the header stay, behind the reason."""
        width = max(len(self._table.header), self._place + 1)
        return [*_padded(cells, width, self._place, reason), *cells[len(self._table.header) :]]


def _padded(cells: Sequence[str], width: int, place: int, reason: str) -> list[str]:
    found = [cells[at] if at < len(cells) else "" for at in range(width)]
    found[place] = reason
    return found


def reason(refused: Refused, words: Words) -> str:
    """Why a row is not kept, and what to do about it."""
    return words.plain(f"import-problem-{refused.problem}", value=refused.value)
