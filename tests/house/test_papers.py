"""The papers tell of what there is."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, pyproject, read

PAPERS = [path for path in files() if path.suffix == ".md" or path.name in {"compose.yaml", "Dockerfile", "Makefile"}]


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "LICENSE", "docs/ARCHITECTURE.md"])
def test_a_newcomer_finds(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


def test_the_changelog_tells_of_this_version() -> None:
    version = re.escape(pyproject()["project"]["version"])
    assert re.search(rf"^## \[?{version}\b", read(Path("CHANGELOG.md")), re.MULTILINE)


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(Path("Makefile")), re.MULTILINE))
    for paper in PAPERS:
        named = re.findall(r"(?:`|^)(?:\$ )?make ([a-z][a-z-]*)", read(paper), re.MULTILINE)
        assert set(named) <= targets, paper


def test_every_link_inside_the_tree_leads_somewhere() -> None:
    for paper in PAPERS:
        links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", read(paper))
        assert [link for link in links if not (ROOT / paper.parent / link).exists()] == [], paper


def test_the_image_is_made_of_every_room() -> None:
    """A room that the Dockerfile or .dockerignore forgets would be missing in the image alone, where no test runs."""
    rooms = {*pyproject()["tool"]["coverage"]["run"]["source"], "presets"}
    assert set(re.findall(r"^COPY (\w+)/ \1/$", read(Path("Dockerfile")), re.MULTILINE)) == rooms
    assert rooms <= set(re.findall(r"^!(\w+)$", read(Path(".dockerignore")), re.MULTILINE))
