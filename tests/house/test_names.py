"""Every room and file answers a question; none is a drawer for what found no place."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import files, read, sources

DRAWERS = {
    "base", "common", "commons", "core", "helper", "helpers", "lib", "manager", "managers", "misc", "shared", "stuff",
    "tools", "util", "utils",
}  # fmt: skip


def drawers_in(path: Path) -> set[str]:
    return DRAWERS & {part.partition(".")[0].lower() for part in path.parts}


def test_no_drawers() -> None:
    assert {str(path): drawers_in(path) for path in files() if drawers_in(path)} == {}


@pytest.mark.parametrize("path", ["handlers/utils.py", "core/x.py", "texts/Helpers/x.py", "bot/base.test.py"])
def test_a_drawer_would_be_found(path: str) -> None:
    assert drawers_in(Path(path))


def imported(source: str) -> set[str]:
    """Modules, and the names taken from them: `from unittest import mock` is `unittest.mock` too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_nothing_is_mocked() -> None:
    """Whatever a mock would stand for is at hand: a database in a file, the real dispatch, a local Telegram."""
    mocks = {"unittest.mock", "mock", "pytest_mock", "asynctest"}
    assert {str(path) for path in sources(".py") if imported(read(path)) & mocks} == set()


@pytest.mark.parametrize(
    "line", ["from unittest import mock", "import unittest.mock as m", "from unittest.mock import call"]
)
def test_a_mock_would_be_found(line: str) -> None:
    assert "unittest.mock" in imported(line)


def test_every_room_answers_its_question_in_one_line() -> None:
    for path in files():
        if path.name == "__init__.py" and path.parts[0] != "tests":
            said = ast.get_docstring(ast.parse(read(path))) or ""
            assert said, f"{path} says nothing"
            assert "\n\n" not in said or path.parts[0] == "simulator", f"{path} says too much"
