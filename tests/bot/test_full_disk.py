"""Nothing can be written: what needs no writing is answered, and the owner knows."""

import shutil
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import OperationalError

from storage.database import Storage
from tests.bot.test_intake import told
from tests.shop import Clock, enrolled, make_shop
from tests.small_disk import fill, small_disk
from tests.talk import ANNA, OLGA, talking


async def test_where_nothing_can_be_written_what_needs_no_writing_is_answered(
    tmp_path: Path, sqlite_template: Path, clock: Clock
) -> None:
    with small_disk(tmp_path, kilobytes=2000) as disk:
        shutil.copy(sqlite_template, disk / "kasanie.db")
        storage = Storage.open(f"sqlite+aiosqlite:///{disk}/kasanie.db")
        shop = make_shop(storage, clock)
        await enrolled(shop, 1, name="Анна")
        async with talking(shop) as talk:
            for person in (ANNA, OLGA):
                await talk.start(person)
            filler = fill(disk)
            for said in ("/coupons", "У вас закрыто?"):
                with suppress(OperationalError):  # of the outbox, which only says so
                    await talk.say(ANNA, said)
            assert "купонов нет" in "".join(await talk.transcript(ANNA))
            assert "закончилось место" in await talk.text(ANNA)
            assert "На диске с базой закончилось место" in await talk.text(OLGA)
            filler.unlink()
            await talk.say(ANNA, "У вас закрыто?")
            assert "Передали" in await talk.text(ANNA)
        await storage.close()


async def test_what_was_kept_before_the_disk_was_full_is_apologised_for_once_and_done_when_there_is_room(
    tmp_path: Path, sqlite_template: Path, clock: Clock
) -> None:
    with small_disk(tmp_path, kilobytes=2000) as disk:
        shutil.copy(sqlite_template, disk / "kasanie.db")
        storage = Storage.open(f"sqlite+aiosqlite:///{disk}/kasanie.db")
        shop = make_shop(storage, clock)
        await enrolled(shop, 1, name="Анна")
        async with talking(shop) as talk:
            await talk.start(ANNA)
            before = len(await talk.transcript(ANNA))
            await talk.intake.receive([told(9001, ANNA, "У вас закрыто?")])
            filler = fill(disk)
            for _ in range(3):  # as it is looked for what was left, every few seconds
                await talk.intake.take_up()
                await talk.intake.idle()
            assert len(await talk.transcript(ANNA)) == before + 1
            filler.unlink()
            await talk.intake.take_up()
            await talk.intake.idle()
            assert "Передали" in await talk.text(ANNA)
        await storage.close()
