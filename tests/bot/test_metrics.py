"""/metrics: what waits and what happened, with no word about anybody."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from actions.shop import Shop
from bot.metrics import scrape
from bot.settings import Settings
from bot.web import application
from storage.schema import inbox, messages
from tests.house.tree import read as read_paper
from tests.shop import enrolled
from tests.talk import ANNA, OLGA, TOKEN, Talk, talking

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
async def talk(small_shop: Shop) -> AsyncIterator[Talk]:
    await enrolled(small_shop, 1, name="Аполлинария", phone="+79165550199", email="apolla@example.org")
    async with talking(small_shop) as talk:
        await talk.start(ANNA)
        yield talk


def read(page: bytes) -> Figures:
    """By name and labels."""
    families = text_string_to_metric_families(page.decode())
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


def of(figures: Figures, name: str, **labels: str) -> float:
    return figures.get((name, tuple(sorted(labels.items()))), 0.0)


async def message(shop: Shop, key: str, state: str, *, late: float = 0, priority: int = 0) -> None:
    now = shop.now()
    row = {
        "customer_id": None,
        "chat_id": 1,
        "occurrence": key,
        "key": key,
        "category": "service",
        "priority": priority,
        "state": state,
        "planned_at": now,
        "due_at": now - timedelta(seconds=late),
        "expires_at": now,
    }
    async with shop.storage.transaction() as tx:
        await tx.connection.execute(sa.insert(messages).values(row))


async def test_what_waits_is_asked_of_the_database(shop: Shop) -> None:
    old = shop.now() - timedelta(seconds=40)
    rows = [
        {"update_id": 1, "chat_id": 1, "state": "done", "received_at": old},
        {"update_id": 2, "chat_id": 1, "state": "new", "received_at": old + timedelta(seconds=10)},
        {"update_id": 3, "chat_id": 1, "state": "new", "received_at": old + timedelta(seconds=20)},
        {"update_id": 4, "chat_id": 1, "state": "parked", "received_at": old},
    ]
    async with shop.storage.transaction() as tx:
        await tx.connection.execute(sa.insert(inbox), rows)
    for key, state, late, priority in (
        ("a", "planned", 90, 2),
        ("b", "planned", 30, 2),
        ("c", "planned", -30, 2),
        ("d", "planned", 5, 0),
        ("e", "due", 5, 0),
        ("f", "sending", 5, 0),
        ("g", "sent", 5, 0),
    ):
        await message(shop, key, state, late=late, priority=priority)
    page = await scrape(shop)
    found = read(page)
    assert of(found, "kasanie_database_up") == 1
    assert of(found, "kasanie_inbox_updates", state="waiting") == 2
    assert of(found, "kasanie_inbox_updates", state="parked") == 1
    assert of(found, "kasanie_inbox_lag_seconds") == 30
    outbox = {state: of(found, "kasanie_outbox_messages", state=state) for state in ("planned", "due", "sending")}
    assert outbox == {"planned": 4, "due": 1, "sending": 1}
    due = {name: of(found, "kasanie_outbox_due_messages", priority=name) for name in ("service", "staff", "marketing")}
    assert due == {"service": 1, "staff": 0, "marketing": 2}
    assert of(found, "kasanie_outbox_lag_seconds", priority="marketing") == 90
    assert of(found, "kasanie_outbox_lag_seconds", priority="service") == 5
    assert of(found, "kasanie_outbox_lag_seconds", priority="staff") == 0


async def test_what_happens_is_counted(talk: Talk) -> None:
    before = read(await scrape(talk.shop))
    await talk.say(ANNA, "/help")
    await talk.control("faults", method="sendMessage", kind="status", code=400, description="Bad Request: x", count=1)
    await talk.say(ANNA, "/help")
    await talk.control("faults", method="sendMessage", kind="status", code=429, retry_after=1, count=1)
    await talk.say(ANNA, "/help")
    after = read(await scrape(talk.shop))

    def more(name: str, **labels: str) -> float:
        return of(after, name, **labels) - of(before, name, **labels)

    assert more("kasanie_updates_total", kind="message", end="handled") == 3
    assert more("kasanie_updates_total", kind="message", end="failed") == 1
    assert more("kasanie_handler_seconds_count", kind="message") == 4
    assert more("kasanie_telegram_calls_total", end="ok") >= 3
    assert more("kasanie_telegram_calls_total", end="TelegramBadRequest") == 1
    assert more("kasanie_telegram_flood_waits_total") == 1


async def test_without_the_database_the_rest_is_told(small_shop: Shop) -> None:
    async with small_shop.storage.transaction() as tx:
        await tx.connection.exec_driver_sql("ALTER TABLE messages RENAME TO elsewhere")
    found = read(await scrape(small_shop))
    assert of(found, "kasanie_database_up") == 0
    assert ("kasanie_inbox_lag_seconds", ()) not in found
    assert of(found, "process_resident_memory_bytes") > 1e6


async def test_it_is_served_beside_the_health_and_names_nobody(talk: Talk) -> None:
    await talk.say(ANNA, "Секретное слово")
    settings = Settings(_env_file=None, bot_token=SecretStr(TOKEN), owner_ids=(OLGA,), http_port=8080)
    app = application(settings, talk.shop, talk.bot, talk.intake)
    async with TestClient(TestServer(app)) as client, client.get("/metrics") as answer:
        page = await answer.text()
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
    personal = ("Аполлинария", "5550199", "apolla", "Секретное", TOKEN, str(ANNA))
    without_figures = "\n".join(line.rpartition(" ")[0] for line in page.splitlines())
    assert [trace for trace in personal if trace in without_figures] == []


async def test_every_figure_of_ours_is_explained(small_shop: Shop) -> None:
    families = text_string_to_metric_families((await scrape(small_shop)).decode())
    ours = {family.name: family for family in families if family.name.startswith("kasanie_")}
    assert {"kasanie_updates", "kasanie_inbox_lag_seconds", "kasanie_job_runs", "kasanie_messages"} <= set(ours)
    assert [name for name, family in ours.items() if len(family.documentation) < 10] == []
    page = read_paper(Path("docs/watching.md"))
    shown = {name + ("_total" if family.type == "counter" else "") for name, family in ours.items()}
    assert [name for name in sorted(shown) if f"`{name}" not in page] == []
