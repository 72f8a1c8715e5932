"""Who and what exists: people, groups, the bot. A `World` is only the beginning; `Telegram` lives on from it."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.history import Entry

Json = dict[str, Any]


NUMBER = re.compile(r"-?[0-9]{1,18}")


def is_number(address: str) -> bool:
    """Whether a chat_id is a number, not a @username."""
    return NUMBER.fullmatch(address) is not None


@dataclass(slots=True)
class Person:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "ru"
    phone: str | None = None  # E.164
    role: str = "customer"  # a label for the page
    started: bool = False  # has written to the bot, so the bot may write to them
    blocked: bool = False

    def user(self) -> Json:
        """The Bot API's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for key in ("last_name", "username", "language_code"):
            if (value := getattr(self, key)) is not None:
                user[key] = value
        return user

    def describe(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class BotIdentity:
    id: int = 7000000001
    username: str = "kasanie_demo_bot"
    first_name: str = "Касание"
    token: str = "7000000001:demo"  # the demo's; it opens nothing but this simulator

    def user(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}


@dataclass(slots=True)
class Topic:
    id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    closed: bool = False


@dataclass(slots=True)
class Chat:
    id: int
    type: str
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    members: list[int] = field(default_factory=list)
    admins: list[int] = field(default_factory=list)
    banned: list[int] = field(default_factory=list)
    owner: int | None = None
    bot_status: str = "member"
    person: Person | None = None  # of a private chat
    entries: dict[int, Entry] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)  # message ids, the newest last
    topics: dict[int, Topic] = field(default_factory=dict)
    last_id: int = 0  # supergroups count their own messages
    migrated_to: int | None = None
    invite_link: str | None = None

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def card(self) -> Json:
        """The Bot API's Chat."""
        if self.person is not None:
            user = self.person.user()
            shown = ("id", "first_name", "last_name", "username")
            return {key: user[key] for key in shown if key in user} | {"type": "private"}
        card: Json = {"id": self.id, "title": self.title, "type": self.type}
        if self.username:
            card["username"] = self.username
        if self.is_forum:
            card["is_forum"] = True
        return card


@dataclass(frozen=True, slots=True)
class World:
    bot: BotIdentity
    people: tuple[Person, ...]
    chats: tuple[Chat, ...]

    def with_token(self, token: str | None) -> "World":
        """The same world, its bot known by another token; the number before the colon is the bot's id."""
        if token is None:
            return self
        number = token.partition(":")[0]
        bot_id = int(number) if number.isascii() and number.isdigit() else self.bot.id
        return replace(self, bot=replace(self.bot, token=token, id=bot_id))


def default_world() -> World:
    people = (
        Person(1001, "Анна", username="anna", phone="+79161234567"),
        Person(1002, "Tom", username="tom", language_code="en", phone="+447700900123"),
        Person(2001, "Мария", username="maria", phone="+79031112233", role="staff"),
        Person(2002, "Пётр", username="petr", phone="+79051112244", role="staff"),
        Person(3001, "Ольга", username="olga", phone="+79261112255", role="owner"),
    )
    managers = Chat(
        -1001000000001,
        "supergroup",
        "Салон: касса и менеджеры",
        members=[2001, 2002, 3001],
        owner=3001,
        bot_status="administrator",
    )
    return World(BotIdentity(), people, (managers,))
