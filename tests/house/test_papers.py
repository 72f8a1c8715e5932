"""The papers tell of what there is."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, pyproject, read

PAPERS = [path for path in files() if path.suffix == ".md" or path.name in {"compose.yaml", "Dockerfile", "Makefile"}]


NEEDED = ["README.md", "CHANGELOG.md", "LICENSE", "docs/ARCHITECTURE.md", "docs/RELIABILITY.md", "docs/PERFORMANCE.md"]


@pytest.mark.parametrize("name", NEEDED)
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


def test_every_promise_names_tests_that_there_are() -> None:
    promises = read(Path("docs/RELIABILITY.md"))
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", promises))
    assert len(named) > 50
    assert [(file, test) for file, test in sorted(named) if not _is_test(Path("tests") / file, test)] == []


def test_a_promise_without_a_test_would_be_found() -> None:
    here = Path(__file__).relative_to(ROOT)
    assert _is_test(here, "test_a_promise_without_a_test_would_be_found")
    assert not _is_test(here, "test_a_promise")
    assert not _is_test(here.with_name("gone.py"), "test_a_promise_without_a_test_would_be_found")


def _is_test(file: Path, name: str) -> bool:
    return (ROOT / file).is_file() and re.search(rf"^(?:async )?def {name}\(", read(file), re.MULTILINE) is not None


def test_every_proof_under_load_is_named_with_what_it_proves() -> None:
    promises = read(Path("docs/RELIABILITY.md"))
    for file in ("test_kills.py", "test_faults.py", "test_replicas.py"):
        path = Path("tests/end_to_end") / file
        tests = re.findall(r"^async def (test_\w+)", read(path), re.MULTILINE) if (ROOT / path).is_file() else []
        assert [test for test in tests if f"`end_to_end/{file}::{test}`" not in promises] == [], file


def test_every_benchmark_is_explained() -> None:
    known = re.search(r"^ALL: .*?= \{\n(.*?)^\}", read(Path("benchmarks/__main__.py")), re.MULTILINE | re.DOTALL)
    assert known is not None
    names = re.findall(r'"(\w+)":', known[1])
    assert "drain" in names
    explained = read(Path("docs/PERFORMANCE.md"))
    assert [name for name in names if f"| `{name}` |" not in explained or f"**`{name}`**" not in explained] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    decisions = [path for path in PAPERS if path.parent == Path("docs/decisions")]
    numbers = [path.name[:4] for path in decisions]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert [path for path in decisions if not read(path).startswith(f"# {path.name[:4]}. ")] == []


def test_every_setting_is_named_among_the_commands() -> None:
    settings = re.findall(r"^([A-Z_]+)=", read(Path(".env.example")), re.MULTILINE)
    assert "SEND_RATE" in settings
    explained = read(Path("docs/commands.md"))
    assert [name for name in settings if f"`{name}`" not in explained] == []
