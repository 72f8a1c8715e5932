"""Reading the programme file: every mistake with its line, its key and its remedy."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from loyalty.checks.finding import Finding
from loyalty.checks.remedies import of_shape, of_syntax
from loyalty.checks.toml_lines import Path, key_lines, line_of
from loyalty.checks.whole import findings
from loyalty.programme import Programme


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`key` is dotted, with ids for numbers: `touchpoints.how-was-it.after`; empty where TOML itself is broken."""

    line: int
    key: str
    remedy: str

    def __str__(self) -> str:
        """`line 41, touchpoints.how-was-it.after: write a duration as …`."""
        return f"line {self.line}, {self.key}: {self.remedy}" if self.key else f"line {self.line}: {self.remedy}"


class WrongProgramme(Exception):
    """The file cannot be used. As text: one line for each problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def parse(text: str) -> Programme:
    """The programme; WrongProgramme, with everything that is wrong, where it cannot be used.

    Mistakes of shape hide what is checked across the parts: mend them, and check again.
    """
    text = _plain(text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, remedy = of_syntax(error, text)
        raise WrongProgramme([Problem(line, "", remedy)]) from None
    try:
        programme = Programme.model_validate(data)
    except ValidationError as error:
        raise WrongProgramme(_located(of_shape(error), text, data)) from None
    problems = _located(findings(programme), text, data)
    if problems:
        raise WrongProgramme(problems)
    return programme


def _plain(text: str) -> str:
    """As tomllib wants it: without the mark that Windows editors put first, with one kind of line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n") + "\n"


def _located(found: Iterable[Finding], text: str, data: dict[str, Any]) -> list[Problem]:
    lines = key_lines(text)
    return [Problem(line_of(path, lines), _spelled(path, data), remedy) for path, remedy in found]


def _spelled(path: Path, data: Any) -> str:
    """The path with ids where it has them, and places counted from one where it has not."""
    parts = []
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
        named = data.get("id") if isinstance(data, dict) else None
        number = part + 1 if isinstance(part, int) else part
        parts.append(named if isinstance(part, int) and isinstance(named, str) else str(number))
    return ".".join(parts)
