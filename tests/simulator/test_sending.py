"""Whom the bot may write to, and what it may say."""

import pytest

from tests.simulator.playing import ANNA, BOT, MANAGERS, OLGA, TOM, Play, playing

LIMIT = "😀" * 2048  # 4096 UTF-16 units
TOO_LONG = "Bad Request: message is too long"


async def test_a_message_arrives(anna: Play) -> None:
    message = await anna.ok("sendMessage", chat_id=ANNA, text="Привет")
    assert message["from"]["id"] == BOT
    assert message["from"]["is_bot"] is True
    assert message["chat"] == {"id": ANNA, "type": "private", "first_name": "Анна", "username": "anna"}
    assert (await anna.shown(ANNA, message["message_id"]))["text"] == "Привет"


async def test_message_ids_ascend(anna: Play) -> None:
    ids = [(await anna.ok("sendMessage", chat_id=ANNA, text="x"))["message_id"] for _ in range(3)]
    assert ids == sorted(set(ids))


async def test_nobody_is_written_to_first(play: Play) -> None:
    said = await play.refused("sendMessage", chat_id=TOM, text="x")
    assert said == "Forbidden: bot can't initiate conversation with a user"


@pytest.mark.parametrize("chat", [4242, "-100999", "@nobody", "xyz"])
async def test_an_unknown_chat(play: Play, chat: int | str) -> None:
    assert await play.refused("sendMessage", chat_id=chat, text="x") == "Bad Request: chat not found"


async def test_no_chat_at_all(play: Play) -> None:
    assert await play.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"


async def test_a_chat_by_its_name() -> None:
    chat = {"id": -100777, "type": "supergroup", "title": "Открытая", "username": "open_shop"}
    async with playing({"chats": [chat]}) as play:
        assert (await play.ok("sendMessage", chat_id="@Open_Shop", text="x"))["chat"]["id"] == -100777


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b"])
async def test_an_empty_text(anna: Play, text: str) -> None:
    assert await anna.refused("sendMessage", chat_id=ANNA, text=text) == "Bad Request: message text is empty"


async def test_a_text_that_is_empty_once_parsed(anna: Play) -> None:
    said = await anna.refused("sendMessage", chat_id=ANNA, text="<b> </b>", parse_mode="HTML")
    assert said == "Bad Request: message text is empty"


async def test_length_is_counted_in_utf16_after_parsing(anna: Play) -> None:
    assert (await anna.ok("sendMessage", chat_id=ANNA, text=f"<b>{LIMIT}</b>", parse_mode="HTML"))["text"] == LIMIT
    assert await anna.refused("sendMessage", chat_id=ANNA, text=LIMIT + "x") == TOO_LONG


async def test_a_blocked_bot(anna: Play) -> None:
    await anna.post("block", person=ANNA)
    assert await anna.refused("sendMessage", chat_id=ANNA, text="x") == "Forbidden: bot was blocked by the user"
    assert (
        await anna.refused("sendChatAction", chat_id=ANNA, action="typing") == "Forbidden: bot was blocked by the user"
    )
    await anna.post("unblock", person=ANNA)
    assert await anna.ok("sendMessage", chat_id=ANNA, text="x")


async def test_a_reply_carries_what_it_answers(anna: Play) -> None:
    first = await anna.ok("sendMessage", chat_id=ANNA, text="first")
    reply = {"message_id": first["message_id"]}
    second = await anna.ok("sendMessage", chat_id=ANNA, text="second", reply_parameters=reply)
    assert second["reply_to_message"]["text"] == "first"
    third = await anna.ok("sendMessage", chat_id=ANNA, text="third", reply_to_message_id=second["message_id"])
    assert "reply_to_message" not in third["reply_to_message"]


async def test_a_reply_to_nothing(anna: Play) -> None:
    said = await anna.refused("sendMessage", chat_id=ANNA, text="x", reply_parameters={"message_id": 999})
    assert said == "Bad Request: message to be replied not found"
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await anna.ok("sendMessage", chat_id=ANNA, text="x", reply_parameters=lenient)


