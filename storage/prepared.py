"""Statements that are asked with every update, compiled once.

To run a statement that it has compiled before, SQLAlchemy takes ten times as long as SQLite. In the second gear
(storage/sqlite_driver.py) a prepared one goes to the driver as it is; everywhere else it is a statement like any other.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

DIALECT = SQLiteDialect_pysqlite()
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
_Convert = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class Found:
    """As much of SQLAlchemy's CursorResult as is asked of these statements."""

    rows: list[Any]
    rowcount: int

    def one_or_none(self) -> Any:
        """The only row."""
        if len(self.rows) > 1:
            raise sa.exc.MultipleResultsFound
        return self.rows[0] if self.rows else None

    def scalars(self) -> list[Any]:
        """The first column."""
        return [row[0] for row in self.rows]


class Prepared:
    """A statement as the driver wants it. Compiled when it is run first."""

    def __init__(self, statement: Any, columns: Sequence[str]) -> None:
        self._statement = statement
        self._columns = list(columns) or None

    @cached_property
    def _compiled(self) -> Any:
        compiled = self._statement.compile(dialect=DIALECT, column_keys=self._columns)
        assert not compiled.post_compile_params, "a statement of a fixed length"
        return compiled

    @cached_property
    def sql(self) -> str:
        """With a question mark for each value."""
        return str(self._compiled)

    @cached_property
    def _values(self) -> list[tuple[str, _Convert, Any]]:
        """Of each question mark: the parameter's name, how it is written, and what it is where nobody gives it."""
        binds = [(name, self._compiled.binds[name]) for name in self._compiled.positiontup]
        return [
            (bind.key, bind.type.dialect_impl(DIALECT).bind_processor(DIALECT), bind.effective_value)
            for name, bind in binds
        ]

    @cached_property
    def _row(self) -> tuple[Any, list[tuple[int, Callable[[Any], Any]]]]:
        """The rows' type, and how some of their columns are read."""
        columns = list(self._statement.exported_columns)
        names = [column.name for column in columns]
        readers = [column.type.dialect_impl(DIALECT).result_processor(DIALECT, None) for column in columns]
        row: Any = namedtuple("Row", names)  # type: ignore[misc]
        return row, [(place, reader) for place, reader in enumerate(readers) if reader is not None]

    def run(self, driver: sqlite3.Connection, parameters: Parameters) -> Found:
        """Once, or once for each of the parameters."""
        each = parameters if isinstance(parameters, Sequence) else (parameters or {},)
        rows: list[Any] = []
        count = 0
        with as_sqlalchemy(self.sql):
            for given in each:
                cursor = driver.execute(self.sql, self._written(given))
                if cursor.description is not None:
                    rows += self._read(cursor.fetchall())
                count += cursor.rowcount
        return Found(rows, count)

    def _written(self, given: Mapping[str, Any]) -> list[Any]:
        values = ((given.get(name, default), write) for name, write, default in self._values)
        return [value if write is None else write(value) for value, write in values]

    def _read(self, rows: list[tuple[Any, ...]]) -> list[Any]:
        row, readers = self._row
        if not readers:
            return [row._make(values) for values in rows]
        found = []
        for values in rows:
            read = list(values)
            for place, reader in readers:
                read[place] = reader(read[place])
            found.append(row._make(read))
        return found


class as_sqlalchemy:  # noqa: N801 -- it is used as a function; a generator would take longer than what is inside
    """The driver's errors, as whoever uses SQLAlchemy knows them."""

    def __init__(self, statement: str) -> None:
        self._statement = statement

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            wrapped = sa.exc.DBAPIError.instance(self._statement, None, error, sqlite3.Error, hide_parameters=True)
            raise wrapped from error


_PREPARED: dict[int, Prepared] = {}


def prepare(statement: Any, *columns: str) -> Any:
    """The same statement, and from now on it is known. columns: of an INSERT, those that are given.

    For statements that live as long as the program, have no lists among their parameters, and are read through
    `Found`.
    """
    _PREPARED[id(statement)] = Prepared(statement, columns)
    return statement


def prepared(statement: Any) -> Prepared | None:
    """How to run it at once, if it is one of these."""
    return _PREPARED.get(id(statement))
