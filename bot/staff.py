"""Who works here: asked of Telegram, remembered for minutes, so that leaving the manager chat ends the right."""

import logging
import time
from collections.abc import Awaitable, Callable

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import ChatMemberRestricted

from loyalty.ids import ChatId, TelegramId

log = logging.getLogger(__name__)
REMEMBERED_FOR = 180.0  # seconds
_WORKING = {"creator", "administrator", "member"}


class StaffRoll:
    """The members of the manager chat, and the owners."""

    def __init__(
        self,
        bot: Bot,
        manager_chat: Callable[[], ChatId | None],
        owners: frozenset[TelegramId],
        on_change: Callable[[TelegramId, bool], Awaitable[None]],
    ) -> None:
        self._bot = bot
        self._manager_chat = manager_chat
        self._owners = owners
        self._on_change = on_change
        self._known: dict[TelegramId, tuple[bool, float]] = {}

    async def includes(self, person: TelegramId) -> bool:
        """Whether that person may act as staff now. Where Telegram does not answer, the last answer holds."""
        if person in self._owners:
            await self._met(person)
            return True
        known = self._known.get(person)
        if known is not None and time.monotonic() - known[1] < REMEMBERED_FOR:
            return known[0]
        before = known[0] if known else False
        works = await self._ask(person, otherwise=before)
        self._known[person] = (works, time.monotonic())
        if works != before:
            await self._on_change(person, works)
        return works

    async def _met(self, owner: TelegramId) -> None:
        """Telegram knows an owner's chat only after they have written to the bot: once in a life of the process."""
        if owner not in self._known:
            self._known[owner] = (True, 0.0)
            await self._on_change(owner, True)

    async def ask_again(self, person: TelegramId) -> None:
        """Somebody came or left: what was remembered counts no more, and their command menu follows at once."""
        if person in self._owners:
            return
        works = await self._ask(person, otherwise=self._known.get(person, (False, 0.0))[0])
        self._known[person] = (works, time.monotonic())
        await self._on_change(person, works)

    async def _ask(self, person: TelegramId, *, otherwise: bool) -> bool:
        chat = self._manager_chat()
        if chat is None:
            return False
        try:
            member = await self._bot.get_chat_member(chat, person)
        except (TelegramBadRequest, TelegramForbiddenError):  # not a member, or the bot is not one
            return False
        except TelegramAPIError:
            log.warning("Telegram did not say who is in the manager chat", exc_info=True)
            return otherwise
        return member.status in _WORKING or (isinstance(member, ChatMemberRestricted) and member.is_member)
