"""Topics of a forum."""

from typing import Any

from simulator import history
from simulator.calls import Call
from simulator.destination import known_chat
from simulator.errors import bad_request
from simulator.history import Post
from simulator.methods.registry import method
from simulator.notices import service_message
from simulator.world import Chat, Topic

Json = dict[str, Any]
COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
MOST_NAME = 128


@method("createForumTopic")
def create_forum_topic(call: Call) -> Json:
    chat = _forum(call, "create a topic")
    name = _name(call)
    color = call.number("icon_color", COLORS[0])
    if color not in COLORS:
        raise bad_request("invalid topic icon color specified")
    icon = {"icon_custom_emoji_id": call.text("icon_custom_emoji_id")} if call.has("icon_custom_emoji_id") else {}
    topic: Json = {"name": name, "icon_color": color, **icon}
    # The first message of a topic is the one that made it, and gives the topic its number.
    telegram = call.telegram
    created = Post({"forum_topic_created": topic}, thread=telegram.upcoming_message_id(chat), service=True)
    number = history.post(telegram, chat, telegram.bot.user(), created).id
    telegram.updates.push("message", chat.entries[number].message)
    chat.topics[number] = Topic(number, name, color, icon.get("icon_custom_emoji_id"))
    telegram.announce(chat)
    return {"message_thread_id": number, **topic}


@method("editForumTopic")
def edit_forum_topic(call: Call) -> bool:
    chat, topic = _topic(call, "edit the topic")
    name = _name(call) if call.has("name") else topic.name
    icon = call.text("icon_custom_emoji_id") if "icon_custom_emoji_id" in call.params else topic.icon_custom_emoji_id
    if (name, icon or None) == (topic.name, topic.icon_custom_emoji_id):
        raise bad_request("TOPIC_NOT_MODIFIED")
    renamed = {"name": name} if name != topic.name else {}
    redrawn = {"icon_custom_emoji_id": icon or ""} if (icon or None) != topic.icon_custom_emoji_id else {}
    topic.name, topic.icon_custom_emoji_id = name, icon or None
    _tell(call, chat, topic, {"forum_topic_edited": {**renamed, **redrawn}})
    return True


@method("closeForumTopic")
def close_forum_topic(call: Call) -> bool:
    return _set_closed(call, closed=True)


@method("reopenForumTopic")
def reopen_forum_topic(call: Call) -> bool:
    return _set_closed(call, closed=False)


@method("deleteForumTopic")
def delete_forum_topic(call: Call) -> bool:
    chat, topic = _topic(call, "delete the topic")
    del chat.topics[topic.id]
    inside = [
        entry
        for entry in chat.entries.values()
        if not entry.deleted and entry.message.get("message_thread_id") == topic.id
    ]
    history.take_away(call.telegram, chat, inside)
    call.telegram.announce(chat)
    return True


def _set_closed(call: Call, *, closed: bool) -> bool:
    chat, topic = _topic(call, f"{'close' if closed else 'reopen'} the topic")
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    _tell(call, chat, topic, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    return True


def _tell(call: Call, chat: Chat, topic: Topic, content: Json) -> None:
    service_message(call.telegram, chat, call.telegram.bot.user(), content, topic.id)
    call.telegram.announce(chat)


def _topic(call: Call, deed: str) -> tuple[Chat, Topic]:
    chat = _forum(call, deed)
    number = call.number("message_thread_id")
    if number not in chat.topics:
        raise bad_request("message thread not found" if number else "TOPIC_ID_INVALID")
    return chat, chat.topics[number]


def _forum(call: Call, deed: str) -> Chat:
    chat = known_chat(call, to_write=True)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if chat.bot_status != "administrator":
        raise bad_request(f"not enough rights to {deed}")
    return chat


def _name(call: Call) -> str:
    name = call.text("name").strip()
    if not name:
        raise bad_request("topic name must be non-empty")
    if len(name) > MOST_NAME:
        raise bad_request("TOPIC_TITLE_INVALID")
    return name
