"""A customer, as the rules see one."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from loyalty.ids import CustomerId, TelegramId


class Stage(StrEnum):
    """Where on the loyalty ladder somebody stands; the last two are reached by silence."""

    LEAD = "lead"
    NEW = "new"
    REPEAT = "repeat"
    REGULAR = "regular"
    ADVOCATE = "advocate"
    SLEEPING = "sleeping"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year, and the year where the person told it."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """One row of `customers`. All times aware UTC."""

    id: CustomerId
    language: str
    created_at: datetime
    telegram_id: TelegramId | None = None
    phone: str | None = None  # E.164
    phone_verified: bool = False
    name: str | None = None
    birthday: Birthday | None = None
    email: str | None = None
    gender: str | None = None
    timezone: str | None = None  # None: the shop's
    source: str | None = None
    invite_code: str | None = None
    enrolled_at: datetime | None = None
    blocked_at: datetime | None = None
    erased_at: datetime | None = None
    processing: bool = False
    marketing: bool = False
    purchase_count: int = 0
    first_purchase_at: datetime | None = None
    last_purchase_at: datetime | None = None

    @property
    def reachable(self) -> bool:
        """Whether the bot can write to them at all."""
        return self.telegram_id is not None and self.blocked_at is None


def turns(birthday: Birthday, on: date) -> int | None:
    """How old they become on `on`'s year; None where the year is unknown."""
    return None if birthday.year is None else on.year - birthday.year
