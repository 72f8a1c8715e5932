"""The daily line: at ten in the morning, once, and only if something was out of order."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from actions.incidents import Incidents
from actions.shop import Shop
from jobs.backup import NightlyBackup
from jobs.report import DailyReport
from jobs.schedule import Timetable
from storage.copies import copy_of
from storage.database_file import file_of
from storage.incidents import IncidentLog, Went
from storage.schema import inbox, messages
from tests.shop import NOON, OWNER, Clock, preset

TEN = NOON - timedelta(hours=2)  # in Moscow


def report(shop: Shop) -> DailyReport:
    """Of a process that has just started."""
    return DailyReport(shop, NightlyBackup(shop))


async def told(shop: Shop) -> list[str]:
    """What the owner gets."""
    query = sa.select(messages.c.letter).where(messages.c.chat_id == OWNER).order_by(messages.c.id)
    async with shop.storage.reading() as tx:
        return [letter["text"] for letter in (await tx.connection.execute(query)).scalars()]


async def parked(shop: Shop, number: int, at: datetime, *, state: str = "parked") -> None:
    row = {"update_id": number, "chat_id": 1, "payload": "{}", "received_at": at, "state": state, "parked_at": at}
    async with shop.storage.transaction() as tx:
        await tx.connection.execute(sa.insert(inbox).values(row))


async def ended(shop: Shop, number: int, at: datetime, state: str, **columns: str) -> None:
    row = {"occurrence": str(number), "key": str(number), "category": "service", "priority": 0, "state": state}
    row |= {"reason": "stale", **columns}
    times = dict.fromkeys(("planned_at", "due_at", "expires_at", "ended_at"), at)
    async with shop.storage.transaction() as tx:
        await tx.connection.execute(sa.insert(messages).values(**row, **times))


async def test_when_all_is_well_nothing_is_said(shop: Shop) -> None:
    assert await report(shop).look() is False
    assert await told(shop) == []


async def test_what_came_to_no_good_end_is_told_once_with_what_to_do(shop: Shop, clock: Clock) -> None:
    for number in range(2):
        await parked(shop, number, TEN - timedelta(hours=3))
    await parked(shop, 8, TEN - timedelta(days=2))
    await parked(shop, 9, TEN - timedelta(hours=3), state="done")
    for number, state in enumerate(["failed"] * 5 + ["unknown", "withheld", "withheld"]):
        await ended(shop, number, TEN - timedelta(hours=1), state)
    await ended(shop, 90, TEN - timedelta(hours=1), "withheld", reason="erased")
    await ended(shop, 91, TEN - timedelta(hours=1), "withheld", touchpoint="a greeting is only for its day")
    await ended(shop, 99, TEN + timedelta(minutes=1), "failed")
    assert await report(shop).look() is True
    assert await report(shop).look() is True, "a process that was restarted looks again"
    (line,) = await told(shop)
    assert "2 сообщения или нажатия бот не смог обработать" in line
    assert "<code>kasanie inbox</code>" in line
    assert "5 сообщений Telegram не принял" in line
    assert "Неизвестна судьба 1 сообщения: связь прервалась" in line
    assert "2 сообщения — карты, купоны, ответы или уведомления — за два дня отправить не удалось" in line
    clock.advance(days=1)
    assert await report(shop).look() is True, "what happened after ten belongs to the next day"
    assert "1 сообщение Telegram не принял" in (await told(shop))[1]
    clock.advance(days=1)
    assert await report(shop).look() is False
    assert len(await told(shop)) == 2


async def test_before_ten_the_day_is_not_over(shop: Shop, clock: Clock) -> None:
    clock.set(TEN - timedelta(minutes=1))
    await parked(shop, 1, TEN - timedelta(hours=3))
    assert await report(shop).look() is False
    clock.set(TEN)
    assert await report(shop).look() is True


async def test_a_process_looks_once_a_day(shop: Shop, clock: Clock) -> None:
    daily = report(shop)
    assert await daily.look() is False
    await parked(shop, 1, TEN - timedelta(hours=3))
    assert await daily.look() is False
    clock.advance(days=1)
    await parked(shop, 2, clock() - timedelta(hours=3))
    assert await daily.look() is True


async def test_what_the_process_remembers_is_told(small_shop: Shop, clock: Clock) -> None:
    incidents, at = Incidents(), TEN - timedelta(hours=1)
    incidents.telegram_was_away(timedelta(minutes=4), until=at)  # nobody has noticed
    incidents.telegram_was_away(timedelta(minutes=21), until=at)
    incidents.database_was_away(timedelta(minutes=7), until=at)
    for _ in range(3):
        incidents.job_failed("plan")
    clock.set(at)
    await incidents.write_down(small_shop)
    clock.set(TEN + timedelta(minutes=1))
    assert await report(small_shop).look() is True
    (line,) = await told(small_shop)
    assert "Telegram не отвечал 21 минуту." in line
    assert "База данных не работала 7 минут." in line
    assert "Подбор, кому и что написать, 3 раза прерывалась" in line


async def test_what_several_replicas_and_lives_of_a_process_have_met_is_told_together(
    small_shop: Shop, clock: Clock
) -> None:
    clock.set(TEN - timedelta(hours=2))
    for late in (0, 3, 30):  # minutes
        incidents = Incidents()
        incidents.telegram_was_away(timedelta(minutes=20), until=clock() + timedelta(minutes=late))
        incidents.database_was_away(timedelta(minutes=6), until=clock())
        incidents.job_failed("drain")
        await incidents.write_down(small_shop)
    clock.set(TEN)
    for _ in range(2):
        assert await report(small_shop).look() is True
    (line,) = await told(small_shop)
    assert "Telegram не отвечал 43 минуты." in line, "20 and 3 more, and then 20 again"
    assert "База данных не работала 6 минут." in line
    assert "Отправка сообщений 3 раза прерывалась на ошибке." in line


async def test_what_is_noted_after_the_line_was_sent_is_in_the_next(small_shop: Shop, clock: Clock) -> None:
    clock.set(TEN)
    assert await report(small_shop).look() is False
    incidents = Incidents()
    incidents.telegram_was_away(timedelta(minutes=20), until=TEN - timedelta(minutes=1))
    clock.set(TEN + timedelta(minutes=1))
    await incidents.write_down(small_shop)
    clock.set(TEN + timedelta(days=1))
    assert await report(small_shop).look() is True


async def test_what_could_not_be_noted_is_noted_later(small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    incidents = Incidents()
    incidents.job_failed("plan")
    incidents.database_was_away(timedelta(minutes=20), until=NOON)

    async def fails(*_: object, **__: object) -> None:
        raise OSError("away")

    with monkeypatch.context() as locked:
        locked.setattr(IncidentLog, "note", fails)
        with pytest.raises(OSError, match="away"):
            await incidents.write_down(small_shop)
    incidents.job_failed("plan")
    found = await noted(small_shop, incidents)
    assert (found.jobs, found.database) == ({"plan": 2}, timedelta(minutes=20))
    assert (await noted(small_shop, incidents)).jobs == {"plan": 2}, "once"


async def test_in_english_it_is_a_whole_sentence(small_shop: Shop, clock: Clock) -> None:
    english = preset().model_copy(update={"shop": preset().shop.model_copy(update={"languages": ("en",)})})
    shop, incidents = replace(small_shop, current_programme=lambda: english), Incidents()
    incidents.job_failed("drain")
    clock.set(TEN)
    await incidents.write_down(shop)
    await parked(shop, 1, TEN)
    await ended(shop, 1, TEN, "unknown")
    await report(shop).look()
    (line,) = await told(shop)
    assert "1 message or tap could not be handled and was put aside." in line
    assert "Of 1 message nobody knows whether it arrived: the connection broke halfway." in line
    assert "Sending messages was interrupted by an error once." in line


async def test_a_copy_that_can_still_be_made_is_no_trouble(small_shop: Shop) -> None:
    assert await report(small_shop).look() is False
    database = file_of(small_shop.storage)
    assert database is not None
    assert copy_of(database, NOON.date()).exists()


async def test_a_night_without_a_copy_is_told(small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    database = file_of(small_shop.storage)
    assert database is not None
    copy_of(database, NOON.date()).parent.write_text("a file where the folder should be")
    assert await report(small_shop).look() is True
    (line,) = await told(small_shop)
    assert "Ночной копии базы нет" in line


async def noted(shop: Shop, incidents: Incidents) -> Went:
    """All there is, written down."""
    await incidents.write_down(shop)
    async with shop.storage.reading() as tx:
        return await tx.incidents.between(NOON - timedelta(days=9), NOON + timedelta(days=9))


class Nowhere:
    """A drainer with nothing to do."""

    async def recover(self) -> None: ...

    async def drain(self) -> None: ...

    async def stop(self) -> None: ...

    def wake(self) -> None: ...


async def test_a_job_that_fails_is_remembered(small_shop: Shop) -> None:
    incidents = Incidents()
    timetable = Timetable(small_shop, Nowhere(), incidents)  # type: ignore[arg-type]

    async def breaks() -> None:
        raise ValueError("a mistake of ours")

    await timetable._tick("plan", breaks)
    assert (await noted(small_shop, incidents)).jobs == {"plan": 1}


async def test_a_job_that_is_interrupted_by_the_end_of_the_bot_has_not_failed(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    incidents, began = Incidents(), asyncio.Event()
    timetable = Timetable(small_shop, Nowhere(), incidents)  # type: ignore[arg-type]

    async def never_ends() -> int:
        began.set()
        await asyncio.Event().wait()
        return 0

    monkeypatch.setattr(timetable._planner, "plan", never_ends)
    await timetable.start()
    await asyncio.wait_for(began.wait(), 30)
    await timetable.stop()
    await asyncio.sleep(0)
    assert (await noted(small_shop, incidents)).jobs == {}
    assert [record.message for record in caplog.records if "exception" in record.message] == []


async def test_the_hour_is_the_shops(small_shop: Shop, clock: Clock, tmp_path: Path) -> None:
    far = preset().model_copy(update={"shop": preset().shop.model_copy(update={"timezone": "Asia/Vladivostok"})})
    shop = replace(small_shop, current_programme=lambda: far)
    clock.set(datetime(2026, 3, 3, 0, 0, tzinfo=UTC))  # ten in the morning there, three at night in Moscow
    await parked(shop, 1, clock() - timedelta(hours=1))
    assert await report(shop).look() is True
