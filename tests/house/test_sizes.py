"""A story fits in a head."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import read, sources

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
MOST_FILES = 150
MOST_FUNCTIONS = 20
MOST = 0.9


def file_lengths() -> dict[Path, int]:
    return {path: len(read(path).splitlines()) for path in sources(".py", ".js", ".css", ".html")}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's place and its lines, from `def` to the end, docstring and all."""
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def is_product(path: Path) -> bool:
    return path.parts[0] != "tests"


def share_under(limit: int, lengths: list[int]) -> float:
    return sum(length < limit for length in lengths) / len(lengths)


def test_no_file_is_longer_than_a_few_screens() -> None:
    assert {str(path): length for path, length in file_lengths().items() if length > LONGEST_FILE} == {}


def test_nine_files_in_ten_are_short() -> None:
    lengths = {path: length for path, length in file_lengths().items() if is_product(path)}
    long = {str(path): length for path, length in lengths.items() if length >= MOST_FILES}
    assert share_under(MOST_FILES, list(lengths.values())) >= MOST, long


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = dict(pair for path in sources(".py") for pair in functions(path))
    assert {place: length for place, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_nine_functions_in_ten_are_short() -> None:
    lengths = dict(pair for path in sources(".py") if is_product(path) for pair in functions(path))
    long = {place: length for place, length in lengths.items() if length >= MOST_FUNCTIONS}
    assert share_under(MOST_FUNCTIONS, list(lengths.values())) >= MOST, long
