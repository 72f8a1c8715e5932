"""What nobody sends but a broken proxy or a forger who knows the secret: refused or put aside, it stops nobody."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot.web import SECRET_HEADER, application
from storage.schema import inbox
from tests.bot.test_intake import told
from tests.bot.test_web import SECRET, Client, behind_webhook
from tests.talk import ANNA, TOM, Talk

pytestmark = pytest.mark.usefixtures("anna", "tom")
HUGE = 2**64


@pytest.fixture
async def client(talk: Talk) -> AsyncIterator[Client]:
    app = application(behind_webhook(), talk.shop, talk.bot, talk.intake)
    async with TestClient(TestServer(app)) as client:
        yield client


async def posted(client: Client, body: str | bytes, **headers: str) -> int:
    """The status of the answer, which comes within moments."""
    async with asyncio.timeout(10):
        async with client.post("/telegram/x", data=body, headers={SECRET_HEADER: SECRET, **headers}) as answer:
            return answer.status


async def still_works(talk: Talk, client: Client) -> None:
    """The next person is answered."""
    assert await posted(client, json.dumps(told(9900, TOM, "/help"))) == 200
    async with asyncio.timeout(10):
        await talk.intake.idle()
    assert "Я бот" in await talk.text(TOM)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"update_id": HUGE}),
        json.dumps({"update_id": -HUGE}),
        json.dumps({"update_id": True}),
        "[" * 100_000,
        '{"update_id": 1, "x": ' * 20_000,
    ],
    ids=lambda body: body[:40],
)
async def test_what_no_database_holds_is_refused_at_once(talk: Talk, client: Client, body: str) -> None:
    assert await posted(client, body) == 400
    await still_works(talk, client)


async def test_a_body_in_no_known_alphabet_is_refused(talk: Talk, client: Client) -> None:
    assert await posted(client, "{}", **{"Content-Type": "application/json; charset=klingon"}) == 400
    await still_works(talk, client)


@pytest.mark.parametrize(
    "message",
    [
        "/card",
        ["/card"],
        {"message_id": 1, "chat": {"id": 1001}, "date": "yesterday", "text": "/card"},
        {"message_id": 1, "chat": {"id": 1001}, "date": 10**30, "text": "/card"},
        {"message_id": 1, "chat": {"id": 1001}, "date": 1, "text": ["/card"]},
        {"message_id": 1, "chat": {"id": HUGE, "type": "private"}, "from": {"id": ANNA}, "date": 1, "text": "/card"},
        {"message_id": 1, "chat": {"id": 1001}, "date": 1, "text": None, "caption": "/card"},
    ],
    ids=str,
)
async def test_what_only_looks_like_a_command_is_put_aside(talk: Talk, client: Client, message: object) -> None:
    assert await posted(client, json.dumps({"update_id": 9001, "message": message})) == 200
    await still_works(talk, client)
    async with talk.shop.storage.reading() as tx:
        state = (await tx.connection.execute(sa.select(inbox.c.state).where(inbox.c.update_id == 9001))).scalar_one()
    assert state == "parked"


async def test_one_update_that_comes_twice_at_the_same_moment_is_answered_once(talk: Talk, client: Client) -> None:
    body = json.dumps(told(9001, ANNA, "/help"))
    assert await asyncio.gather(*(posted(client, body) for _ in range(8))) == [200] * 8
    await talk.intake.idle()
    assert sum("Я бот" in line for line in await talk.transcript(ANNA)) == 1


async def test_one_update_that_stands_twice_in_a_batch_is_answered_once(talk: Talk) -> None:
    await talk.intake.receive([told(9001, ANNA, "/help"), told(9001, ANNA, "/help")])
    await talk.intake.idle()
    assert sum("Я бот" in line for line in await talk.transcript(ANNA)) == 1


async def test_half_a_character_from_polling_stops_nobody(talk: Talk) -> None:
    """Half of a pair of UTF-16: JSON can say it, no database can keep it."""
    async with asyncio.timeout(10):
        await talk.intake.receive([told(9001, ANNA, "\ud83d /help"), told(9002, TOM, "/help")])
        await talk.intake.idle()
    assert "Я бот" in await talk.text(TOM)
