"""Whole stories at LOG_LEVEL=debug, with everything going wrong that can: the log names nobody and knows the update."""

import json
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import sqlalchemy as sa
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError

from actions.shop import Shop
from bot import logs, patience
from bot.app import telegram_bot
from handlers.customer import card
from storage.schema import customers
from tests.quiet_logs import logging_as_before
from tests.shop import MANAGERS, enrolled
from tests.talk import ANNA, MARIA, TOKEN, Talk, talking

NAME, PHONE, EMAIL, BANK = "Аполлинария", "+79165550199", "apolla@example.org", "4276 5500 1234 5678"
WORDS = "Секретное слово"
PERSONAL = (NAME, "555-01-99", "5550199", "555 01 99", EMAIL, "apolla", "4276", "Секретное", TOKEN, "demo/", "2900000")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logging belongs to the whole process."""
    with logging_as_before():
        yield


@pytest.fixture
async def talk(small_shop: Shop) -> AsyncIterator[Talk]:
    await enrolled(small_shop, 1, name=NAME, phone=PHONE, email=EMAIL)
    async with talking(small_shop) as talk:
        await talk.start(ANNA)
        yield talk


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """The log so far; the simulator's own lines, in this process, are not the bot's."""
    said = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    return [line for line in said if not str(line["logger"]).startswith(("aiohttp.access", "simulator"))]


def leaks(found: list[dict[str, object]]) -> list[str]:
    said = json.dumps(found, ensure_ascii=False)
    return [trace for trace in PERSONAL if trace in said]


def listen() -> None:
    """In the test itself: before it, nothing is caught."""
    logs.set_up(style="json", level="DEBUG", secrets=(TOKEN,))


async def stories(talk: Talk) -> None:
    """What people say and press, full of what is nobody's business."""
    await talk.say(ANNA, f"{WORDS} {PHONE} {EMAIL} {BANK}")
    await talk.say(ANNA, f"/card {WORDS}")
    await talk.say(ANNA, "/feedback")
    await talk.say(ANNA, f"{WORDS}: {BANK}, 8 (916) 555-01-99")
    await talk.say(MARIA, f"/client {NAME}", chat=MANAGERS)
    await talk.say(MARIA, f"/client {PHONE}", chat=MANAGERS)
    await talk.say(MARIA, f"/sale {PHONE} 1500 {WORDS}", chat=MANAGERS)
    await talk.say(MARIA, f"/sale 8 (916) 555-01-99 сто {WORDS}", chat=MANAGERS)


async def test_when_all_goes_well(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    listen()
    await stories(talk)
    assert leaks(lines(capsys)) == []


QUOTING = f'Bad Request: can\'t parse entities: Unsupported start tag "{WORDS}" of "{NAME}", {PHONE}'


@pytest.mark.parametrize("fault", [{"kind": "status", "code": 400}, {"kind": "status", "code": 502}, {"kind": "reset"}])
async def test_when_telegram_fails(
    talk: Talk, capsys: pytest.CaptureFixture[str], fault: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    listen()
    monkeypatch.setattr(patience, "PAUSES", (0.01,))
    for method in ("sendMessage", "sendPhoto"):
        quoting = {"description": QUOTING} if "code" in fault else {}
        await talk.control("faults", method=method, count=3, **fault, **quoting)
    await stories(talk)
    found = lines(capsys)
    assert [line for line in found if line["level"] in ("warning", "error")], "it was told"
    assert leaks(found) == []


async def test_when_a_handler_fails_on_what_was_said(
    talk: Talk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listen()

    async def breaks(*_: object, **__: object) -> None:
        raise ValueError(f"{NAME} {PHONE} {WORDS}")

    monkeypatch.setattr(card, "show_card", breaks)
    await talk.say(ANNA, "/card")
    found = lines(capsys)
    failed = [line for line in found if "not handled" in str(line["event"])]
    assert len(failed) == 3
    assert all("ValueError" in str(line["exception"]) and "in breaks" in str(line["exception"]) for line in failed)
    assert len({line["update"] for line in failed}) == 1, "each line knows which update it was"
    assert all(isinstance(line["update"], int) for line in failed)
    assert leaks(found) == []


async def test_when_the_database_fails(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    listen()
    async with talk.shop.storage.transaction() as tx:
        await tx.connection.exec_driver_sql("ALTER TABLE cards RENAME TO elsewhere")
    await stories(talk)
    found = lines(capsys)
    assert "no such table" in json.dumps(found)
    assert leaks(found) == []


async def test_when_a_row_is_refused(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    listen()
    row = {"phone": PHONE, "name": NAME, "language": "ru", "created_at": talk.shop.now()}
    try:
        async with talk.shop.storage.transaction() as tx:
            await tx.connection.execute(sa.insert(customers).values(row))
    except sa.exc.IntegrityError:
        logging.getLogger("storage.x").exception("it was not kept")
    found = lines(capsys)
    assert "UNIQUE constraint failed: customers.phone" in json.dumps(found)
    assert leaks(found) == []


async def test_where_telegram_is_not_there_its_address_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(style="console", level="DEBUG", secrets=(TOKEN,))
    bot: Bot = telegram_bot(TOKEN, "http://127.0.0.1:9")
    try:
        await bot.get_me()
    except TelegramNetworkError:
        logging.getLogger("bot.x").exception("no answer from %s", bot.session.api.api_url(TOKEN, "getMe"))
    finally:
        await bot.session.close()
    said = capsys.readouterr().err
    assert "TelegramNetworkError" in said
    assert "/bot***/getMe" in said
    assert TOKEN not in said
