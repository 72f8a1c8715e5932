"""Reading a world from its JSON, for `--world` and `/control/reset`."""

from typing import Any

from simulator.world import BotIdentity, Chat, Person, World, default_world

Json = dict[str, Any]
GROUP_KINDS = ("group", "supergroup", "channel")
BOT_STATUSES = ("administrator", "member", "left", "kicked")
FIELDS = ("id", "type", "title", "username", "is_forum", "members", "admins", "owner", "bot_status")
PERSON_KINDS = {"id": int, "started": bool, "blocked": bool}  # the others are text
MAY_BE_UNKNOWN = ("last_name", "username", "language_code", "phone")


class WorldError(ValueError):
    """The source does not describe a world; the text says which part."""


def parse_world(source: object) -> World:
    """A world from its JSON; what is left out is as in the default world. Raises WorldError."""
    if not isinstance(source, dict):
        raise WorldError("a world is an object with bot, people and chats")
    usual = default_world()
    people = tuple(parse_person(item) for item in source["people"]) if "people" in source else usual.people
    known = {person.id: person for person in people}
    if len(known) != len(people):
        raise WorldError("two people have one id")
    if "chats" in source:
        chats = tuple(_chat(item, known) for item in source["chats"])
    else:
        chats = tuple(chat for chat in usual.chats if all(member in known for member in chat.members))
    if len({chat.id for chat in chats} | set(known)) != len(chats) + len(known):
        raise WorldError("two chats have one id")
    return World(_bot(source.get("bot", {})), people, chats)


def _bot(source: Json) -> BotIdentity:
    known = {key: value for key, value in source.items() if key in BotIdentity.__slots__}
    if "id" in known and "token" not in known:
        known["token"] = f"{known['id']}:demo"
    bot = BotIdentity(**known)
    return World(bot, (), ()).with_token(bot.token).bot


def parse_person(source: Any) -> Person:
    """Raises WorldError."""
    match source:
        case {"id": int() as number, "first_name": str()} if number > 0:
            return Person(**person_fields(source))
        case _:
            raise WorldError(f"a person needs a positive id and a first_name: {source!r}")


def person_fields(source: Json) -> Json:
    """What is said of a person, each of its kind. Raises WorldError."""
    fields = {key: value for key, value in source.items() if key in Person.__slots__}
    for key, value in fields.items():
        kinds = PERSON_KINDS.get(key, str)
        if not isinstance(value, kinds) and not (value is None and key in MAY_BE_UNKNOWN):
            raise WorldError(f"{key} of person {source.get('id')} is of a wrong type")
    return fields


def _chat(source: Any, people: dict[int, Person]) -> Chat:
    match source:
        case {"id": int() as number, "type": str() as kind, "title": str()} if number < 0 and kind in GROUP_KINDS:
            chat = Chat(**{key: value for key, value in source.items() if key in FIELDS})
        case _:
            raise WorldError(f"a chat needs a negative id, a title and a type of {GROUP_KINDS}: {source!r}")
    chat.members = list(chat.members)
    chat.admins = list(chat.admins)
    if chat.bot_status not in BOT_STATUSES:
        raise WorldError(f"bot_status is one of {BOT_STATUSES}")
    if strangers := [member for member in chat.members if member not in people]:
        raise WorldError(f"members of chat {chat.id} who are nobody: {strangers}")
    if chat.owner is None:
        owners = [member for member in chat.members if people[member].role == "owner"]
        chat.owner = next(iter(owners or chat.members), None)
    return chat
