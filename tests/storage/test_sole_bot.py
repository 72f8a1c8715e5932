"""One bot to an SQLite file, whatever becomes of the one before."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.database import Storage
from storage.sole_bot import Occupied, sole_bot
from tests.house.tree import ROOT

BOT = """
import sys, time
from storage.database import Storage
from storage.sole_bot import sole_bot
with sole_bot(Storage.open(sys.argv[1])):
    print("has it", flush=True)
    time.sleep(600)
"""


def _storage(path: Path) -> Storage:
    return Storage.open(f"sqlite+aiosqlite:///{path}", pooled=False)


@contextmanager
def _another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", BOT, f"sqlite+aiosqlite:///{path}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "has it\n"
            yield process
        finally:
            process.kill()


def test_the_second_is_refused_in_one_line_that_names_the_first(tmp_path: Path) -> None:
    path = tmp_path / "kasanie.db"
    with _another_process(path) as first, pytest.raises(Occupied) as refused, sole_bot(_storage(path)):
        pass
    assert f"a bot (process {first.pid}) works with {path} already: stop it first" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_killed_bot_leaves_the_way_free(tmp_path: Path) -> None:
    path = tmp_path / "kasanie.db"
    with _another_process(path) as first:
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=30)
        with sole_bot(_storage(path)):
            pass


def test_it_ends_with_its_block(tmp_path: Path) -> None:
    for _ in range(2):
        with sole_bot(_storage(tmp_path / "kasanie.db")):
            pass


def test_another_name_of_the_same_file_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "kasanie.db").touch()
    (tmp_path / "link.db").symlink_to(tmp_path / "kasanie.db")
    with sole_bot(_storage(tmp_path / "kasanie.db")), pytest.raises(Occupied), sole_bot(_storage(tmp_path / "link.db")):
        pass


def test_two_shops_in_one_folder_are_two(tmp_path: Path) -> None:
    with sole_bot(_storage(tmp_path / "one.db")), sole_bot(_storage(tmp_path / "two.db")):
        pass


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "postgresql+asyncpg://u@/shop"])
def test_memory_and_servers_are_not_locked(url: str) -> None:
    with sole_bot(Storage.open(url, pooled=False)), sole_bot(Storage.open(url, pooled=False)):
        pass


def test_the_lock_tells_strangers_nothing(tmp_path: Path) -> None:
    with sole_bot(_storage(tmp_path / "kasanie.db")):
        assert (tmp_path / "kasanie.db.lock").stat().st_mode & 0o077 == 0
