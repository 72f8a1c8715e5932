"""Reading CSV as an owner has it. Nothing is dropped in silence: a row that cannot be read is handed on as `broken`."""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from actions.recognise_columns import known_columns
from actions.recognise_encoding import recognise_encoding
from actions.table import Row, Table, Unreadable, has_text

_SEPARATORS = ",;\t"
_LONGEST_QUOTE = 100  # lines; a quote that is open longer was never meant to be one
_LONGEST_CELL = 10_000_000


def read_csv(path: Path) -> Table | Unreadable:
    """Comma, semicolon or tab, in whatever encoding. Row by row: the file may be larger than the memory."""
    encoded = recognise_encoding(path)
    if encoded is None:
        return Unreadable("encoding")
    separator = _separator(path, encoded.encoding)
    rows = _rows(path, encoded.encoding, separator)
    header = next((row for row in rows if has_text(row)), None)
    if header is None:
        return Unreadable("empty")
    return Table(header.cells, filter(has_text, rows), max(encoded.lines - 1, 0), separator)


def _separator(path: Path, encoding: str) -> str:
    """The one that finds the most columns in the first line with text in it."""

    def found(separator: str) -> tuple[int, int]:
        row = next(filter(has_text, _rows(path, encoding, separator)), None)
        return (0, 0) if row is None else (known_columns(row.cells), len(row.cells))

    return max(_SEPARATORS, key=found)


def _rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding=encoding, errors="replace") as file:
        lines, width = _Lines(file), 0
        for line in lines:
            if lines.number == 1 and line.lower().startswith("sep="):
                continue  # a note of Excel's to itself
            if '"' in line:
                row = _quoted(line, lines, separator, width)
            else:
                row = Row(lines.number, line.rstrip("\n").split(separator))
            if not width and has_text(row):
                width = len(row.cells)
            yield row


class _Lines:
    """Lines that can be put back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._returned: deque[str] = deque()
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.number += 1
        return line

    def put_back(self, lines: list[str]) -> None:
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)


def _quoted(first: str, lines: _Lines, separator: str, width: int) -> Row:
    """A row with quotes, which may go on over several lines.

    A quote that was forgotten open would swallow the rows up to the next one; it shows by what it swallows: lines
    that are rows by themselves. Then only its own line is spoilt.
    """
    number, taken, ran_out = lines.number, [first], False

    def following() -> Iterator[str]:
        nonlocal ran_out
        yield first
        while len(taken) < _LONGEST_QUOTE and (line := next(lines, None)) is not None:
            taken.append(line)
            yield line
        ran_out = True

    cells = next(csv.reader(following(), delimiter=separator))
    if not ran_out and not any(line.count(separator) >= width - 1 for line in taken[1:] if width):
        return Row(number, cells)
    lines.put_back(taken[1:])
    return Row(number, first.rstrip("\n").split(separator), broken=True)
