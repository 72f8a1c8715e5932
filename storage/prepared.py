"""Statements that are asked with every update, compiled once.

To run a statement that it has compiled before, SQLAlchemy takes ten times as long as SQLite. In the second gear
(storage/sqlite_driver.py) a prepared one goes to the driver as it is; everywhere else it is a statement like any other.
"""

import json
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from pydantic_core import PydanticSerializationError, to_json
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


def _json(value: Any) -> str:
    """Ten times as fast as the standard library's, which knows one thing more: half of a pair of UTF-16."""
    try:
        return to_json(value).decode()
    except PydanticSerializationError:
        return json.dumps(value)


DIALECT = SQLiteDialect_pysqlite(json_serializer=_json)
Parameters = Mapping[str, Any] | list[Mapping[str, Any]] | None
_Convert = Callable[[Any], Any] | None


@dataclass(slots=True)
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
        each = parameters if isinstance(parameters, list) else (parameters or {},)
        rows: list[Any] = []
        count = 0
        try:
            for given in each:
                cursor = driver.execute(self.sql, self._written(given))
                if cursor.description is not None:
                    rows += self._read(cursor.fetchall())
                count += cursor.rowcount
        except sqlite3.Error as error:
            raise as_sqlalchemy(self.sql, error) from error
        return Found(rows, count)

    def _written(self, given: Mapping[str, Any]) -> list[Any]:
        return [
            given.get(name, default) if write is None else write(given.get(name, default))
            for name, write, default in self._values
        ]

    def _read(self, rows: list[tuple[Any, ...]]) -> list[Any]:
        row, readers = self._row
        found = []
        for values in rows:
            read = list(values)
            for place, reader in readers:
                if read[place] is not None:  # NULL is None whatever the column is made of
                    read[place] = reader(read[place])
            found.append(row(*read))
        return found


def as_sqlalchemy(statement: str, error: sqlite3.Error) -> BaseException:
    """The driver's error, as whoever uses SQLAlchemy knows it."""
    return sa.exc.DBAPIError.instance(statement, None, error, sqlite3.Error, hide_parameters=True)


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
