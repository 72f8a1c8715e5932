"""What was said in a chat: posting, changing and taking away messages, and telling those who watch."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.telegram import Telegram
    from simulator.world import Chat

Json = dict[str, Any]


@dataclass(slots=True)
class Entry:
    """A message as the Bot API shows it, and what only people's apps know of it."""

    message: Json
    by_bot: bool
    markup: Json | None = None  # any keyboard; `message` has it only when it is an inline one
    codes: list[Json] = field(default_factory=list)
    reactions: list[Json] = field(default_factory=list)
    deleted: bool = False
    service: bool = False

    @property
    def id(self) -> int:
        number: int = self.message["message_id"]
        return number

    @property
    def editable(self) -> bool:
        """Telegram lets nobody edit a message that came with a reply keyboard."""
        return self.by_bot and not self.service and (self.markup is None or "inline_keyboard" in self.markup)


@dataclass(frozen=True, slots=True)
class Post:
    """What is to be said, before it has a number and a date."""

    content: Json
    markup: Json | None = None
    thread: int | None = None
    reply: Entry | None = None
    codes: tuple[Json, ...] = ()
    extra: Json = field(default_factory=dict)
    service: bool = False


def post(telegram: "Telegram", chat: "Chat", sender: Json, what: Post) -> Entry:
    message: Json = {"message_id": telegram.next_message_id(chat), "from": sender, "chat": telegram.card(chat)}
    message["date"] = telegram.clock.timestamp()
    if what.thread is not None:
        message["message_thread_id"] = what.thread
        message["is_topic_message"] = True
    if what.reply is not None:
        message["reply_to_message"] = quoted(what.reply.message)
    message |= what.extra
    message |= what.content
    if what.markup is not None and "inline_keyboard" in what.markup:
        message["reply_markup"] = what.markup
    entry = Entry(message, sender["id"] == telegram.bot.id, what.markup, list(what.codes), service=what.service)
    chat.entries[entry.id] = entry
    if telegram.events.listening:
        telegram.events.emit("message", chat=chat.id, message=telegram.view(entry))
    telegram.bell.ring()
    return entry


def changed(telegram: "Telegram", chat: "Chat", entry: Entry) -> None:
    """Tell those who watch that a message looks different now."""
    if telegram.events.listening:
        telegram.events.emit("edit", chat=chat.id, message=telegram.view(entry))


def take_away(telegram: "Telegram", chat: "Chat", entries: list[Entry]) -> None:
    for entry in entries:
        entry.deleted = True
        if entry.id in chat.pinned:
            chat.pinned.remove(entry.id)
    if entries:
        telegram.events.emit("delete", chat=chat.id, message_ids=[entry.id for entry in entries])


def find(chat: "Chat", message_id: int) -> Entry | None:
    entry = chat.entries.get(message_id)
    return None if entry is None or entry.deleted else entry


def quoted(message: Json) -> Json:
    """A message inside another carries no further message inside itself."""
    return {key: value for key, value in message.items() if key not in ("reply_to_message", "pinned_message")}
