"""Where a message of the bot goes, and whether Telegram lets it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator import history
from simulator.calls import Call
from simulator.errors import ApiError, bad_request, forbidden, too_many_requests
from simulator.history import Entry, Post
from simulator.keyboards import check_markup
from simulator.world import is_number

if TYPE_CHECKING:
    from simulator.telegram import Telegram
    from simulator.world import Chat

Json = dict[str, Any]
KINDS = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


@dataclass(frozen=True, slots=True)
class Destination:
    chat: "Chat"
    thread: int | None
    reply: Entry | None
    markup: Json | None


def known_chat(call: Call, name: str = "chat_id", *, to_write: bool = False) -> "Chat":
    """The chat of this parameter, if the bot may see it. Raises ApiError."""
    address = call.text(name).strip()
    if not address:
        raise bad_request(f"{name} is empty")
    chat = call.telegram.find_chat(address)
    if chat is None:
        raise _unknown(call.telegram, address, to_write)
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {KINDS[chat.type]}")
    if chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {KINDS[chat.type]}")
    if to_write and chat.person is not None and chat.person.blocked:
        raise forbidden("bot was blocked by the user")
    if to_write and chat.type == "channel" and chat.bot_status != "administrator":
        raise bad_request("need administrator rights in the channel chat")
    return chat


def destination(call: Call, messages: int = 1) -> Destination:
    """Everything about the addressee checked, and the flood limits asked. Raises ApiError."""
    markup = call.json("reply_markup")
    chat = known_chat(call, to_write=True)
    checked = check_markup(markup, chat.is_private)
    thread = _thread(call, chat)
    reply = _reply(call, chat)
    if reply is not None and thread is None and reply.message.get("is_topic_message"):
        thread = reply.message["message_thread_id"]
    if wait := call.telegram.limits.retry_after(chat.id, not chat.is_private, messages):
        raise too_many_requests(wait)
    return Destination(chat, thread, reply, checked)


def say(call: Call, to: Destination, content: Json, codes: tuple[Json, ...] = (), extra: Json | None = None) -> Entry:
    """The bot's message, posted."""
    protected = {"has_protected_content": True} if call.flag("protect_content") else {}
    effect = {"effect_id": call.text("message_effect_id")} if call.has("message_effect_id") else {}
    what = Post(content, to.markup, to.thread, to.reply, codes, {**protected, **effect, **(extra or {})})
    return history.post(call.telegram, to.chat, call.telegram.bot.user(), what)


def _unknown(telegram: "Telegram", address: str, to_write: bool) -> ApiError:
    if to_write and is_number(address):
        if int(address) in telegram.people:
            return forbidden("bot can't initiate conversation with a user")
        if int(address) == telegram.bot.id:
            return forbidden("bot can't send messages to bots")
    return bad_request("chat not found")


def _thread(call: Call, chat: "Chat") -> int | None:
    thread = call.number("message_thread_id")
    if not thread:
        return None
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and chat.bot_status != "administrator":
        raise bad_request("TOPIC_CLOSED")
    return thread


def _reply(call: Call, chat: "Chat") -> Entry | None:
    given = call.json("reply_parameters") or {}
    if not isinstance(given, dict):
        raise bad_request("can't parse reply parameters JSON object")
    number = given.get("message_id") or call.number("reply_to_message_id")
    if not number:
        return None
    where = chat
    if other := given.get("chat_id"):
        found = call.telegram.find_chat(str(other))
        if found is None:
            raise bad_request("chat not found")
        where = found
    entry = history.find(where, int(number)) if str(number).isdigit() else None
    if entry is not None:
        return entry
    if given.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
