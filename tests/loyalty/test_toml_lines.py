"""On which line a key of a TOML file stands."""

import tomllib
from typing import Any

import pytest

from loyalty.checks.toml_lines import Path, key_lines, line_of

EVERYTHING = '''# a comment with [brackets] and = signs
title = "x" # [not.a.table]
"quoted key" = 'single'
bare-key_1 = 1979-05-27T07:32:00Z
a.b.c = 1.5
a."d.e" = [1, 2, # one
  3,
  { x = 1, y = { z = "}" } },
]

[shop]
name = """
several ] lines }
with = signs
"""
path = \'\'\'C:\\new\'\'\'
quotes = """say ""hello"" """"
empty = []
none = {}
hours = { from = "21:00", to = "10:00" }

[[surveys]]
id = "one"
[[surveys.questions]]
id = "a"
ask = { ru = "?", en = "?" }

[[surveys.questions]]
id = "b"
[surveys.questions.deep.er]
x = -0.5e-3
[[surveys]]
id = "two"
  [[ surveys . "questions" ]]
  id = "c"
'''


def paths(data: Any, here: Path = ()) -> list[Path]:
    """Every key and element of parsed TOML."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path for key, value in inner for path in ((*here, key), *paths(value, (*here, key)))]


@pytest.mark.parametrize(
    "path, line",
    [
        (("title",), 2),
        (("quoted key",), 3),
        (("bare-key_1",), 4),
        (("a",), 5),
        (("a", "b", "c"), 5),
        (("a", "d.e"), 6),
        (("a", "d.e", 1), 6),
        (("a", "d.e", 2), 7),
        (("a", "d.e", 3, "y", "z"), 8),
        (("shop",), 11),
        (("shop", "name"), 12),
        (("shop", "path"), 16),
        (("shop", "quotes"), 17),
        (("shop", "none"), 19),
        (("shop", "hours", "to"), 20),
        (("surveys",), 22),
        (("surveys", 0), 22),
        (("surveys", 0, "questions", 0, "ask", "en"), 26),
        (("surveys", 0, "questions", 1), 28),
        (("surveys", 0, "questions", 1, "deep", "er", "x"), 31),
        (("surveys", 1), 32),
        (("surveys", 1, "questions", 0, "id"), 35),
    ],
)
def test_a_key_stands_where_an_editor_shows_it(path: Path, line: int) -> None:
    assert key_lines(EVERYTHING)[path] == line


def test_every_key_that_the_parser_knows_has_a_line() -> None:
    assert set(key_lines(EVERYTHING)) == set(paths(tomllib.loads(EVERYTHING)))


@pytest.mark.parametrize(
    "text", ["", "\n\n# only a comment", "a=1", "[a]", "[[a]]\n[[a]]", "a = [\n[1,\n2],[]\n]\n", "a={b={}}"]
)
def test_small_files_too(text: str) -> None:
    assert set(key_lines(text)) == set(paths(tomllib.loads(text)))


def test_what_is_missing_belongs_to_what_would_hold_it() -> None:
    lines = key_lines(EVERYTHING)
    assert line_of(("surveys", 1, "questions", 0, "ask"), lines) == 34
    assert line_of(("surveys", 1, "measure"), lines) == 32
    assert line_of(("tiers",), lines) == 1
    assert line_of((), lines) == 1
