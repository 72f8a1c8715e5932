"""The nightly copy: once a day of the shop's, kept for two weeks, and never half of one."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from actions.shop import Shop
from jobs.backup import NightlyBackup
from jobs.drain import Drainer
from jobs.measured import AlreadyTold
from jobs.schedule import Timetable
from storage.copies import copies, copy_of
from storage.database import Storage
from tests.actions.files import everything
from tests.jobs.test_report import noted
from tests.jobs.test_schedule import runs
from tests.postman import Postman
from tests.shop import Clock, enrolled, make_shop
from tests.small_disk import fill, small_disk

MOSCOW = ZoneInfo("Europe/Moscow")


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


@pytest.fixture
def database(small_shop: Shop) -> Path:
    return Path(small_shop.storage.engine.url.database or "")


async def test_it_is_made_once_a_day_in_the_shops_own_night(small_shop: Shop, clock: Clock, database: Path) -> None:
    nightly, made = NightlyBackup(small_shop), []
    clock.set(moscow(22, 0, 30))
    while clock() < moscow(24, 12):
        if (path := await nightly.look()) is not None:
            made.append((path.name, clock().astimezone(MOSCOW).hour))
        clock.advance(hours=1)
    assert made == [("kasanie-2026-11-22.db", 4), ("kasanie-2026-11-23.db", 4), ("kasanie-2026-11-24.db", 4)]
    assert list(copies(database).values()) == sorted((database.parent / "backups").iterdir())


async def test_late_is_better_than_never(small_shop: Shop, clock: Clock, database: Path) -> None:
    clock.set(moscow(22, 23, 50))
    assert await NightlyBackup(small_shop).look() == copy_of(database, date(2026, 11, 22))


async def test_another_bot_after_a_restart_makes_no_second(small_shop: Shop, clock: Clock) -> None:
    clock.set(moscow(22, 5))
    assert await NightlyBackup(small_shop).look() is not None
    assert await NightlyBackup(small_shop).look() is None


async def test_the_copy_holds_everything_and_is_nobody_elses(small_shop: Shop, clock: Clock) -> None:
    await enrolled(small_shop)
    clock.set(moscow(22, 5))
    path = await NightlyBackup(small_shop).look()
    assert path is not None
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    copy = Storage.open(f"sqlite+aiosqlite:///{path}", pooled=False)
    assert await everything(copy) == await everything(small_shop.storage)
    await copy.close()


async def test_two_weeks_are_kept_and_what_is_called_otherwise_is_left_alone(
    small_shop: Shop, clock: Clock, database: Path
) -> None:
    folder = database.parent / "backups"
    folder.mkdir()
    others = [
        "before-the-move.db",
        "kasanie-2026-01-01.db.gz",
        "kasanie-2026-13-01.db",
        "other-2026-01-01.db",
        "kasanie-20260101.db",
    ]
    for name in others:
        (folder / name).write_text("дорогое")
    days = [date(2026, 11, 22) - timedelta(days=back) for back in range(1, 20)]
    for day in days:
        copy_of(database, day).touch()
    clock.set(moscow(22, 5))
    await NightlyBackup(small_shop).look()
    assert list(copies(database)) == [date(2026, 11, 9) + timedelta(days=n) for n in range(14)]
    assert {path.name for path in folder.iterdir()} >= set(others)


async def test_a_copy_that_was_cut_off_is_no_copy(small_shop: Shop, clock: Clock, database: Path) -> None:
    clock.set(moscow(22, 5))
    path = copy_of(database, date(2026, 11, 22))
    path.parent.mkdir()
    path.with_name(path.name + ".part").write_bytes(b"half")
    assert await NightlyBackup(small_shop).look() == path
    assert [one.name for one in path.parent.iterdir()] == [path.name]


async def test_a_copy_that_fails_is_told_and_old_ones_are_kept(small_shop: Shop, clock: Clock, database: Path) -> None:
    (database.parent / "backups").mkdir()
    old = copy_of(database, date(2026, 10, 1))
    old.touch()
    clock.set(moscow(22, 5))
    nightly = NightlyBackup(small_shop)
    blocking = copy_of(database, date(2026, 11, 22)).with_name("kasanie-2026-11-22.db.part")
    (blocking / "full").mkdir(parents=True)  # a folder of that name cannot be deleted as a file
    timetable = Timetable(small_shop, Drainer(small_shop, Postman()))
    failed, incidents = runs("backup", "failed"), timetable._incidents
    await timetable._back_up()
    assert runs("backup", "failed") == failed + 1
    assert (await noted(small_shop, incidents)).jobs == {}, "the daily line tells of the copy that is missing"
    assert old.exists()
    (blocking / "full").rmdir()
    blocking.rmdir()
    assert await nightly.look() is not None
    assert not old.exists()


async def test_a_copy_never_fills_the_disk_that_the_bot_needs(
    tmp_path: Path, sqlite_template: Path, clock: Clock
) -> None:
    with small_disk(tmp_path, kilobytes=10_000) as disk:
        shutil.copy(sqlite_template, disk / "kasanie.db")
        storage = Storage.open(f"sqlite+aiosqlite:///{disk}/kasanie.db", pooled=False)
        clock.set(moscow(22, 5))
        nightly = NightlyBackup(make_shop(storage, clock))
        with pytest.raises(AlreadyTold, match="there is no room for a copy"):
            await nightly.look()
        fill(disk)
        with pytest.raises(AlreadyTold):
            await nightly.look()
        assert copies(disk / "kasanie.db") == {}
        await storage.close()


async def test_postgresql_is_copied_by_its_own_tools(clock: Clock) -> None:
    storage = Storage.open("postgresql+asyncpg://nobody@127.0.0.1:1/nowhere")
    clock.set(moscow(22, 5))
    assert await NightlyBackup(make_shop(storage, clock)).look() is None
    await storage.close()
