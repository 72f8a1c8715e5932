"""The product's stories, through the real process."""

import json
import signal
import socket
import sqlite3
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.end_to_end.town import ANNA, MANAGERS, MARIA, OLGA, TOM, town
from tests.small_disk import fill, small_disk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def test_a_customer_from_the_first_tap_to_the_follow_up_that_becomes_a_case(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        await place.enrol(ANNA, "Анна", payload="s_poster")
        assert "poster" in (await place.sees(MANAGERS, "Анна"))["text"]

        await place.control("start", **{"from": MARIA, "link": await place.card_link(ANNA)})
        await place.sees(MARIA, "Анна")
        await place.tap(MARIA, "Продажа")
        await place.say(MARIA, "1 500,50 ₽")
        await place.sees(MARIA, "1\N{NO-BREAK SPACE}425,47")

        await place.turn_clock(days=1, hours=1)
        await place.sees(ANNA, "Поставьте оценку")
        await place.tap(ANNA, "2")
        await place.sees(MANAGERS, "2 из 5")
        await place.tap(ANNA, "Цена")
        await place.tap(ANNA, "Готово")
        await place.say(ANNA, "Дорого <b>очень</b>")
        await place.sees(MANAGERS, "Дорого <b>очень</b>")


async def test_a_restart_in_the_middle_costs_nobody_an_answer(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        await place.start(TOM)
        await place.tap(TOM, "English")
        await place.tap(TOM, "I agree")
        await place.tap(TOM, "No, thank you")
        await place.sees(TOM, "1 of 5")
        await place.say(TOM, "Tom")
        await place.sees(TOM, "2 of 5")
        assert await place.stop_bot(signal.SIGKILL) == -signal.SIGKILL
        await place.contact(TOM)  # while nobody is there
        await place.wake_bot()
        await place.sees(TOM, "3 of 5")


async def test_the_bot_stops_cleanly(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        assert await place.stop_bot(signal.SIGTERM) == 0
        await place.wake_bot()
        assert await place.stop_bot(signal.SIGINT) == 0


async def test_both_sides_of_a_referral_are_rewarded_after_the_first_purchase(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        await place.enrol(ANNA, "Анна")
        await place.say(ANNA, "/invite")
        text = (await place.sees(ANNA, "start=r_"))["text"]
        code = text.split("start=")[1].split()[0]
        await place.enrol(TOM, "Том", payload=code)
        await place.control("start", **{"from": MARIA, "link": await place.card_link(TOM)})
        await place.tap(MARIA, "Продажа")
        await place.say(MARIA, "2000")
        await place.sees(TOM, "купон")
        await place.sees(ANNA, "купон")


async def test_the_manager_chat_has_another_number(tmp_path: Path) -> None:
    async with town(tmp_path, MANAGER_CHAT_ID="-999") as place:
        await place.start(OLGA)
        await place.sees(OLGA, "Бот не может писать в чат менеджеров")
        await place.stop_bot()
        with sqlite3.connect(tmp_path / "kasanie.db") as database:  # as the group would have said it
            database.execute("INSERT INTO moved_chats VALUES (?, ?)", (-999, MANAGERS))
        database.close()
        await place.wake_bot()
        await place.say(MARIA, "/cases", chat=MANAGERS)
        await place.sees(MANAGERS, "обращений")


async def test_a_full_disk_is_told_though_nobody_writes(tmp_path: Path) -> None:
    letter = json.dumps({"text": "Привет"})
    with small_disk(tmp_path, kilobytes=8192) as disk:
        async with town(tmp_path, DATABASE_URL=f"sqlite:///{disk / 'kasanie.db'}") as place:
            await place.start(OLGA)
            await place.sees(OLGA, "/stats")
            soon = int(datetime.fromisoformat((await place.look("clock"))["now"]).timestamp()) + 6
            with sqlite3.connect(disk / "kasanie.db") as database:
                database.execute(
                    "INSERT INTO messages (chat_id, occurrence, category, priority, letter, state, planned_at, due_at,"
                    " expires_at) VALUES (?, 'x', 'service', 0, ?, 'planned', ?, ?, ?)",
                    (OLGA, letter, soon, soon, soon + 900),
                )
            database.close()
            room = fill(disk)
            await place.sees(OLGA, "На диске с базой закончилось место")
            room.unlink()
            await place.sees(OLGA, "Привет")


async def test_the_owner_sees_the_numbers(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        await place.enrol(ANNA, "Анна")
        await place.start(OLGA)
        await place.sees(OLGA, "/touchpoints")
        await place.say(OLGA, "/stats")
        await place.sees(OLGA, "Клиентов сейчас: 1")


@pytest.mark.postgres
async def test_the_same_through_a_webhook_and_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    port = free_port()
    settings = {
        "DATABASE_URL": postgres_url,
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "WEBHOOK_SECRET": "s" * 32,
        "HTTP_PORT": str(port),
    }
    await empty(postgres_url)
    async with town(tmp_path, **settings) as place, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as web:
        await place.enrol(ANNA, "Анна")
        for path, status in (("/healthz", 200), ("/readyz", 200)):
            async with web.get(path) as answer:
                assert answer.status == status
        async with web.post("/telegram", json={"update_id": 1}) as answer:
            assert answer.status == 403  # without the secret
        await place.control("start", **{"from": MARIA, "link": await place.card_link(ANNA)})
        await place.tap(MARIA, "Продажа")
        await place.say(MARIA, "1000")
        await place.sees(MARIA, "950")
        await place.turn_clock(days=1, hours=1)
        await place.sees(ANNA, "Поставьте оценку")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def empty(url: str) -> None:
    """A database without any table, as a newcomer has it."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        await connection.execute(sa.text("CREATE SCHEMA public"))
    await engine.dispose()
