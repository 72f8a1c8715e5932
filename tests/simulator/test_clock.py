"""The clock that is turned."""

import asyncio
from datetime import datetime
from time import time as machine  # noqa: TID251 - the clock that the simulated one starts from

import pytest

from tests.simulator.playing import ANNA, Json, Play

MOMENTS = [
    {"id": "birthday:1001", "title": {"ru": "День рождения", "en": "Birthday"}, "at": "2027-03-08T09:00:00+00:00"}
]


def ahead(clock: Json) -> float:
    """Seconds between the clock and the machine's."""
    return datetime.fromisoformat(clock["now"]).timestamp() - machine()


async def put_moments(play: Play, moments: object, expected: int = 200) -> Json:
    async with play.session.put(f"{play.base}/control/clock/moments", json=moments) as response:
        assert response.status == expected
        answer: Json = await response.json()
        return answer


async def test_at_the_start_it_is_the_machines(play: Play) -> None:
    clock = await play.get("clock")
    assert abs(ahead(clock)) < 1
    assert (clock["offset"], clock["version"], clock["reached"], clock["moments"]) == (0, 0, 0, [])


async def test_forward_back_and_to_a_moment(play: Play) -> None:
    clock = await play.post("clock", advance=86400)
    assert abs(ahead(clock) - 86400) < 1
    assert (clock["version"], round(clock["offset"])) == (1, 86400)
    clock = await play.post("clock", advance=-3600)
    assert abs(ahead(clock) - 82800) < 1
    clock = await play.post("clock", to="2030-01-01T12:00:00+03:00")
    assert clock["now"].startswith("2030-01-01T09:00:0")
    clock = await play.post("clock", to="2020-05-05T05:05:05")
    assert clock["now"].startswith("2020-05-05T05:05:0")
    assert clock["version"] == 4


async def test_messages_are_dated_by_it(anna: Play) -> None:
    await anna.post("clock", advance=7 * 86400)
    expected = machine() + 7 * 86400
    assert abs((await anna.ok("sendMessage", chat_id=ANNA, text="x"))["date"] - expected) < 3
    assert abs((await anna.say(ANNA, "x"))["message"]["date"] - expected) < 3


async def test_waiting_for_the_next_turn(play: Play) -> None:
    waiting = asyncio.create_task(play.get("clock", after=0, wait=5))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await play.post("clock", advance=10)
    assert (await waiting)["version"] == 1
    assert (await play.get("clock", after=0, wait=5))["version"] == 1, "it has turned already"
    assert (await play.get("clock", after=1, wait=0.05))["version"] == 1, "it has not turned again"


async def test_how_far_the_bot_has_come(play: Play) -> None:
    await play.post("clock", advance=10)
    assert (await play.get("clock"))["reached"] == 0
    assert (await play.post("clock/reached", version=1))["reached"] == 1
    await play.post("clock/reached", 400, version=2)
    await play.post("clock/reached", 400, version="x")


async def test_moments_to_jump_to(play: Play) -> None:
    assert (await put_moments(play, MOMENTS))["moments"] == MOMENTS
    assert (await play.get("state"))["clock"]["moments"] == MOMENTS
    wrongs: tuple[object, ...] = (MOMENTS * 7, {}, [{"id": "x"}], [{**MOMENTS[0], "at": "завтра"}])
    for wrong in wrongs:
        assert "error" in await put_moments(play, wrong, 400)


async def test_a_reset_turns_it_back_and_says_so(play: Play) -> None:
    await play.post("clock", advance=86400)
    await put_moments(play, MOMENTS)
    waiting = asyncio.create_task(play.get("clock", after=1, wait=5))
    await play.post("reset")
    clock = await waiting
    assert (clock["offset"], clock["version"], clock["moments"]) == (0, 2, [])


@pytest.mark.parametrize("body", [{}, {"advance": "a day"}, {"to": "завтра"}, {"advance": 1e18}])
async def test_wrong_turns(play: Play, body: Json) -> None:
    assert "error" in await play.post("clock", 400, **body)
    assert (await play.get("clock"))["version"] == 0


async def test_whoever_begins_anew_with_the_world_is_told_at_once(play: Play) -> None:
    before = (await play.get("reset"))["resets"]
    assert (await play.get("reset", after=before, wait=0.01))["resets"] == before
    waiting = asyncio.create_task(play.get("reset", after=before, wait=30))
    await play.post("reset")
    assert await waiting == {"resets": before + 1}
