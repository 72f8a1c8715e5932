"""The bot's commands, by scope and language."""

import re
from typing import Any

from simulator.calls import Call
from simulator.errors import bad_request
from simulator.methods.identity import language_of
from simulator.methods.registry import method
from simulator.profile import DEFAULT_SCOPE, Scope

Json = dict[str, Any]
NAME = re.compile(r"/?([a-z0-9_]{1,32})")
MOST_COMMANDS = 100
WIDE = ("all_private_chats", "all_group_chats", "all_chat_administrators")
NARROW = ("chat", "chat_administrators", "chat_member")


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    given = call.json("commands")
    if not isinstance(given, list):
        raise bad_request("can't parse commands JSON object")
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(item) for item in given]
    call.telegram.profile.commands[_scope(call), language_of(call)] = commands
    _announce(call)
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> list[Json]:
    return call.telegram.profile.commands.get((_scope(call), language_of(call)), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    call.telegram.profile.commands.pop((_scope(call), language_of(call)), None)
    _announce(call)
    return True


def _announce(call: Call) -> None:
    telegram = call.telegram
    if telegram.events.listening:
        valid = {person.id: telegram.profile.commands_for(person) for person in telegram.people.values()}
        telegram.events.emit("commands", commands=valid)


def _command(item: object) -> Json:
    match item:
        case {"command": str() as name, "description": str() as description}:
            found = NAME.fullmatch(name)
        case _:
            raise bad_request("can't parse BotCommand: expected an Object with command and description")
    if found is None:
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": found[1], "description": description.strip()}


def _scope(call: Call) -> Scope:
    given = call.json("scope")
    match given:
        case None | {"type": "default"}:
            return DEFAULT_SCOPE
        case {"type": str() as kind} if kind in WIDE:
            return kind, None, None
        case {"type": str() as kind, "chat_id": int() | str() as address} if kind in NARROW:
            return _narrow(call, kind, str(address), given.get("user_id"))
        case _:
            raise bad_request("can't parse BotCommandScope: unsupported type or fields specified")


def _narrow(call: Call, kind: str, address: str, user: object) -> Scope:
    chat = call.telegram.find_chat(address)
    if chat is None:
        raise bad_request("chat not found")
    if kind == "chat":
        return kind, chat.id, None
    if chat.is_private:
        raise bad_request(f"can't use scope {kind} in private chats")
    if kind == "chat_administrators":
        return kind, chat.id, None
    if not isinstance(user, int) or user not in call.telegram.people:
        raise bad_request("user not found")
    return kind, chat.id, user
