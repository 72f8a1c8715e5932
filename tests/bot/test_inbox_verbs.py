"""`kasanie inbox`: what was put aside is listed without a word of what was said, and handled again or dropped."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import __main__ as command_line
from bot.inbox_verbs import inbox_verb
from bot.refusal import Refusal
from storage.database import Storage
from storage.migrate import migrate
from storage.schema import inbox
from tests.shop import NOON

WORDS = "Секретное слово"


@pytest.fixture
async def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Storage]:
    """The database of the settings, with three updates put aside and one handled."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'kasanie.db'}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    storage = Storage.open(url, pooled=False)
    await migrate(storage)
    message = {"text": WORDS, "from": {"first_name": "Аполлинария"}}
    payloads = {
        81: json.dumps({"update_id": 81, "message": message}, ensure_ascii=False),
        82: json.dumps({"update_id": 82, "callback_query": message}, ensure_ascii=False),
        83: f"{{{WORDS}",
        84: json.dumps({"update_id": 84, WORDS: {}}, ensure_ascii=False),
    }
    async with storage.transaction() as tx:
        for id, payload in payloads.items():
            row = {"update_id": id, "chat_id": 7, "payload": payload, "received_at": NOON, "attempts": 3}
            aside = {"state": "parked", "parked_at": NOON + timedelta(minutes=1), "digest": f"KeyError in x.py:{id}"}
            await tx.connection.execute(sa.insert(inbox).values(**row, **aside))
        handled = {"update_id": 80, "state": "done", "received_at": NOON}
        await tx.connection.execute(sa.insert(inbox).values(handled))
    yield storage
    await storage.close()


async def states(storage: Storage) -> dict[int, str]:
    async with storage.reading() as tx:
        rows = await tx.connection.execute(sa.select(inbox.c.update_id, inbox.c.state))
        return {row[0]: row[1] for row in rows}


async def test_the_list_says_what_failed_and_not_what_was_said(storage: Storage) -> None:
    said = await inbox_verb(None, [], everything=False)
    lines = said.splitlines()
    assert lines[0].split() == ["number", "came", "put", "aside", "kind", "attempts", "what", "failed"]
    first = " ".join(lines[1].split())
    assert first == "81 2026-03-03 09:00 UTC 2026-03-03 09:01 UTC message 3 KeyError in x.py:81"
    assert [line.split()[7] for line in lines[1:5]] == ["message", "callback_query", "unreadable", "unknown"]
    assert "kasanie inbox replay" in lines[-1]
    assert "Секрет" not in said
    assert "Аполлинария" not in said


async def test_one_is_put_back_and_the_others_stay(storage: Storage) -> None:
    assert "put back: 1" in await inbox_verb("replay", [82], everything=False)
    assert await states(storage) == {80: "done", 81: "parked", 82: "new", 83: "parked", 84: "parked"}


async def test_all_are_put_back(storage: Storage) -> None:
    assert "put back: 4" in await inbox_verb("replay", [], everything=True)
    assert await inbox_verb("replay", [], everything=True) == "nothing was put aside"
    assert await inbox_verb(None, [], everything=False) == "nothing was put aside"


async def test_what_is_dropped_is_forgotten(storage: Storage) -> None:
    assert await inbox_verb("drop", [81, 83], everything=False) == "dropped: 2"
    assert await states(storage) == {80: "done", 81: "done", 82: "parked", 83: "done", 84: "parked"}
    async with storage.reading() as tx:
        query = sa.select(inbox.c.payload).where(inbox.c.update_id == 81)
        assert (await tx.connection.execute(query)).scalar_one() is None


@pytest.mark.parametrize(
    "what,ids,everything,remedy",
    [
        ("remove", [81], False, "inbox what?"),
        ("replay", [], False, "replay which? kasanie inbox replay NUMBER, or --all"),
        ("replay", [81], True, "replay which?"),
        ("drop", [], True, "drop which? kasanie inbox drop NUMBER;"),
        ("drop", [80, 82], False, "nothing was put aside under 80:"),
        (None, [81], False, "inbox what?"),
    ],
)
async def test_what_is_not_clear_is_not_done(
    storage: Storage, what: str | None, ids: list[int], everything: bool, remedy: str
) -> None:
    before = await states(storage)
    with pytest.raises(Refusal, match=remedy.replace("?", r"\?")):
        await inbox_verb(what, ids, everything=everything)
    assert await states(storage) == before


async def test_the_command_line_knows_it(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def say(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["kasanie", "inbox", *words])
        with pytest.raises(SystemExit) as ended:
            await asyncio.to_thread(command_line.main)
        assert ended.value.code == 0
        return capsys.readouterr().out

    assert "callback_query" in await say()
    assert "dropped: 1" in await say("drop", "84")
    assert "put back: 2" in await say("replay", "81", "82")
    assert "put back: 1" in await say("replay", "--all")
