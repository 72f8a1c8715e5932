"""The world file."""

from typing import Any

import pytest

from simulator.app import create
from simulator.world import default_world
from simulator.worldfile import WorldError, parse_world
from tests.simulator.playing import ANNA, MANAGERS, Play, playing

PERSON = {"id": 5, "first_name": "Ян"}
CHAT = {"id": -5, "type": "group", "title": "x"}


def test_what_is_left_out_is_as_usual() -> None:
    assert parse_world({}) == default_world()
    assert parse_world({"chats": []}).people[0].id == ANNA
    assert parse_world({"people": [PERSON]}).chats == (), "a chat whose members are gone goes with them"


@pytest.mark.parametrize(
    "source",
    [
        [],
        {"people": [{"id": 0, "first_name": "x"}]},
        {"people": [{"first_name": "x"}]},
        {"people": [PERSON, PERSON]},
        {"people": [{**PERSON, "username": 5}]},
        {"chats": [{**CHAT, "id": 5}]},
        {"chats": [{**CHAT, "type": "private"}]},
        {"chats": [{**CHAT, "members": [404]}]},
        {"chats": [{**CHAT, "bot_status": "king"}]},
        {"chats": [CHAT, CHAT]},
    ],
)
def test_wrong_worlds(source: Any) -> None:
    with pytest.raises(WorldError):
        parse_world(source)
    with pytest.raises(WorldError):
        create(source)


async def test_people_who_have_started_already() -> None:
    async with playing({"people": [{**PERSON, "started": True}]}) as play:
        assert (await play.ok("sendMessage", chat_id=5, text="x"))["chat"]["first_name"] == "Ян"


async def test_another_token_is_another_bot() -> None:
    async with playing(token="42:secret") as play:
        assert (await play.call("getMe"))[0] == 401
        async with play.session.get(f"{play.base}/bot42:secret/getMe") as response:
            assert (await response.json())["result"]["id"] == 42


async def test_the_owner_of_a_group() -> None:
    people = [PERSON, {**PERSON, "id": 6, "role": "owner"}]
    async with playing({"people": people, "chats": [{**CHAT, "members": [5, 6], "admins": [5]}]}) as play:
        statuses = [(await play.ok("getChatMember", chat_id=-5, user_id=user))["status"] for user in (5, 6)]
        assert statuses == ["administrator", "creator"]


async def test_worlds_are_apart(play: Play) -> None:
    async with playing() as other:
        await other.say(ANNA, "x")
        assert [chat["id"] for chat in (await play.get("state"))["chats"]] == [MANAGERS]
