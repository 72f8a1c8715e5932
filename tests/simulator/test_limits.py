"""The flood limits, which are off until they are asked for."""

from simulator.limits import BURST, GROUP, OVERALL, Limits
from tests.simulator.playing import ANNA, MANAGERS, Play, playing


async def test_off_by_default(anna: Play) -> None:
    for _ in range(40):
        await anna.ok("sendMessage", chat_id=ANNA, text="x")


async def test_one_a_second_to_a_chat_after_a_burst(anna: Play) -> None:
    await anna.post("limits", flood=True)
    for _ in range(BURST):
        await anna.ok("sendMessage", chat_id=ANNA, text="x")
    status, answer = await anna.call("sendMessage", chat_id=ANNA, text="x")
    assert (status, answer["parameters"]) == (429, {"retry_after": 1})
    assert answer["description"] == "Too Many Requests: retry after 1"
    assert (await anna.get("state"))["flood"] is True
    await anna.post("limits", flood=False)
    assert await anna.ok("sendMessage", chat_id=ANNA, text="x")


async def test_refused_messages_do_not_count(anna: Play) -> None:
    await anna.post("limits", flood=True)
    for _ in range(10):
        await anna.refused("sendMessage", chat_id=ANNA, text="")
    assert await anna.ok("sendMessage", chat_id=ANNA, text="x")


async def test_about_thirty_a_second_overall() -> None:
    people = [{"id": n, "first_name": str(n), "started": True} for n in range(1, 60)]
    async with playing({"people": people}) as play:
        await play.post("limits", flood=True)
        answers = [await play.call("sendMessage", chat_id=person["id"], text="x") for person in people]
        passed = sum(status == 200 for status, _ in answers)
        assert OVERALL <= passed < OVERALL + 15, "the bucket fills a little meanwhile"


def test_twenty_a_minute_into_a_group() -> None:
    limits = Limits(on=True)
    refused = []
    for _ in range(GROUP + 1):
        limits._chats.clear()
        refused.append(limits.retry_after(MANAGERS, group=True))
    assert refused[:GROUP] == [0] * GROUP
    assert 58 <= refused[GROUP] <= 60


def test_an_album_counts_as_its_pictures() -> None:
    limits = Limits(on=True)
    assert limits.retry_after(ANNA, group=False, messages=BURST) == 0
    assert limits.retry_after(ANNA, group=False) == 1


async def test_flood_is_true_or_false(play: Play) -> None:
    assert "error" in await play.post("limits", 400, flood="yes")
