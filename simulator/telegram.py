"""Telegram itself: everything that is remembered, and the few rules that every room needs."""

import copy
import secrets
import time
from typing import Any

from simulator.bell import Bell
from simulator.callbacks import Queries
from simulator.clock import Clock
from simulator.errors import ControlError
from simulator.events import Hub
from simulator.faults import Faults
from simulator.files import Files
from simulator.history import Entry
from simulator.limits import Limits
from simulator.log import CallLog
from simulator.profile import Profile
from simulator.updates import TERMINATED, Updates
from simulator.webhook import Courier
from simulator.words.render import render
from simulator.world import BotIdentity, Chat, Person, World, is_number

Json = dict[str, Any]


class Telegram:
    """One simulated Telegram with one bot. `restart` begins anew; update ids, clock versions, resets go on growing."""

    def __init__(self, world: World, *, log: bool = True) -> None:
        self.events = Hub()
        self.bell = Bell()  # rung on every new message
        self.clock = Clock()
        self.updates = Updates()
        self.log = CallLog(log)
        self.courier = Courier(self.updates)
        self.profile = Profile()
        self.closing = False  # the server ends: whoever waits is to be let go
        self.resets = 0
        self._world = world
        self._begin()

    def restart(self, world: World | None, *, keep_bot: bool = False) -> None:
        """`keep_bot`: what the running bot has told of itself stays: commands, texts, menu buttons, webhook."""
        if world is not None:
            self._world = world.with_token(self.bot.token)
        self._begin()
        if not keep_bot:
            self.profile = Profile()
            self.courier.unset()
            self.updates.allowed = []
        self.updates.clear()
        self.log.clear()
        self.clock.restart()
        self.resets += 1
        self.bell.ring()
        self.events.emit("reset")
        self.events.emit("clock", **self.clock.describe())

    def let_go(self) -> None:
        """Whoever waits is answered, so that the server can end at once."""
        self.closing = True
        self.events.close()
        self.updates.interrupt(TERMINATED)
        for bell in (self.bell, self.clock.bell, self.log.bell):
            bell.ring()

    def _begin(self) -> None:
        world = copy.deepcopy(self._world)
        self.bot: BotIdentity = world.bot
        self.people: dict[int, Person] = {person.id: person for person in world.people}
        self.chats: dict[int, Chat] = {chat.id: chat for chat in world.chats}
        self.files = Files()
        self.faults = Faults()
        self.limits = Limits()
        self.queries = Queries()
        self.started = time.monotonic()
        self.logged_out = False
        self._private_messages = 0
        self._cards: dict[int, Json] = {}
        for person in self.people.values():
            if person.started:
                self.open_private(person)

    # People and chats

    def person(self, number: object) -> Person:
        """Raises ControlError for nobody."""
        found = self.people.get(number) if isinstance(number, int) else None
        if found is None:
            raise ControlError(f"there is no person {number}", 404)
        return found

    def open_private(self, person: Person) -> Chat:
        """The private chat with the bot, which comes into being with a person's first message."""
        person.started = True
        if person.id not in self.chats:
            self.chats[person.id] = self.private_chat(person)
            self.announce(self.chats[person.id])
        return self.chats[person.id]

    def private_chat(self, person: Person) -> Chat:
        """The private chat, or what it will be once something is said in it."""
        return self.chats.get(person.id) or Chat(person.id, "private", person=person, members=[person.id])

    def find_chat(self, address: str) -> Chat | None:
        """By id or @username, as in `chat_id`."""
        if is_number(address):
            return self.chats.get(int(address))
        name = address.removeprefix("@").lower()
        return next((chat for chat in self.chats.values() if (chat.username or "").lower() == name), None)

    def announce(self, chat: Chat) -> None:
        self._cards.pop(chat.id, None)
        if self.events.listening:
            self.events.emit("chat", chat=self.describe(chat))

    def announce_people(self) -> None:
        if self.events.listening:
            self.events.emit("people", people=[self.describe_person(person) for person in self.people.values()])

    def describe_faults(self) -> Json:
        return {"faults": [fault.describe() for fault in self.faults.active], "flood": self.limits.on}

    def announce_faults(self) -> None:
        if self.events.listening:
            self.events.emit("faults", **self.describe_faults())

    def card(self, chat: Chat) -> Json:
        """The Bot API's Chat, shared by the messages of the chat."""
        card = self._cards.get(chat.id)
        if card is None:
            card = self._cards[chat.id] = chat.card()
        return card

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups count for themselves; private chats and groups share the bot's count."""
        if chat.type in ("supergroup", "channel"):
            chat.last_id += 1
            return chat.last_id
        self._private_messages += 1
        return self._private_messages

    def upcoming_message_id(self, chat: Chat) -> int:
        return (chat.last_id if chat.type in ("supergroup", "channel") else self._private_messages) + 1

    def new_supergroup_id(self) -> int:
        while (number := -1_001_000_000_000 - secrets.randbelow(999_999_999)) in self.chats:
            pass
        return number

    # What the page and the tests see

    def describe(self, chat: Chat) -> Json:
        return {
            "id": chat.id,
            "type": chat.type,
            "title": chat.title if chat.person is None else chat.person.first_name,
            "is_forum": chat.is_forum,
            "bot_status": "kicked" if chat.person is not None and chat.person.blocked else chat.bot_status,
            "members": chat.members,
            "topics": [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in chat.topics.values()],
            "migrated_to": chat.migrated_to,
        }

    def describe_person(self, person: Person) -> Json:
        return {**person.describe(), "commands": self.profile.commands_for(person)}

    def view(self, entry: Entry) -> Json:
        """The message for the page: any keyboard, and under `_` what its app would make of it."""
        message = entry.message
        text: str = message.get("text") or message.get("caption") or ""
        entities: list[Json] = message.get("entities") or message.get("caption_entities") or []
        chat = self.chats.get(message["chat"]["id"])
        hidden = {
            "html": render(text, entities),
            "files": {file_id: self.file_url(file_id) for file_id in file_ids(message)},
            "codes": entry.codes,
            "deleted": entry.deleted,
            "edited": "edit_date" in message,
            "pinned": chat is not None and entry.id in chat.pinned,
            "reactions": entry.reactions,
        }
        markup = {} if entry.markup is None else {"reply_markup": entry.markup}
        return {**message, **markup, "_": hidden}

    def file_url(self, file_id: str) -> str:
        stored = self.files.by_id(file_id)
        return "" if stored is None else f"/file/bot{self.bot.token}/{stored.path}"


def file_ids(message: Json) -> list[str]:
    """Of every file in the message, each size of a photo by itself."""
    found = [size["file_id"] for size in message.get("photo", ())]
    for kind in ("document", "sticker"):
        if kind in message:
            found.append(message[kind]["file_id"])
            if "thumbnail" in message[kind]:
                found.append(message[kind]["thumbnail"]["file_id"])
    return found
