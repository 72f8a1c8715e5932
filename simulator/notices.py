"""What people do that is told to the bot: updates of messages, service messages, and of membership."""

import re
from typing import TYPE_CHECKING, Any

from simulator import history
from simulator.history import Entry, Post

if TYPE_CHECKING:
    from simulator.telegram import Telegram
    from simulator.world import Chat, Person

Json = dict[str, Any]
COMMAND_FOR = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@(?P<bot>[A-Za-z0-9_]+))?(?!\w)")
RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_pin_messages", "can_manage_topics", "can_manage_direct_messages",
    "can_manage_tags", "can_send_welcome_messages",
)  # fmt: skip
WITHHELD = {"can_be_edited", "is_anonymous", "can_promote_members", "can_manage_direct_messages"}


def person_says(telegram: "Telegram", chat: "Chat", person: "Person", what: Post) -> tuple[Entry, int | None]:
    """A person's message, and the id of the update about it, if the bot is told."""
    entry = history.post(telegram, chat, person.user(), what)
    if not bot_hears(telegram, chat, entry):
        return entry, None
    return entry, telegram.updates.push("channel_post" if chat.type == "channel" else "message", entry.message)


def bot_hears(telegram: "Telegram", chat: "Chat", entry: Entry) -> bool:
    """In a group, privacy mode: everything for an administrator, else commands, replies and service messages."""
    if chat.is_private:
        return True
    if chat.bot_status not in ("administrator", "member"):
        return False
    if chat.bot_status == "administrator" or entry.service:
        return True
    reply = entry.message.get("reply_to_message", {})
    if reply.get("from", {}).get("id") == telegram.bot.id:
        return True
    text: str = entry.message.get("text") or entry.message.get("caption") or ""
    command = COMMAND_FOR.match(text)
    own = telegram.bot.username.lower()
    return command is not None and (command["bot"] or own).lower() == own


def service_message(telegram: "Telegram", chat: "Chat", actor: Json, content: Json, thread: int | None = None) -> Entry:
    """A line like "X joined". Bots are told of these even when they did it themselves."""
    entry = history.post(telegram, chat, actor, Post(content, thread=thread, service=True))
    if bot_hears(telegram, chat, entry):
        telegram.updates.push("message", entry.message)
    return entry


def membership(telegram: "Telegram", chat: "Chat", actor: Json, old: Json, new: Json) -> None:
    """my_chat_member when it is about the bot, else chat_member, which only administrators of the chat get."""
    own = new["user"]["id"] == telegram.bot.id
    if not own and chat.bot_status != "administrator":
        return
    update = {
        "chat": telegram.card(chat),
        "from": actor,
        "date": telegram.clock.timestamp(),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    telegram.updates.push("my_chat_member" if own else "chat_member", update)


def member_of(user: Json, status: str) -> Json:
    """The Bot API's ChatMember of this status."""
    member: Json = {"user": user, "status": status}
    if status == "administrator":
        member |= {right: right not in WITHHELD for right in RIGHTS}
    elif status == "creator":
        member["is_anonymous"] = False
    elif status == "kicked":
        member["until_date"] = 0
    return member


def status_of(telegram: "Telegram", chat: "Chat", user_id: int) -> str:
    if user_id == telegram.bot.id:
        if chat.person is not None:
            return "kicked" if chat.person.blocked else "member"
        return chat.bot_status
    if user_id not in chat.members:
        return "kicked" if user_id in chat.banned else "left"
    if user_id == chat.owner and not chat.is_private:
        return "creator"
    return "administrator" if user_id in chat.admins else "member"
