"""Pinned messages."""

from typing import Any

from simulator import history
from simulator.calls import Call
from simulator.destination import known_chat
from simulator.errors import bad_request
from simulator.history import Entry
from simulator.methods.registry import method
from simulator.notices import service_message
from simulator.world import Chat

Json = dict[str, Any]


@method("pinChatMessage")
def pin_chat_message(call: Call) -> bool:
    chat = _chat_to_pin_in(call)
    entry = history.find(chat, call.number("message_id"))
    if entry is None or entry.service:
        raise bad_request("message to pin not found")
    if entry.id in chat.pinned:
        return True
    chat.pinned.append(entry.id)
    history.changed(call.telegram, chat, entry)
    pinned = {"pinned_message": history.quoted(entry.message)}
    service_message(call.telegram, chat, call.telegram.bot.user(), pinned, entry.message.get("message_thread_id"))
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> bool:
    chat = _chat_to_pin_in(call)
    number = call.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    entry = history.find(chat, number)
    if entry is None or number not in chat.pinned:
        raise bad_request("message to unpin not found")
    _unpin(call, chat, [entry])
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call) -> bool:
    chat = _chat_to_pin_in(call)
    _unpin(call, chat, [chat.entries[number] for number in chat.pinned])
    return True


def _chat_to_pin_in(call: Call) -> Chat:
    chat = known_chat(call, to_write=True)
    if not chat.is_private and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def _unpin(call: Call, chat: Chat, entries: list[Entry]) -> None:
    for entry in entries:
        chat.pinned.remove(entry.id)
        history.changed(call.telegram, chat, entry)
