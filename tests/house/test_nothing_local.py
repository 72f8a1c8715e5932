"""Nothing in the tree speaks of the machine that it was written on, or of where packages come from."""

import re

import pytest

from tests.house.tree import ROOT, files

# Put together here, so that this file is not the one that is found.
HOSTS = [
    *(".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))),
    *(".".join(parts) for parts in (("deb", "debian", "org"), ("security", "debian", "org"), ("crates", "io"))),
    *(".".join(parts) for parts in (("docker", "io"), ("ghcr", "io"), ("quay", "io"), ("golang", "org"))),
]
FOLDERS = "|".join("/" + name for name in ("work/", "root/", "home/", "tmp/k/", "opt/pypi", "opt/wheels"))
LOCAL = re.compile("|".join(map(re.escape, HOSTS)) + rf"|(?<![\w./-])(?:{FOLDERS})")


def test_no_registry_and_no_folder_of_a_machine() -> None:
    found = {
        f"{path}: {match[0]}"
        for path in files()
        for match in LOCAL.finditer((ROOT / path).read_bytes().decode("utf-8", "replace"))
    }
    assert found == set()


@pytest.mark.parametrize("text", ["see https://" + HOSTS[0], 'open("/' + 'work/main")', "cd /" + "root/"])
def test_it_would_be_found(text: str) -> None:
    assert LOCAL.search(text)


@pytest.mark.parametrize("text", ["/tmp/kasanie.db", "https://bot.example.org/work/", "handlers/" + "work/"])
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert not LOCAL.search(text)
