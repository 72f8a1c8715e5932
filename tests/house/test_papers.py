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


def test_every_verb_of_the_command_line_is_explained() -> None:
    verbs = set(
        re.findall(r"@cli\.command\((?:name=\"(\w+)\")?\)\n(?:async )?def (\w+)", read(Path("bot/__main__.py")))
    )
    named = {name or function for name, function in verbs}
    assert {"run", "demo", "check", "migrate", "import", "export", "backup"} <= named
    explained = read(Path("docs/commands.md"))
    assert [verb for verb in named if f"`{verb}" not in explained] == []


def test_every_command_of_the_chat_is_explained() -> None:
    registered = re.findall(r"^(?:CUSTOMER|STAFF|OWNER) = \((.*?)\)$", read(Path("bot/commands.py")), re.MULTILINE)
    commands = {name for line in registered for name in re.findall(r'"(\w+)"', line)}
    assert "stats" in commands
    explained = read(Path("docs/commands.md"))
    assert [command for command in commands if f"`/{command}" not in explained] == []


def test_every_job_is_in_the_timetable() -> None:
    source = read(Path("jobs/schedule.py"))
    jobs = set(re.findall(r'_(?:tick|planned)\("(\w+)"', source))
    assert jobs
    assert [job for job in jobs if job not in source.split('"""')[1]] == []
