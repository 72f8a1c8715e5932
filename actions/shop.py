"""The shop that is acted for: what every action needs, put together once by bot/app.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from loyalty.ids import ChatId, TelegramId
from loyalty.programme import Programme
from storage.database import Storage
from texts.words import Texts


class CurrentProgramme(Protocol):
    """The programme in force; a wrong new file never replaces it."""

    def __call__(self) -> Programme:
        """As of now."""


class ManagerChat:
    """The number of the manager chat: call it. None: there is none yet."""

    def __init__(self, id: ChatId | None) -> None:
        self._id = id
        self._moved: Callable[[], None] = lambda: None

    def __call__(self) -> ChatId | None:
        """As of now."""
        return self._id

    def move(self, old: int, new: int) -> None:
        """Telegram gave the group another number; other groups are none of ours."""
        if self._id == old != new:
            self._id = ChatId(new)
            self._moved()

    def when_moved(self, follow: Callable[[], None]) -> None:
        """Call `follow` as soon as the number has changed, whoever learns of it first: the inbox or the outbox."""
        self._moved = follow


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop: its data, its rules, its words, its clock, and the people who run it."""

    storage: Storage
    current_programme: CurrentProgramme
    texts: Texts
    now: Callable[[], datetime]  # aware UTC; the only clock there is
    bot_username: str
    manager_chat_id: ManagerChat
    owner_ids: frozenset[TelegramId]

    @property
    def programme(self) -> Programme:
        """The programme in force."""
        return self.current_programme()

    def link(self, payload: str) -> str:
        """A deep link to the bot: `r_<code>`, `c_<token>`, `s_<source>`, `p_<coupon>`."""
        return f"https://t.me/{self.bot_username}?start={payload}"
