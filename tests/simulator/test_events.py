"""What the page is told as it happens."""

import asyncio
from collections.abc import AsyncIterator
from typing import Self

import pytest

from tests.simulator.playing import ANNA, MANAGERS, TOM, Json, Play, button, keyboard, parsed_event, until


class Listener:
    """Collects events from the moment the stream is open."""

    def __init__(self, play: Play) -> None:
        self.events: list[Json] = []
        self._play = play
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        opened = asyncio.Event()
        self._task = asyncio.create_task(self._listen(opened))
        await asyncio.wait_for(opened.wait(), 5)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self, opened: asyncio.Event) -> None:
        async with self._play.session.get(f"{self._play.base}/control/events") as response:
            assert response.content_type == "text/event-stream"
            async for line in response.content:
                opened.set()
                if line.startswith(b"data: "):
                    self.events.append(parsed_event(line))

    async def heard(self, kind: str) -> Json:
        """The first event of this kind, waited for at most five seconds."""
        await until(lambda: bool(self.all(kind)))
        return self.all(kind)[0]

    def all(self, kind: str) -> list[Json]:
        return [event for event in self.events if event["type"] == kind]


@pytest.fixture
async def listener(play: Play) -> AsyncIterator[Listener]:
    async with Listener(play) as one:
        yield one


async def test_messages_edits_and_deletions(play: Play, listener: Listener) -> None:
    sent = await play.ok("sendMessage", chat_id=MANAGERS, text="<b>a</b>", parse_mode="HTML")
    await play.ok("editMessageText", chat_id=MANAGERS, message_id=sent["message_id"], text="b")
    await play.ok("deleteMessage", chat_id=MANAGERS, message_id=sent["message_id"])
    said = await listener.heard("message")
    assert (said["chat"], said["message"]["text"], said["message"]["_"]["html"]) == (MANAGERS, "a", "<b>a</b>")
    assert (await listener.heard("edit"))["message"]["_"]["edited"] is True
    assert (await listener.heard("delete"))["message_ids"] == [sent["message_id"]]
    call = await listener.heard("call")
    assert (call["method"], call["ok"], call["params"]["text"]) == ("sendMessage", True, "<b>a</b>")


async def test_an_answer_to_a_press(play: Play, listener: Listener) -> None:
    await play.say(ANNA, "/start")
    sent = await play.ok("sendMessage", chat_id=ANNA, text="?", reply_markup=keyboard([button("a", "b")]))
    number = (await play.tap(ANNA, sent, data="b", wait=0))["callback_query_id"]
    await play.ok("answerCallbackQuery", callback_query_id=number, text="Ага")
    toast = await listener.heard("toast")
    assert toast == {"type": "toast", "person": ANNA, "text": "Ага", "alert": False, "url": None}


async def test_chats_people_commands_clock_faults_and_reset(play: Play, listener: Listener) -> None:
    await play.say(TOM, "hi")
    assert (await listener.heard("chat"))["chat"]["id"] == TOM
    await play.post("block", person=TOM)
    assert [one["blocked"] for one in (await listener.heard("people"))["people"] if one["id"] == TOM] == [True]
    await play.ok("setMyCommands", commands=[{"command": "a", "description": "b"}])
    assert (await listener.heard("commands"))["commands"][str(ANNA)] == [{"command": "a", "description": "b"}]
    await play.post("clock", advance=60)
    assert (await listener.heard("clock"))["version"] == 1
    await play.post("limits", flood=True)
    assert (await listener.heard("faults"))["flood"] is True
    await play.post("reset")
    await listener.heard("reset")


async def test_a_fault_that_is_used_up_is_told(play: Play, listener: Listener) -> None:
    await play.post("faults", method="getMe", kind="status", count=1)
    await play.refused("getMe")
    await until(lambda: len(listener.all("faults")) == 2)
    assert [len(event["faults"]) for event in listener.all("faults")] == [1, 0]


async def test_two_pages_hear_the_same(play: Play, listener: Listener) -> None:
    async with Listener(play) as other:
        await play.say(ANNA, "x")
        assert (await other.heard("message")) == (await listener.heard("message"))
