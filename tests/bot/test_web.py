"""The HTTP server: alive, ready, and the webhook, which believes nobody without the secret."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot import web
from bot.app import telegram_bot
from bot.settings import Settings
from bot.web import SECRET_HEADER, application
from storage.schema import inbox
from tests.talk import ANNA, OLGA, TOKEN, Talk

pytestmark = pytest.mark.usefixtures("anna")
SECRET = "correct-horse"
Client = TestClient[Any, Any]


def settings(**more: Any) -> Settings:
    return Settings(_env_file=None, bot_token=SecretStr(TOKEN), owner_ids=(OLGA,), http_port=8080, **more)


def behind_webhook() -> Settings:
    return settings(webhook_url="https://bot.example.org/telegram/x", webhook_secret=SecretStr(SECRET))


@pytest.fixture
async def client(talk: Talk) -> AsyncIterator[Client]:
    app = application(behind_webhook(), talk.shop, talk.bot, talk.intake)
    async with TestClient(TestServer(app)) as client:
        yield client


def press(text: str) -> dict[str, Any]:
    who = {"id": ANNA, "is_bot": False, "first_name": "Анна"}
    message = {"message_id": 77, "date": 1772528400, "chat": {"id": ANNA, "type": "private"}, "from": who, "text": text}
    return {"update_id": 9100, "message": message}


async def kept(talk: Talk) -> int:
    async with talk.shop.storage.reading() as tx:
        found = await tx.connection.execute(sa.select(sa.func.count()).where(inbox.c.update_id == 9100))
        return int(found.scalar_one())


async def test_it_is_alive_and_ready(client: Client) -> None:
    async with client.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "alive"})
    async with client.get("/readyz") as answer:
        assert (answer.status, await answer.json()) == (200, {"ready": True, "problems": []})


async def ready(client: Client) -> tuple[int, list[str]]:
    async with client.get("/readyz") as answer:
        return answer.status, (await answer.json())["problems"]


async def asked(talk: Talk) -> int:
    """How often Telegram was asked who the bot is."""
    return len((await talk.look("calls", method="getMe"))["calls"])


async def test_without_telegram_it_is_alive_and_not_ready(talk: Talk, client: Client) -> None:
    await talk.control("faults", method="getMe", kind="status", code=500)
    assert await ready(client) == (503, ["telegram"])
    async with client.get("/healthz") as answer:
        assert answer.status == 200


async def test_probes_ask_telegram_once_in_a_while(talk: Talk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = await asked(talk)
    assert await asyncio.gather(*(ready(client) for _ in range(5))) == [(200, [])] * 5
    assert await asked(talk) == before + 1
    monkeypatch.setattr(web, "ASKED_EVERY", 0.0)
    await ready(client)
    assert await asked(talk) == before + 2


async def test_without_its_database_it_is_not_ready(talk: Talk, client: Client) -> None:
    async with talk.shop.storage.transaction() as tx:
        await tx.connection.execute(sa.text("ALTER TABLE inbox RENAME TO elsewhere"))
    assert await ready(client) == (503, ["database"])


async def waits(talk: Talk, since: datetime, *, state: str = "new") -> None:
    """An update that nobody takes."""
    row = {"update_id": 5, "chat_id": 5, "payload": "{}", "state": state, "received_at": since}
    async with talk.shop.storage.transaction() as tx:
        await tx.connection.execute(sa.insert(inbox).values(row))


@pytest.mark.parametrize("seconds,problems", [(59, []), (61, ["inbox"])])
async def test_a_minute_behind_it_is_not_ready(talk: Talk, client: Client, seconds: float, problems: list[str]) -> None:
    await waits(talk, talk.shop.now() - timedelta(seconds=seconds))
    assert await ready(client) == (503 if problems else 200, problems)


async def test_a_webhook_is_kept_before_it_is_confirmed_and_then_handled(talk: Talk, client: Client) -> None:
    for _ in range(2):  # Telegram sends again what it was not told about
        async with client.post("/telegram/x", json=press("/help"), headers={SECRET_HEADER: SECRET}) as answer:
            assert answer.status == 200
        assert await kept(talk) == 1
    await talk.intake.idle()
    said = [line for line in await talk.transcript(ANNA) if "Я бот" in line]
    assert len(said) == 1


async def test_what_could_not_be_kept_is_not_confirmed_to_the_webhook_either(talk: Talk, client: Client) -> None:
    """Telegram sends again whatever was not answered by 200."""
    for there, status in (
        ("ALTER TABLE inbox RENAME TO elsewhere", 500),
        ("ALTER TABLE elsewhere RENAME TO inbox", 200),
    ):
        async with talk.shop.storage.transaction() as tx:
            await tx.connection.execute(sa.text(there))
        async with client.post("/telegram/x", json=press("/help"), headers={SECRET_HEADER: SECRET}) as answer:
            assert answer.status == status
    assert await kept(talk) == 1


@pytest.mark.parametrize(
    "headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "correct-horsf"}, {SECRET_HEADER: "пароль"}]
)
async def test_whoever_does_not_know_the_secret_is_nobody(talk: Talk, client: Client, headers: dict[str, str]) -> None:
    async with client.post("/telegram/x", json=press("/help"), headers=headers) as answer:
        assert (answer.status, await answer.text()) == (403, "")
    assert await kept(talk) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"\xff{", b"[]", b'"x"', b'{"update_id": "x"}'])
async def test_what_is_no_update_is_refused(client: Client, body: bytes) -> None:
    async with client.post("/telegram/x", data=body, headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 400


async def test_where_there_is_no_webhook_nothing_listens_for_one(talk: Talk) -> None:
    app = application(settings(), talk.shop, talk.bot, talk.intake)
    async with TestClient(TestServer(app)) as client, client.post("/telegram/x", json=press("/help")) as answer:
        assert answer.status == 404


async def test_the_bot_speaks_to_the_address_of_the_settings() -> None:
    bot = telegram_bot(TOKEN, "http://127.0.0.1:8081")
    assert bot.session.api.api_url(TOKEN, "getMe") == f"http://127.0.0.1:8081/bot{TOKEN}/getMe"
    await bot.session.close()
