"""What the bot says of itself: commands by scope and language, texts, menu buttons."""

import pytest

from tests.simulator.playing import ANNA, MANAGERS, OLGA, TOM, Json, Play


def command(name: str, description: str = "x") -> Json:
    return {"command": name, "description": description}


async def shown(play: Play, person: int) -> list[str]:
    people = (await play.get("state"))["people"]
    return [one["command"] for who in people if who["id"] == person for one in who["commands"]]


async def test_the_narrowest_scope_and_the_own_language_win(anna: Play) -> None:
    private = {"type": "all_private_chats"}
    await anna.ok("setMyCommands", commands=[command("a")])
    await anna.ok("setMyCommands", commands=[command("b")], language_code="en")
    assert (await shown(anna, ANNA), await shown(anna, TOM)) == (["a"], ["b"])
    await anna.ok("setMyCommands", commands=[command("c")], scope=private)
    assert (await shown(anna, ANNA), await shown(anna, TOM)) == (["c"], ["c"])
    await anna.ok("setMyCommands", commands=[command("d")], scope={"type": "chat", "chat_id": ANNA})
    assert (await shown(anna, ANNA), await shown(anna, TOM)) == (["d"], ["c"])
    assert await anna.ok("getMyCommands", scope=private) == [command("c")]
    await anna.ok("deleteMyCommands", scope=private)
    assert (await shown(anna, TOM), await anna.ok("getMyCommands", scope=private)) == (["b"], [])


async def test_a_chat_that_the_bot_does_not_know(play: Play) -> None:
    said = await play.refused("setMyCommands", commands=[command("a")], scope={"type": "chat", "chat_id": OLGA})
    assert said == "Bad Request: chat not found"
    for scope in (
        {"type": "chat", "chat_id": MANAGERS},
        {"type": "chat_administrators", "chat_id": MANAGERS},
        {"type": "chat_member", "chat_id": MANAGERS, "user_id": OLGA},
    ):
        assert await play.ok("setMyCommands", commands=[command("a")], scope=scope) is True


@pytest.mark.parametrize(
    "params,reason",
    [
        ({"commands": [command("Card")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("x" * 33)]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("a", "")]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [command("a", "x" * 257)]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [command(f"c{n}") for n in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "russian"}, "invalid language code specified"),
        (
            {"commands": [], "scope": {"type": "planet"}},
            "can't parse BotCommandScope: unsupported type or fields specified",
        ),
    ],
)
async def test_wrong_commands(play: Play, params: Json, reason: str) -> None:
    assert await play.refused("setMyCommands", **params) == f"Bad Request: {reason}"


async def test_texts_by_language(play: Play) -> None:
    await play.ok("setMyDescription", description="Карта")
    await play.ok("setMyDescription", description="Card", language_code="en")
    assert await play.ok("getMyDescription", language_code="en") == {"description": "Card"}
    assert await play.ok("getMyDescription", language_code="de") == {"description": "Карта"}
    await play.ok("setMyShortDescription", short_description="x")
    assert await play.ok("getMyShortDescription") == {"short_description": "x"}
    assert await play.ok("getMyName") == {"name": "Касание"}
    await play.ok("setMyName", name="Ромашка")
    assert (await play.ok("getMe"))["first_name"] == "Ромашка"
    assert (
        await play.refused("setMyShortDescription", short_description="x" * 121)
        == "Bad Request: BOT_DESCRIPTION_INVALID"
    )


async def test_menu_buttons(anna: Play) -> None:
    assert await anna.ok("getChatMenuButton") == {"type": "default"}
    await anna.ok("setChatMenuButton", menu_button={"type": "commands"})
    app = {"type": "web_app", "text": "x", "web_app": {"url": "https://example.com"}}
    await anna.ok("setChatMenuButton", chat_id=ANNA, menu_button=app)
    assert await anna.ok("getChatMenuButton", chat_id=ANNA) == app
    assert await anna.ok("getChatMenuButton") == {"type": "commands"}
    assert (await anna.refused("setChatMenuButton", menu_button={"type": "x"})).startswith(
        "Bad Request: can't parse menu"
    )
