"""Logs: one line an event, readable by people or by machines, and without anything that tells who somebody is."""

import errno
import io
import json
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from actions.shop import Shop
from bot import logs
from storage.schema import messages
from tests.bot.test_intake import told
from tests.quiet_logs import logging_as_before
from tests.shop import enrolled
from tests.talk import ANNA, TOKEN, Talk, talking


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logging belongs to the whole process."""
    with logging_as_before():
        yield


@pytest.fixture
async def talk(small_shop: Shop) -> AsyncIterator[Talk]:
    await enrolled(small_shop, 1, name="Аполлинария", phone="+79165550199")
    async with talking(small_shop) as talk:
        yield talk


def test_for_machines_every_event_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(style="json", level="INFO")
    logging.getLogger("bot.x").warning("trouble with %s\nand a second line", "a call")
    structlog.get_logger("jobs.y").info("planned", messages=3)
    logging.getLogger("bot.x").error("a job failed", exc_info=ValueError("broken"))
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["trouble with a call\nand a second line", "planned", "a job failed"]
    assert [line["level"] for line in lines] == ["warning", "info", "error"]
    assert (lines[0]["logger"], lines[1]["messages"]) == ("bot.x", 3)
    assert lines[2]["exception"] == "ValueError"
    assert all(line["timestamp"].endswith("Z") for line in lines)


def test_for_people_it_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(style="console", level="INFO")
    logging.getLogger("bot.x").info("ready")
    said = capsys.readouterr().err
    assert "ready" in said
    assert not said.startswith("{")


def test_the_level_holds_and_libraries_are_quieter(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(style="console", level="INFO")
    logging.getLogger("bot.x").debug("too much")
    logging.getLogger("aiogram.event").info("Update id=1 is handled")
    logging.getLogger("aiogram.event").warning("worth knowing")
    logs.set_up(style="console", level="DEBUG")
    logging.getLogger("bot.x").debug("now it counts")
    logging.getLogger("sqlalchemy.engine.Engine").info("SELECT somebody")
    said = capsys.readouterr().err
    assert "too much" not in said
    assert "is handled" not in said
    assert "worth knowing" in said
    assert "now it counts" in said
    assert "SELECT" not in said


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
async def test_no_name_phone_word_or_token_gets_into_them(
    talk: Talk, capsys: pytest.CaptureFixture[str], level: str
) -> None:
    logs.set_up(style="json", level=level)
    await talk.start(ANNA)
    await talk.say(ANNA, "Секретное слово")
    await talk.control("faults", method="sendMessage", kind="status", code=400, description="Bad Request: x", count=4)
    await talk.say(ANNA, "/card Секретное слово")
    await talk.say(ANNA, "/settings")
    lines = capsys.readouterr().err.splitlines()
    said = "\n".join(line for line in lines if '"aiohttp.access"' not in line)  # the simulator's own, in this process
    assert "an update was not handled" in said
    personal = ("Аполлинария", "555", "Секретное", TOKEN)
    assert [trace for trace in personal if trace in said] == []


class Full(io.StringIO):
    """A log on a disk that is full."""

    def write(self, _line: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


async def test_a_log_that_cannot_be_written_costs_no_update(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    await talk.start(ANNA)
    closed = io.StringIO()
    closed.close()
    for number, (stream, style) in enumerate(((Full(), "json"), (closed, "json"), (None, "json"), (None, "console"))):
        monkeypatch.setattr(sys, "stderr", stream)
        logs.set_up(style=style, level="INFO")
        before = len(await talk.messages(ANNA))
        await talk.intake.receive([told(9000 + number, ANNA, "/help")])
        await talk.intake.idle()
        assert len(await talk.messages(ANNA)) == before + 1


def lines_of(capsys: pytest.CaptureFixture[str], logger: str) -> list[dict[str, Any]]:
    """What was written since the last look, by a room."""
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    return [line for line in lines if line["logger"].startswith(logger)]


async def test_one_number_leads_from_an_update_through_the_action_to_the_message_and_its_end(
    talk: Talk, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.set_up(style="json", level="INFO")
    await talk.start(ANNA)
    capsys.readouterr()
    await talk.intake.receive([told(9001, ANNA, "У вас закрыто?")])
    await talk.intake.idle()
    await talk.pump()
    update, message = lines_of(capsys, "")
    assert (update["update"], update["kind"], update["by"]) == (9001, "message", "customer.feedback.anything_else")
    assert update["seconds"] >= 0
    assert (message["origin"], message["outcome"]) == ("update:9001", "sent")
    query = sa.select(messages.c.id).where(messages.c.origin == message["origin"])
    async with talk.shop.storage.reading() as tx:
        assert (await tx.connection.execute(query)).scalars().all() == [message["message"]]


async def test_a_press_without_any_message_leaves_its_line_too(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(style="json", level="INFO")
    await talk.start(ANNA)
    before = [line["update"] for line in lines_of(capsys, "bot.metrics")]
    await talk.say(ANNA, "/help")
    (line,) = lines_of(capsys, "bot.metrics")
    assert line["update"] not in before
    assert line["by"].startswith("customer.")
