"""What is installed is what was looked at: pinned, with hashes, and from wherever the user's pip fetches."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import pyproject, read

LOCKS = [Path("requirements") / f"{name}.txt" for name in ("build", "dev", "run")]

# Anything that ties a lock to one index or one machine.
ADDRESS = re.compile(
    r"https?:|file:|git\+|--(?:index-url|extra-index-url|find-links|trusted-host)|^-[ief] | @ |(?<!\w)/\w", re.MULTILINE
)


def pins(lock: Path) -> dict[str, str]:
    """Package to version, each taken from an entry that has at least one hash."""
    entries = re.split(r"\n(?=\w)", read(lock).strip())
    found = [
        re.match(r"([\w.-]+)(?:\[.*?\])?==([^\s;]+).*?\\\n\s+--hash=sha256:[0-9a-f]{64}", e, re.DOTALL) for e in entries
    ]
    assert all(found), f"{lock}: an entry without a version or a hash"
    return {canonicalize_name(match[1]): match[2] for match in found if match}


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert ADDRESS.findall(re.sub(r"#.*", "", read(lock))) == []


@pytest.mark.parametrize(
    "line", ["--index-url https://a.example", "-f /opt/x", "-e .", "a @ file:///x", "--find-links x", "/opt/x.whl"]
)
def test_an_address_would_be_found(line: str) -> None:
    assert ADDRESS.search(f"a==1\n{line}\n")


@pytest.mark.parametrize("lock,extras", [("run", []), ("dev", ["demo", "dev"])])
def test_a_lock_pins_what_the_project_asks_for(lock: str, extras: list[str]) -> None:
    project = pyproject()["project"]
    asked = project["dependencies"] + [line for extra in extras for line in project["optional-dependencies"][extra]]
    pinned = pins(Path("requirements") / f"{lock}.txt")
    for requirement in map(Requirement, asked):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not locked: run `make lock`"
        assert requirement.specifier.contains(version), f"{requirement}, and {version} is locked: run `make lock`"


def test_what_runs_is_what_was_tested() -> None:
    dev = pins(Path("requirements/dev.txt"))
    for lock in LOCKS:
        assert pins(lock).items() <= dev.items()


def test_what_builds_the_wheel_is_locked() -> None:
    assert pyproject()["dependency-groups"]["build"] == pyproject()["build-system"]["requires"]
    assert set(pins(Path("requirements/build.txt"))) == {"setuptools"}


def test_what_runs_is_without_what_tests() -> None:
    assert not {"pytest", "mypy", "playwright", "zxing-cpp", "setuptools"} & set(pins(Path("requirements/run.txt")))
