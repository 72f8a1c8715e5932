"""Long polling."""

import asyncio
import time

from tests.simulator.playing import ANNA, MANAGERS, TOM, Play

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def test_a_poll_waits_for_the_next_update(play: Play) -> None:
    poll = asyncio.create_task(play.updates(wait=10))
    await asyncio.sleep(0.05)
    sent = await play.say(ANNA, "/start")
    (update,) = await poll
    assert update["update_id"] == sent["update_id"]
    assert update["message"]["text"] == "/start"


async def test_an_empty_poll_ends_in_time(play: Play) -> None:
    began = time.monotonic()
    assert await play.updates(wait=1) == []
    assert 0.9 < time.monotonic() - began < 3


async def test_updates_stay_until_they_are_confirmed(play: Play) -> None:
    first, second = [(await play.say(ANNA, text))["update_id"] for text in "ab"]
    assert second == first + 1
    for _ in range(2):
        assert [update["update_id"] for update in await play.updates()] == [first, second]
    assert [update["update_id"] for update in await play.updates(offset=second)] == [second]
    assert await play.updates(offset=second + 1) == []


async def test_limit_and_negative_offset(play: Play) -> None:
    ids = [(await play.say(ANNA, str(n)))["update_id"] for n in range(5)]
    assert [update["update_id"] for update in await play.updates(limit=2)] == ids[:2]
    assert [update["update_id"] for update in await play.updates(offset=-2)] == ids[3:]
    assert [update["update_id"] for update in await play.updates()] == ids[3:], "the earlier ones are forgotten"


async def test_a_second_poller_ends_the_first(play: Play) -> None:
    first = asyncio.create_task(play.call("getUpdates", timeout=10))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(play.updates(wait=10))
    status, answer = await first
    assert (status, answer["description"]) == (409, CONFLICT)
    await play.say(ANNA, "x")
    assert len(await second) == 1


async def test_a_poller_that_hung_up_loses_nothing(play: Play) -> None:
    poll = asyncio.create_task(play.updates(wait=10))
    await asyncio.sleep(0.05)
    poll.cancel()
    await play.say(ANNA, "x")
    assert len(await play.updates(wait=1)) == 1


async def test_allowed_updates_are_remembered(play: Play) -> None:
    assert await play.updates(allowed_updates=["callback_query"]) == []
    assert (await play.say(ANNA, "x"))["update_id"] is None
    await play.updates(allowed_updates=["message"])
    assert (await play.say(ANNA, "x"))["update_id"] is not None
    await play.updates()
    assert (await play.say(ANNA, "x"))["update_id"] is not None, "left out: as before"
    await play.updates(allowed_updates=[])
    await play.post("block", person=ANNA)
    assert "my_chat_member" in (await play.updates())[-1], "empty: the usual ones"


async def test_chat_member_comes_only_on_request(play: Play) -> None:
    await play.post("join", person=ANNA, chat=MANAGERS)
    assert [set(update) - {"update_id"} for update in await play.drain()] == [{"message"}]
    await play.updates(allowed_updates=["chat_member", "message"])
    await play.post("leave", person=ANNA, chat=MANAGERS)
    kinds = [set(update) - {"update_id"} for update in await play.drain()]
    assert {"chat_member"} in kinds


async def test_a_raw_update(play: Play) -> None:
    answer = await play.post("update", inline_query={"id": "1", "query": "x"})
    (update,) = await play.drain()
    assert update == {"update_id": answer["update_id"], "inline_query": {"id": "1", "query": "x"}}
    numbered = await play.post("update", update_id=update["update_id"] + 100, message={"message_id": 1})
    assert numbered["update_id"] == update["update_id"] + 100
    assert (await play.say(ANNA, "x"))["update_id"] == numbered["update_id"] + 1
    await play.post("update", 400, update_id=1)


async def test_an_update_delivered_again_under_its_old_id(play: Play) -> None:
    first = (await play.say(ANNA, "a"))["update_id"]
    await play.say(TOM, "b")
    await play.drain()
    assert await play.post("update", redeliver=first) == {"update_id": first}
    later = first + 2
    (again,) = await play.updates(offset=later)
    assert (again["update_id"], again["message"]["text"]) == (first, "a")
    assert await play.updates(offset=later) == [], "seen once, it is confirmed like any other"
    await play.post("update", 404, redeliver=5)


async def test_ids_grow_over_a_reset(play: Play) -> None:
    before = (await play.say(ANNA, "a"))["update_id"]
    await play.post("reset")
    assert await play.updates() == []
    assert (await play.say(ANNA, "a"))["update_id"] > before
