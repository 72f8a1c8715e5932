"""Nothing can be written: what needs no writing is answered, and the owner knows."""

import asyncio
import errno
import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe
from sqlalchemy.exc import OperationalError

from actions.shop import Shop
from bot.background import Background
from bot.current_programme import ProgrammeFile
from bot.delivery import TelegramDelivery
from bot.full_disk import FullDisk
from jobs.drain import Drainer
from loyalty.ids import ChatId
from storage.database import Storage
from storage.inbox import Inbox
from tests.bot.test_intake import told
from tests.shop import PRESETS, Clock, enrolled, make_shop
from tests.small_disk import fill, small_disk
from tests.talk import ANNA, OLGA, talking
from texts.letter import Letter


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


class Owner:
    """Who has to be told; busy: the bot cannot reach them."""

    def __init__(self) -> None:
        self.busy = False
        self.told = 0

    async def send_message(self, *_: object) -> None:
        if self.busy:
            raise TelegramNetworkError(GetMe(), "no route")
        self.told += 1


async def test_it_is_told_by_the_hour_whatever_can_be_written_meanwhile(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, seconds = Owner(), 0.0
    monkeypatch.setattr("bot.full_disk.time", SimpleNamespace(monotonic=lambda: seconds))
    full_disk = FullDisk(small_shop, owner)  # type: ignore[arg-type]
    for owner.busy, passed, times in (
        (True, 0, 0),
        (False, 30, 0),
        (False, 40, 1),
        (False, 3500, 1),
        (False, 200, 2),
    ):
        seconds += passed
        assert await full_disk.is_it(OSError(errno.ENOSPC, "no room"))
        assert owner.told == times


async def test_what_was_kept_before_the_disk_was_full_is_apologised_for_once_and_done_when_there_is_room(
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
            before = len(await talk.transcript(ANNA))
            await talk.intake.receive([told(9001, ANNA, "У вас закрыто?")])
            filler = fill(disk)
            for _ in range(3):  # as it is looked for what was left, every few seconds
                await talk.intake.take_up()
                await talk.intake.idle()
            assert len(await talk.transcript(ANNA)) == before + 1
            assert "На диске с базой закончилось место" in await talk.text(OLGA)
            filler.unlink()
            await talk.intake.take_up()
            await talk.intake.idle()
            assert "Передали" in await talk.text(ANNA)
        await storage.close()


async def test_the_owner_hears_of_it_before_anybody_writes(tmp_path: Path, sqlite_template: Path, clock: Clock) -> None:
    with small_disk(tmp_path, kilobytes=2000) as disk:
        shutil.copy(sqlite_template, disk / "kasanie.db")
        storage = Storage.open(f"sqlite+aiosqlite:///{disk}/kasanie.db")
        shop = make_shop(storage, clock)
        async with talking(shop) as talk:
            await talk.start(OLGA)
            drainer = Drainer(shop, TelegramDelivery(talk.bot, shop))
            programme = ProgrammeFile(PRESETS / "shop.toml")
            async with Background(shop, drainer, programme, clock, troubled=FullDisk(shop, talk.bot).is_it):
                async with storage.transaction() as tx:
                    later = clock() + timedelta(hours=1)
                    await tx.outbox.post(Letter("Привет").to_json(), key="a", now=later, chat=ChatId(ANNA))
                filler = fill(disk)
                clock.advance(hours=2)
                async with asyncio.timeout(20):
                    while "На диске с базой закончилось место" not in await talk.text(OLGA):
                        await asyncio.sleep(0.05)
                filler.unlink()
        await storage.close()


async def test_it_may_be_noticed_when_a_failure_cannot_be_written_down(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> bool:
        raise OSError(errno.ENOSPC, "no room")

    await enrolled(small_shop, 1, name="Анна")
    async with talking(small_shop) as talk:
        for person in (ANNA, OLGA):
            await talk.start(person)
        monkeypatch.setattr(Inbox, "failed", full)
        await talk.control("faults", method="sendMessage", kind="status", code=400, chat=ANNA, count=9)
        await talk.intake.receive([told(9001, ANNA, "/help")])
        await talk.intake.idle()
        assert "На диске с базой закончилось место" in await talk.text(OLGA)
