"""What is wrong with the file is said before anything is done with it: in one line, with the remedy."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from storage.copies import copy_of
from storage.database import Storage
from storage.database_file import inspect_file
from storage.migrate import migrate
from storage.trouble import UnusableDatabase
from tests.small_disk import common_user, fill, folder_for_all, make_read_only, small_disk


def _said(path: Path) -> str:
    with pytest.raises(UnusableDatabase) as refused:
        inspect_file(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "kasanie.db"
    path.write_bytes(sqlite_template.read_bytes())
    return path


def damage(path: Path) -> None:
    """Overwrite the head of a page in the middle, as a bad disk does."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'purchases'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 64)


def test_a_sound_file_and_a_new_one_are_taken(database: Path, tmp_path: Path) -> None:
    inspect_file(database)
    inspect_file(tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists(), "looking makes nothing"


def test_looking_leaves_nothing_behind(database: Path) -> None:
    inspect_file(database)
    assert [path.name for path in database.parent.iterdir()] == ["kasanie.db"]


def test_damage_names_the_newest_copy(database: Path) -> None:
    damage(database)
    assert "is damaged" in _said(database)
    assert "restore a copy with `kasanie restore FILE`" in _said(database)
    for day in (date(2026, 11, 21), date(2026, 11, 22)):
        copy = copy_of(database, day)
        copy.parent.mkdir(exist_ok=True)
        copy.touch()
    assert f"kasanie restore {database.parent}/backups/kasanie-2026-11-22.db" in _said(database)


async def test_damage_stops_the_start(database: Path) -> None:
    damage(database)
    storage = Storage.open(f"sqlite+aiosqlite:///{database}", pooled=False)
    with pytest.raises(UnusableDatabase, match="is damaged"):
        await migrate(storage)


def test_what_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("купить хлеб " * 100, encoding="utf-8")
    assert "is not a database" in _said(tmp_path / "notes.txt")
    assert "is a folder" in _said(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert f"there is no folder {tmp_path}/none" in _said(tmp_path / "none" / "kasanie.db")


def test_a_folder_of_somebody_elses_is_named() -> None:
    with folder_for_all() as folder:
        folder.chmod(0o555)
        with common_user():
            assert f"the folder {folder} cannot be written: Permission denied" in _said(folder / "kasanie.db")
        folder.chmod(0o755)


@pytest.mark.parametrize("name", ["kasanie.db", "kasanie.db-wal", "kasanie.db-shm"])
def test_a_file_of_somebody_elses_is_named(sqlite_template: Path, name: str) -> None:
    with folder_for_all() as folder:
        folder.chmod(0o777)
        (folder / "kasanie.db").write_bytes(sqlite_template.read_bytes())
        (folder / "kasanie.db").chmod(0o666)
        (folder / name).touch()
        (folder / name).chmod(0o444)
        with common_user():
            assert f"{folder / name} cannot be written" in _said(folder / "kasanie.db")


def test_a_read_only_disk_is_said_to_be_so(tmp_path: Path, sqlite_template: Path) -> None:
    with small_disk(tmp_path, kilobytes=2000) as disk:
        (disk / "kasanie.db").write_bytes(sqlite_template.read_bytes())
        make_read_only(disk)
        assert "cannot be written: it is read-only: look into the system's log" in _said(disk / "kasanie.db")


async def test_a_full_disk_is_said_to_be_full(tmp_path: Path, sqlite_template: Path) -> None:
    with small_disk(tmp_path, kilobytes=2000) as disk:
        storage = Storage.open(f"sqlite+aiosqlite:///{disk}/kasanie.db", pooled=False)
        await migrate(storage)
        fill(disk)
        with pytest.raises(UnusableDatabase, match="the disk is full: make room on it"):
            await migrate(storage)
        await storage.close()
