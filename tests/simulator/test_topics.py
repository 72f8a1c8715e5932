"""Topics of a forum."""

import pytest

from tests.simulator.playing import BOT, FORUM, MANAGERS, MARIA, Json, Play

CHAT = FORUM["id"]


@pytest.fixture
async def topic(groups: Play) -> int:
    made = await groups.ok("createForumTopic", chat_id=CHAT, name="Жалоба 7", icon_color=16478047)
    number: int = made["message_thread_id"]
    assert made == {"message_thread_id": number, "name": "Жалоба 7", "icon_color": 16478047}
    return number


async def test_a_topic_begins_with_the_message_that_made_it(groups: Play, topic: int) -> None:
    (update,) = await groups.drain()
    made = update["message"]
    assert (made["message_id"], made["message_thread_id"], made["is_topic_message"]) == (topic, topic, True)
    assert made["forum_topic_created"]["name"] == "Жалоба 7"


async def test_messages_stay_in_their_topic(groups: Play, topic: int) -> None:
    sent = await groups.ok("sendMessage", chat_id=CHAT, message_thread_id=topic, text="Что случилось?")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    said = (await groups.say(MARIA, "Займусь", chat=CHAT, reply_to=sent["message_id"]))["message"]
    assert said["message_thread_id"] == topic
    other = (await groups.say(MARIA, "Тоже", chat=CHAT, message_thread_id=topic))["message"]
    assert other["message_thread_id"] == topic
    reply = {"message_id": said["message_id"]}
    answer = await groups.ok("sendMessage", chat_id=CHAT, text="Хорошо", reply_parameters=reply)
    assert answer["message_thread_id"] == topic
    assert "message_thread_id" not in await groups.ok("sendMessage", chat_id=CHAT, text="Всем")


async def test_renaming_closing_and_reopening(groups: Play, topic: int) -> None:
    one: Json = {"chat_id": CHAT, "message_thread_id": topic}
    assert await groups.ok("editForumTopic", **one, name="Решено") is True
    assert await groups.refused("editForumTopic", **one, name="Решено") == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await groups.ok("closeForumTopic", **one) is True
    assert await groups.refused("closeForumTopic", **one) == "Bad Request: TOPIC_NOT_MODIFIED"
    await groups.post("messages", 403, **{"from": MARIA, "chat": CHAT, "text": "x", "message_thread_id": topic})
    assert await groups.ok("sendMessage", **one, text="администратор может"), "an administrator writes there still"
    assert await groups.ok("reopenForumTopic", **one) is True
    kinds = [kind for update in await groups.drain() for kind in update["message"] if kind.startswith("forum_")]
    assert kinds == ["forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"]


async def test_a_deleted_topic_takes_its_messages_along(groups: Play, topic: int) -> None:
    one: Json = {"chat_id": CHAT, "message_thread_id": topic}
    await groups.ok("sendMessage", **one, text="x")
    outside = await groups.ok("sendMessage", chat_id=CHAT, text="y")
    assert await groups.ok("deleteForumTopic", **one) is True
    left = (await groups.get("messages", chat=CHAT))["messages"]
    assert [message["message_id"] for message in left] == [outside["message_id"]]
    assert await groups.refused("sendMessage", **one, text="x") == "Bad Request: message thread not found"
    assert await groups.refused("deleteForumTopic", **one) == "Bad Request: message thread not found"


async def test_where_there_are_no_topics(play: Play) -> None:
    said = await play.refused("createForumTopic", chat_id=MANAGERS, name="x")
    assert said == "Bad Request: the chat is not a forum"
    said = await play.refused("sendMessage", chat_id=MANAGERS, message_thread_id=5, text="x")
    assert said == "Bad Request: message thread not found"


@pytest.mark.parametrize(
    "params,reason",
    [
        ({"name": " "}, "topic name must be non-empty"),
        ({"name": "x" * 129}, "TOPIC_TITLE_INVALID"),
        ({"name": "x", "icon_color": 5}, "invalid topic icon color specified"),
    ],
)
async def test_wrong_topics(groups: Play, params: Json, reason: str) -> None:
    assert await groups.refused("createForumTopic", chat_id=CHAT, **params) == f"Bad Request: {reason}"


async def test_only_an_administrator_writes_in_a_closed_topic(groups: Play, topic: int) -> None:
    one: Json = {"chat_id": CHAT, "message_thread_id": topic}
    await groups.ok("closeForumTopic", **one)
    await groups.post("leave", person=BOT, chat=CHAT)
    await groups.post("join", person=BOT, chat=CHAT)
    assert await groups.refused("sendMessage", **one, text="x") == "Bad Request: TOPIC_CLOSED"
    said = await groups.refused("createForumTopic", chat_id=CHAT, name="x")
    assert said == "Bad Request: not enough rights to create a topic"
    await groups.post("messages", 404, **{"from": MARIA, "chat": CHAT, "text": "x", "message_thread_id": 999})
