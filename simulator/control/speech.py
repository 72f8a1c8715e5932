"""What every message of a person goes through: may they speak here, in answer to what, in which topic."""

from typing import Any

from aiohttp import web

from simulator import history
from simulator.control.requests import Asked, answer
from simulator.errors import ControlError
from simulator.history import Entry, Post
from simulator.notices import person_says
from simulator.words.finding import find_entities
from simulator.world import Chat, Person

Json = dict[str, Any]


def speaker(call: Asked) -> tuple[Person, Chat]:
    """Who speaks, and where. Raises ControlError when Telegram's app would not let them."""
    person = call.person()
    number = call.number("chat", person.id)
    if number == person.id:
        if person.blocked:
            raise ControlError(f"{person.first_name} has blocked the bot and must unblock it first")
        return person, call.telegram.private_chat(person)
    chat = call.chat()
    if chat.migrated_to is not None:
        raise ControlError(f"the group has become the supergroup {chat.migrated_to}")
    if person.id not in chat.members:
        raise ControlError(f"{person.first_name} is not in the chat {chat.id}", 403)
    return person, chat


def said(call: Asked, person: Person, chat: Chat, content: Json, reply: Entry | None = None) -> web.Response:
    answered = _reply(call, chat) or reply
    thread = _thread(call, chat, answered)
    if chat.person is not None:
        chat = call.telegram.open_private(chat.person)
    entry, update_id = person_says(call.telegram, chat, person, Post(content, thread=thread, reply=answered))
    return answer({"message": call.telegram.view(entry), "update_id": update_id})


def _reply(call: Asked, chat: Chat) -> Entry | None:
    if call.body.get("reply_to") in (None, ""):
        return None
    entry = history.find(chat, call.number("reply_to"))
    if entry is None:
        raise ControlError(f"there is no message {call.number('reply_to')} to reply to", 404)
    return entry


def _thread(call: Asked, chat: Chat, answered: Entry | None) -> int | None:
    """In a forum: the topic named, or the one of the message that is answered."""
    thread: int | None = answered.message.get("message_thread_id") if answered and chat.is_forum else None
    if call.body.get("message_thread_id"):
        thread = call.number("message_thread_id")
    if thread is None:
        return None
    topic = chat.topics.get(thread)
    if topic is None:
        raise ControlError(f"there is no topic {thread}", 404)
    if topic.closed and call.person().id not in (chat.owner, *chat.admins):
        raise ControlError("the topic is closed", 403)
    return thread


def found_in(text: str, name: str) -> Json:
    entities = find_entities(text, [])
    return {name: entities} if entities else {}
