"""What is installed from the wheel is all of the product, and nothing else."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, pyproject

ROOMS = {*pyproject()["tool"]["coverage"]["run"]["source"], "presets"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Built as the Dockerfile does, from what git would take: a file that lies about does not get in by luck."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for path in files():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, source / path)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(built), str(source)], check=True, capture_output=True, timeout=100)
    with zipfile.ZipFile(next(built.glob("kasanie-*.whl"))) as opened:
        yield opened


def test_the_wheel_holds_every_file_of_the_rooms(wheel: zipfile.ZipFile) -> None:
    ours = {path.as_posix() for path in files() if path.parts[0] in ROOMS}
    assert ours - set(wheel.namelist()) == set()


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    assert {name.partition("/")[0] for name in wheel.namelist() if ".dist-info/" not in name} == ROOMS


def test_the_wheel_brings_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    told = {Path(name).name: name for name in wheel.namelist() if ".dist-info/" in name}
    assert "kasanie = bot.__main__:main" in wheel.read(told["entry_points.txt"]).decode()
    assert b"Kasanie contributors" in wheel.read(told["LICENSE"])
