"""What can be made to go wrong."""

import asyncio
import time

import aiohttp
import pytest

from tests.simulator.playing import ANNA, TOM, Json, Play


async def test_the_next_calls_fail_and_then_no_more(anna: Play) -> None:
    await anna.post("faults", method="sendMessage", kind="status", code=500, count=2)
    for _ in range(2):
        assert await anna.refused("sendMessage", chat_id=ANNA, text="x") == "Internal Server Error"
    assert await anna.ok("sendMessage", chat_id=ANNA, text="y")
    assert [m["text"] for m in (await anna.get("messages", chat=ANNA, after=1))["messages"]] == ["y"], "no effect"


async def test_a_flood_wait(anna: Play) -> None:
    await anna.post("faults", method="*", kind="status", code=429, retry_after=7, count=1)
    status, answer = await anna.call("sendMessage", chat_id=ANNA, text="x")
    assert (status, answer["description"]) == (429, "Too Many Requests: retry after 7")
    assert answer["parameters"] == {"retry_after": 7}


async def test_skip_chat_and_description(anna: Play) -> None:
    await anna.say(TOM, "/start")
    await anna.post(
        "faults", method="sendmessage", kind="status", code=403, description="Forbidden: x", skip=1, chat=ANNA
    )
    assert await anna.ok("sendMessage", chat_id=ANNA, text="x")
    assert await anna.ok("sendMessage", chat_id=TOM, text="x")
    assert await anna.ok("getChat", chat_id=ANNA)
    for _ in range(3):
        assert await anna.refused("sendMessage", chat_id=ANNA, text="x") == "Forbidden: x"
    async with anna.session.delete(f"{anna.base}/control/faults") as response:
        assert await response.json() == {"faults": [], "flood": False}
    assert await anna.ok("sendMessage", chat_id=ANNA, text="x")


@pytest.mark.parametrize("after,arrived", [(False, []), (True, ["x"])])
async def test_a_lost_connection(anna: Play, after: bool, arrived: list[str]) -> None:
    await anna.post("faults", method="sendMessage", kind="reset", count=1, after=after)
    with pytest.raises(aiohttp.ClientConnectionError):
        await anna.call("sendMessage", chat_id=ANNA, text="x")
    assert [m["text"] for m in (await anna.get("messages", chat=ANNA, after=1))["messages"]] == arrived
    (entry,) = (await anna.get("calls", method="sendMessage"))["calls"]
    assert (entry["ok"], entry["status"]) == (False, 0)


async def test_a_late_answer(anna: Play) -> None:
    await anna.post("faults", method="sendMessage", kind="delay", seconds=0.3, count=1)
    began = time.monotonic()
    assert await anna.ok("sendMessage", chat_id=ANNA, text="x")
    assert time.monotonic() - began > 0.29


async def test_no_answer_at_all(anna: Play) -> None:
    await anna.post("faults", method="sendMessage", kind="timeout", count=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await anna.call("sendMessage", chat_id=ANNA, text="x")
    assert (await anna.get("messages", chat=ANNA, after=1))["messages"] == []
    assert await anna.ok("sendMessage", chat_id=ANNA, text="y")


async def test_the_line_is_cut_when_the_time_is_over(anna: Play) -> None:
    await anna.post("faults", method="sendMessage", kind="timeout", seconds=0.1, count=1)
    with pytest.raises(aiohttp.ClientConnectionError):
        await anna.call("sendMessage", chat_id=ANNA, text="x")


async def test_what_is_arranged_is_shown(play: Play) -> None:
    made = await play.post("faults", method="sendMessage", kind="status", code=502, count=None)
    (shown,) = (await play.get("state"))["faults"]
    assert shown == made
    assert (shown["description"], shown["count"]) == ("Bad Gateway", None)


@pytest.mark.parametrize(
    "body",
    [
        {"method": "sendMessage"},
        {"kind": "status"},
        {"method": "sendMessage", "kind": "fire"},
        {"method": "sendMessage", "kind": "status", "code": 200},
        {"method": "sendMessage", "kind": "status", "count": 0},
        {"method": "sendMessage", "kind": "status", "skip": "a"},
        {"method": "sendMessage", "kind": "delay", "seconds": -1},
        {"method": "sendMessage", "kind": "status", "colour": "red"},
    ],
)
async def test_wrong_faults(play: Play, body: Json) -> None:
    assert "error" in await play.post("faults", 400, **body)
