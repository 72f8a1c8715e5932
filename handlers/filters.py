"""Who may, which button, which step: the conditions that handlers are registered under."""

from typing import Any, Protocol

from aiogram.enums import ChatType
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, ChatMemberUpdated, InaccessibleMessage, Message

from actions.shop import Shop
from loyalty.ids import TelegramId
from storage.dialogues import Dialogue
from texts.press import Press


class Staff(Protocol):
    """Who works here: the members of the manager chat, and the owners."""

    async def includes(self, person: TelegramId) -> bool:
        """Asked of Telegram, remembered for minutes."""

    async def ask_again(self, person: TelegramId) -> None:
        """They came or left: their rights and their command menu follow at once."""


class Pressed(Filter):
    """A button of that kind; the handler gets it as `press`."""

    def __init__(self, kind: type[Press]) -> None:
        self.kind = kind

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        """Buttons of other kinds, and older versions of this one, are not ours."""
        press = self.kind.unpack(query.data or "")
        return {"press": press} if press is not None else False


class IsStaff(Filter):
    """Members of the manager chat and owners, asked again at every step."""

    async def __call__(self, event: Message | CallbackQuery, staff: Staff) -> bool:
        """Anonymous group admins have no account to ask about, and are not staff."""
        return event.from_user is not None and await staff.includes(TelegramId(event.from_user.id))


class IsOwner(Filter):
    """The people of OWNER_IDS."""

    async def __call__(self, event: Message | CallbackQuery, shop: Shop) -> bool:
        """By account."""
        return event.from_user is not None and event.from_user.id in shop.owner_ids


class Private(Filter):
    """In the private chat with the bot."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        """A press counts for the chat that its message stands in."""
        message = event if isinstance(event, Message) else event.message
        return isinstance(message, Message | InaccessibleMessage) and message.chat.type == ChatType.PRIVATE


class InManagerChat(Filter):
    """In the manager chat."""

    async def __call__(self, event: Message | CallbackQuery | ChatMemberUpdated, shop: Shop) -> bool:
        """A press counts for the chat that its message stands in."""
        where = event.message if isinstance(event, CallbackQuery) else event
        return where is not None and where.chat.id == shop.manager_chat_id()


class Expecting(Filter):
    """The bot waits for this step from this person in this chat; its data is `dialogue.data`."""

    def __init__(self, step: str) -> None:
        self.step = step

    async def __call__(self, _message: Message, dialogue: Dialogue | None) -> bool:
        """Commands are never answers (bot/middleware.py gives no dialogue for them)."""
        return dialogue is not None and dialogue.expecting == self.step
