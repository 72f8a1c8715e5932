"""Chats and who is in them."""

import secrets
from typing import Any

from simulator.calls import Call
from simulator.destination import known_chat
from simulator.errors import ApiError, bad_request
from simulator.methods.registry import method
from simulator.notices import member_of, membership, service_message, status_of
from simulator.world import Chat

Json = dict[str, Any]
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip


@method("getChat")
def get_chat(call: Call) -> Json:
    chat = known_chat(call)
    full: Json = {
        **call.telegram.card(chat),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, chat.is_private),
    }
    if chat.pinned:
        full["pinned_message"] = chat.entries[chat.pinned[-1]].message
    if chat.is_private:
        return full
    full |= {"permissions": dict.fromkeys(PERMISSIONS, True), "join_to_send_messages": True}
    if chat.invite_link:
        full["invite_link"] = chat.invite_link
    return full


@method("getChatMember")
def get_chat_member(call: Call) -> Json:
    chat = known_chat(call)
    user = call.number("user_id")
    if not user:
        raise bad_request("invalid user_id specified")
    return _member(call, chat, user)


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    chat = known_chat(call)
    return len(chat.members) + (chat.bot_status in ("administrator", "member"))


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[Json]:
    """Of other bots Telegram says nothing, of the asking one it does."""
    chat = known_chat(call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    numbers = [chat.owner, *chat.admins] if chat.owner is not None else chat.admins
    members = [_member(call, chat, number) for number in dict.fromkeys(numbers)]
    if chat.bot_status == "administrator":
        members.append(_member(call, chat, call.telegram.bot.id))
    return [member for member in members if member["status"] in ("creator", "administrator")]


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    chat = known_chat(call)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    telegram = call.telegram
    old = _member(call, chat, telegram.bot.id)
    bot = telegram.bot.user()
    service_message(telegram, chat, bot, {"left_chat_member": bot, "left_chat_participant": bot})
    chat.bot_status = "left"
    membership(telegram, chat, bot, old, member_of(bot, "left"))
    telegram.announce(chat)
    return True


@method("exportChatInviteLink")
def export_chat_invite_link(call: Call) -> str:
    """A new primary link; the old one stops working."""
    chat = known_chat(call)
    if chat.is_private:
        raise bad_request("can't export chat invite link in private chats")
    if chat.bot_status != "administrator":
        raise bad_request("not enough rights to export chat invite link")
    chat.invite_link = f"https://t.me/+{secrets.token_urlsafe(12)}"
    return chat.invite_link


def _member(call: Call, chat: Chat, number: int) -> Json:
    telegram = call.telegram
    status = status_of(telegram, chat, number)
    if number == telegram.bot.id:
        return member_of(telegram.bot.user(), status)
    person = telegram.people.get(number)
    if person is None:
        raise unknown_user(chat)
    return member_of(person.user(), status)


def unknown_user(chat: Chat) -> ApiError:
    return bad_request("PARTICIPANT_ID_INVALID" if chat.type in ("supergroup", "channel") else "member not found")
