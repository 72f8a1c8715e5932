"""On which line of a TOML file does a key stand? The standard parser does not say."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]  # ("touchpoints", 3, "after")

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'  # strings first: they may hold everything else
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|\n"
    r"|[ \t\r]+"
    r"|[\[\]{}=,.]"
    r"""|[^\s\[\]{}=,.\#"']+""",
    re.DOTALL,
)


def key_lines(text: str) -> dict[Path, int]:
    """The line, from 1, of every table, key and element. `text` must be TOML that was parsed before."""
    reader = _Reader(list(_tokens(text)))
    reader.document()
    return reader.lines


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """Where `path` stands, or what would hold it; the first line where there is nothing of it."""
    sizes = range(len(path), 0, -1)
    return next((lines[path[:size]] for size in sizes if path[:size] in lines), 1)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for found in _TOKEN.finditer(text):
        if found[0] == "\n" or not (found[0].isspace() or found[0].startswith("#")):
            yield found[0], line
        line += found[0].count("\n")


@dataclass(slots=True)
class _Reader:
    """Walks over the tokens and notes where keys begin; values are passed over."""

    tokens: list[tuple[str, int]]
    at: int = 0
    lines: dict[Path, int] = field(default_factory=dict)
    sizes: dict[Path, int] = field(default_factory=dict)  # of arrays of tables

    def document(self) -> None:
        table: Path = ()
        while (token := self._peek()) is not None:
            if token == "\n":
                self.at += 1
            elif token == "[":
                table = self._header()
            else:
                self._pair(table)

    def _peek(self) -> str | None:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else None

    def _take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][0]

    def _header(self) -> Path:
        """`[shop]` or `[[surveys.questions]]`, which belongs to the last survey."""
        line = self.tokens[self.at][1]
        brackets = 2 if self.tokens[self.at + 1][0] == "[" else 1
        self.at += brackets
        *parents, last = self._key()
        self.at += brackets
        path: Path = ()
        for part in parents:
            path = self._inside((*path, part), line)
        path = (*path, last)
        if brackets == 2:
            self.sizes[path] = self.sizes.get(path, 0) + 1
            self.lines.setdefault(path, line)
            path = (*path, self.sizes[path] - 1)
        self.lines[path] = line
        return path

    def _inside(self, path: Path, line: int) -> Path:
        self.lines.setdefault(path, line)
        return (*path, self.sizes[path] - 1) if path in self.sizes else path

    def _key(self) -> list[str]:
        parts = [_unquoted(self._take())]
        while self._peek() == ".":
            self.at += 1
            parts.append(_unquoted(self._take()))
        return parts

    def _pair(self, table: Path) -> None:
        line = self.tokens[self.at][1]
        path = table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self.at += 1  # the sign of equality
        self._value(path)

    def _value(self, path: Path) -> None:
        opening = self._take()
        if opening == "{":
            self._until("}", lambda _: self._pair(path))
        elif opening == "[":
            self._until("]", lambda number: self._element((*path, number)))
        else:  # a number or a date may be several tokens
            while self._peek() not in (None, "\n", ",", "]", "}"):
                self.at += 1

    def _element(self, path: Path) -> None:
        self.lines[path] = self.tokens[self.at][1]
        self._value(path)

    def _until(self, closing: str, read: Callable[[int], None]) -> None:
        number = 0
        while self._peek() != closing:
            if self._peek() in ("\n", ","):
                self.at += 1
            else:
                read(number)
                number += 1
        self.at += 1


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    return str(tomllib.loads(f"key = {key}")["key"])
