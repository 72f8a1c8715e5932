"""What the house tests look at: the files that git knows or would take, and the rooms."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# Outside the rooms' rules: Alembic writes these, and they are never changed afterwards.
MIGRATIONS = Path("storage/migrations")


@cache
def files() -> tuple[Path, ...]:
    """Relative to the root: tracked, or new and not ignored; ascending."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(path for path in map(Path, sorted(filter(None, listed.split("\0")))) if (ROOT / path).is_file())


def sources(*suffixes: str) -> list[Path]:
    """Relative paths of the files with these endings, migrations left out."""
    return [path for path in files() if path.suffix in suffixes and not path.is_relative_to(MIGRATIONS)]


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def rooms() -> set[str]:
    """The top-level packages: whatever folder of the root has an __init__.py."""
    return {path.parts[0] for path in files() if len(path.parts) == 2 and path.name == "__init__.py"}


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads(read(Path("pyproject.toml")))
