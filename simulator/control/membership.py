"""Coming and going: blocking the bot, joining and leaving groups, a group that grows into a supergroup."""

from typing import Any

from aiohttp import web

from simulator.control.blocking import set_blocked
from simulator.control.requests import Asked, answer, asked
from simulator.errors import ControlError
from simulator.notices import member_of, membership, service_message, status_of
from simulator.telegram import Telegram
from simulator.world import Chat

Json = dict[str, Any]
routes = web.RouteTableDef()
INSIDE = ("creator", "administrator", "member")


@routes.post("/control/block")
async def block(request: web.Request) -> web.Response:
    """The bot is blocked by a person; with a group's `chat`, the person (or the bot) is banned there."""
    call = await asked(request)
    if _group(call) is not None:
        return _go(call, "kicked")
    set_blocked(call.telegram, call.person("person"), blocked=True)
    return answer({"blocked": True})


@routes.post("/control/unblock")
async def unblock(request: web.Request) -> web.Response:
    call = await asked(request)
    chat = _group(call)
    if chat is None:
        set_blocked(call.telegram, call.person("person"), blocked=False)
    elif (number := call.number("person")) in chat.banned:
        chat.banned.remove(number)
        _tell(call.telegram, chat, number, ("kicked", "left"))
    return answer({"blocked": False})


@routes.post("/control/join")
async def join(request: web.Request) -> web.Response:
    """A person comes into a group; or the bot, by its own id, as `status` (administrator or member)."""
    call = await asked(request)
    chat, number = _group(call), call.number("person")
    if chat is None:
        raise ControlError("give the group's chat")
    telegram = call.telegram
    old = status_of(telegram, chat, number)
    new = _enter_bot(call, chat) if number == telegram.bot.id else _enter(telegram, chat, number)
    if old == new or (number != telegram.bot.id and old in INSIDE):
        raise ControlError(f"{number} is in the chat {chat.id} already")
    _tell(telegram, chat, number, (old, new))
    if old not in INSIDE:
        user = _user(telegram, number)
        welcome = {"new_chat_members": [user], "new_chat_member": user, "new_chat_participant": user}
        service_message(telegram, chat, _actor(telegram, chat, number), welcome)
    telegram.announce(chat)
    return answer({"status": new})


@routes.post("/control/leave")
async def leave(request: web.Request) -> web.Response:
    """A person leaves a group; the bot, by its own id, is thrown out of it."""
    call = await asked(request)
    if _group(call) is None:
        raise ControlError("give the group's chat")
    return _go(call, "kicked" if call.number("person") == call.telegram.bot.id else "left")


@routes.post("/control/upgrade")
async def upgrade(request: web.Request) -> web.Response:
    call = await asked(request)
    telegram, old = call.telegram, call.chat()
    if old.type != "group" or old.migrated_to is not None:
        raise ControlError("only a group becomes a supergroup")
    new = Chat(
        telegram.new_supergroup_id(),
        "supergroup",
        old.title,
        members=list(old.members),
        admins=list(old.admins),
        banned=list(old.banned),
        owner=old.owner,
        bot_status=old.bot_status,
    )
    telegram.chats[new.id] = new
    actor = _actor(telegram, old, old.owner or telegram.bot.id)
    telegram.announce(new)
    bot = _user(telegram, telegram.bot.id)  # comes into the new group, as it is told, and never leaves the old one
    membership(telegram, new, actor, member_of(bot, "left"), member_of(bot, new.bot_status))
    service_message(telegram, old, actor, {"migrate_to_chat_id": new.id})
    old.migrated_to = new.id
    service_message(telegram, new, actor, {"migrate_from_chat_id": old.id})
    telegram.announce(old)
    return answer({"chat": new.id})


def _go(call: Asked, how: str) -> web.Response:
    """Out of a group, of one's own will ("left") or not ("kicked")."""
    telegram, chat, number = call.telegram, call.chat(), call.number("person")
    user = _user(telegram, number)
    old = status_of(telegram, chat, number)
    if old not in INSIDE:
        raise ControlError(f"{number} is not in the chat {chat.id}")
    actor = user if how == "left" else _actor(telegram, chat, chat.owner or number)
    # Before the bot is out: of its own leaving it is still told.
    service_message(telegram, chat, actor, {"left_chat_member": user, "left_chat_participant": user})
    _remove(telegram, chat, number, how)
    membership(telegram, chat, actor, member_of(user, old), member_of(user, how))
    telegram.announce(chat)
    return answer({"status": how})


def _remove(telegram: Telegram, chat: Chat, number: int, how: str) -> None:
    if number == telegram.bot.id:
        chat.bot_status = how
        return
    chat.members.remove(number)
    if number in chat.admins:
        chat.admins.remove(number)
    if how == "kicked":
        chat.banned.append(number)


def _group(call: Asked) -> Chat | None:
    """The group of `chat`; None for a private chat or none."""
    if call.body.get("chat") is None or call.number("chat") in call.telegram.people:
        return None
    chat = call.chat()
    if chat.migrated_to is not None:
        raise ControlError(f"the group has become the supergroup {chat.migrated_to}")
    return chat


def _enter(telegram: Telegram, chat: Chat, number: int) -> str:
    telegram.person(number)
    if number not in chat.members:
        chat.members.append(number)
    if number in chat.banned:
        chat.banned.remove(number)
    return "member"


def _enter_bot(call: Asked, chat: Chat) -> str:
    status = call.text("status", "member")
    if status not in ("administrator", "member"):
        raise ControlError("status is administrator or member")
    chat.bot_status = status
    return status


def _user(telegram: Telegram, number: int) -> Json:
    return telegram.bot.user() if number == telegram.bot.id else telegram.person(number).user()


def _actor(telegram: Telegram, chat: Chat, number: int) -> Json:
    """Who did it: oneself, but the bot is brought and thrown out by the owner."""
    if number == telegram.bot.id and chat.owner is not None:
        number = chat.owner
    return _user(telegram, number)


def _tell(telegram: Telegram, chat: Chat, number: int, statuses: tuple[str, str]) -> None:
    user = _user(telegram, number)
    old, new = (member_of(user, status) for status in statuses)
    membership(telegram, chat, _actor(telegram, chat, number), old, new)
