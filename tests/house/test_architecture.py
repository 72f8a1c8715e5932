"""Imports go down only, and the rules that say so can fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, pyproject, rooms

# One offence against each contract, by its id.
OFFENCES = {
    "layers": ("loyalty/offence.py", "import actions\n"),
    "bot": ("jobs/offence.py", "import bot\n"),
    "pure": ("loyalty/impure.py", "import asyncio\n"),
    "storage": ("storage/offence.py", "import aiogram\n"),
    "sql": ("handlers/offence.py", "import sqlalchemy\n"),
    "simulator": ("simulator/offence.py", "import texts\n"),
    "product": ("actions/offence.py", "import simulator\n"),
}


def contracts() -> dict[str, str]:
    return {contract["id"]: contract["name"] for contract in pyproject()["tool"]["importlinter"]["contracts"]}


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_the_contracts_are_kept() -> None:
    outcome = lint_imports(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_every_contract_can_be_broken(tmp_path: Path) -> None:
    for path in files():
        if (path.parts[0] in rooms() and path.suffix == ".py") or path.name == "pyproject.toml":
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, tmp_path / path)
    for place, line in OFFENCES.values():
        (tmp_path / place).write_text(line, encoding="utf-8")
    said = " ".join(lint_imports(tmp_path).stdout.split())
    assert {name for name, title in contracts().items() if f"{title} BROKEN" in said} == set(OFFENCES)


def test_every_contract_has_its_offence_here() -> None:
    assert set(contracts()) == set(OFFENCES)


def test_no_room_is_left_out() -> None:
    tool = pyproject()["tool"]
    ours = rooms() - {"tests", "benchmarks"}
    assert set(tool["importlinter"]["root_packages"]) == ours
    assert set(tool["coverage"]["run"]["source"]) == ours
    assert set(tool["setuptools"]["packages"]["find"]["include"]) == {f"{room}*" for room in ours}


@pytest.mark.parametrize(
    "line,remedy",
    [
        ("import datetime as d; d.datetime.now(d.UTC)", "Time is an argument"),
        ("import time; time.time()", "Time is an argument"),
        ("import os; os.environ", "bot/settings.py is the only reader"),
        ("import os; os.getenv('X')", "bot/settings.py is the only reader"),
        ("from unittest import mock; mock", "Use the real thing"),
        ("from . import x; x", "relative imports"),
    ],
)
def test_what_is_banned_teaches_what_to_do_instead(line: str, remedy: str) -> None:
    command = [
        str(Path(sys.executable).with_name("ruff")),
        "check",
        "--no-cache",
        "--stdin-filename",
        "actions/x.py",
        "-",
    ]
    outcome = subprocess.run(command, cwd=ROOT, input=line + "\n", capture_output=True, text=True, check=False)
    assert outcome.returncode == 1
    assert remedy in outcome.stdout