async def test_contact_location_poll_and_action(anna: Play) -> None:
    contact = await anna.ok("sendContact", chat_id=ANNA, phone_number="+79160000000", first_name="Салон")
    assert contact["contact"] == {"phone_number": "+79160000000", "first_name": "Салон"}
    place = await anna.ok("sendLocation", chat_id=ANNA, latitude=55.75, longitude=37.61)
    assert place["location"] == {"latitude": 55.75, "longitude": 37.61}
    poll = await anna.ok("sendPoll", chat_id=ANNA, question="Как?", options=[{"text": "Да"}, "Нет"])
    assert [option["text"] for option in poll["poll"]["options"]] == ["Да", "Нет"]
    assert await anna.ok("sendChatAction", chat_id=ANNA, action="typing") is True


async def test_what_they_refuse(anna: Play) -> None:
    said = await anna.refused("sendChatAction", chat_id=ANNA, action="dancing")
    assert said == "Bad Request: wrong parameter action in request"
    said = await anna.refused("sendPoll", chat_id=ANNA, question="Как?", options=["Да"])
    assert said == "Bad Request: poll must have at least 2 options"
    said = await anna.refused("sendContact", chat_id=ANNA, first_name="x")
    assert said == "Bad Request: phone number is empty"
    said = await anna.refused("sendLocation", chat_id=ANNA, latitude=100, longitude=0)
    assert said == "Bad Request: wrong location specified"


async def test_the_bot_sees_no_update_of_its_own_words(anna: Play) -> None:
    await anna.ok("sendMessage", chat_id=ANNA, text="x")
    assert await anna.updates() == []


async def test_get_chat_of_each_kind(anna: Play) -> None:
    assert (await anna.ok("getChat", chat_id=ANNA))["first_name"] == "Анна"
    assert (await anna.ok("getChat", chat_id=MANAGERS))["title"] == "Салон: касса и менеджеры"
    assert await anna.refused("getChat", chat_id=OLGA) == "Bad Request: chat not found"


async def test_the_bot_does_not_write_to_itself(play: Play) -> None:
    assert await play.refused("sendMessage", chat_id=BOT, text="x") == "Forbidden: bot can't send messages to bots"


async def test_a_reply_into_another_chat(anna: Play) -> None:
    said = (await anna.say(ANNA, "Помогите"))["message"]
    reply = {"message_id": said["message_id"], "chat_id": ANNA}
    sent = await anna.ok("sendMessage", chat_id=MANAGERS, text="Кто возьмёт?", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "Помогите"
    said = await anna.refused("sendMessage", chat_id=ANNA, text="x", reply_parameters={**reply, "chat_id": 5})
    assert said == "Bad Request: chat not found"
    said = await anna.refused("sendMessage", chat_id=ANNA, text="x", reply_parameters=[1])
    assert said == "Bad Request: can't parse reply parameters JSON object"


async def test_link_previews(anna: Play) -> None:
    for option in ({"disable_web_page_preview": True}, {"link_preview_options": {"is_disabled": True}}):
        sent = await anna.ok("sendMessage", chat_id=ANNA, text="e.ru", **option)
        assert sent["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize(
    "options,reason",
    [
        (["а" * 101, "б"], "poll option length must not exceed 100"),
        (["а", " "], "poll option text must be non-empty"),
        ([str(n) for n in range(13)], "poll can't have more than 12 options"),
    ],
)
async def test_wrong_polls(anna: Play, options: list[str], reason: str) -> None:
    assert await anna.refused("sendPoll", chat_id=ANNA, question="?", options=options) == f"Bad Request: {reason}"


async def test_wrong_questions(anna: Play) -> None:
    said = await anna.refused("sendPoll", chat_id=ANNA, question=" ", options=["a", "b"])
    assert said == "Bad Request: poll question must be non-empty"
    said = await anna.refused("sendPoll", chat_id=ANNA, question="x" * 301, options=["a", "b"])
    assert said == "Bad Request: poll question length must not exceed 300"
    assert await anna.refused("sendContact", chat_id=ANNA, phone_number="1") == "Bad Request: first name is empty"
    said = await anna.refused("sendLocation", chat_id=ANNA, latitude="north", longitude=1)
    assert said == "Bad Request: wrong location specified"
