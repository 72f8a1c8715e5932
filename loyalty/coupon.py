"""Offers and coupons: what is promised, and one person's single-use right to it. The programme file's `[[offers]]`."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from loyalty.ids import CouponId, CustomerId
from loyalty.local_time import end_of_day, start_of_day
from loyalty.notation import Amount, Duration, Localised, Percent, Rule, Slug


class Offer(Rule):
    """What is promised; a coupon is one person's right to it."""

    id: Slug
    name: Localised
    percent: Percent = 0
    amount: Amount | None = None  # major units, instead of a percentage
    valid_for: Duration | None = None  # from the day of issue
    days_before: int = Field(default=0, ge=0, le=60)  # around an occasion (birthday), instead of valid_for
    days_after: int = Field(default=0, ge=0, le=60)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.percent > 0) == bool(self.amount):
            raise ValueError("give either percent or amount")
        if self.valid_for is None and not (self.days_before or self.days_after):
            raise ValueError("say until when: valid_for, or days_before and days_after around the occasion")
        return self


@dataclass(frozen=True, slots=True)
class Coupon:
    """One row of `coupons`. Either `percent` or `amount` (minor units) is above zero. All times aware UTC."""

    id: CouponId
    customer_id: CustomerId | None  # None: whoever bears it
    offer: str
    code: str
    percent: int
    amount: int
    valid_from: datetime
    valid_until: datetime  # the last second in which it may be used
    issued_at: datetime
    redeemed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Usable:
    """It may be used now."""


@dataclass(frozen=True, slots=True)
class TooEarly:
    """Not valid yet."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Expired:
    """Not valid any more."""

    until: datetime


@dataclass(frozen=True, slots=True)
class AlreadyUsed:
    """Once is enough."""

    at: datetime


@dataclass(frozen=True, slots=True)
class SomebodyElses:
    """Said before anything else, so that a stranger's coupon tells nothing about them."""


Checked = Usable | TooEarly | Expired | AlreadyUsed | SomebodyElses


def check_coupon(coupon: Coupon, holder: CustomerId, now: datetime) -> Checked:
    """Whether `holder` may use it now."""
    if coupon.customer_id not in (None, holder):
        return SomebodyElses()
    if coupon.redeemed_at is not None:
        return AlreadyUsed(coupon.redeemed_at)
    if now < coupon.valid_from:
        return TooEarly(coupon.valid_from)
    return Usable() if now < coupon.valid_until + timedelta(seconds=1) else Expired(coupon.valid_until)


def validity(offer: Offer, issued_at: datetime, zone: ZoneInfo, occasion: date | None) -> tuple[datetime, datetime]:
    """From when until when (its last second) a coupon of `offer` is valid, UTC.

    Always until the end of a local day: nobody is turned away at the till at ten past three. An offer around an
    occasion that is given without one counts from the day of issue.
    """
    if offer.valid_for is not None and (occasion is None or not (offer.days_before or offer.days_after)):
        return issued_at, end_of_day((issued_at + offer.valid_for).astimezone(zone).date(), zone)
    day = occasion or issued_at.astimezone(zone).date()
    first, last = day - timedelta(days=offer.days_before), day + timedelta(days=offer.days_after)
    return start_of_day(first, zone), end_of_day(last, zone)


_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without 0 O, 1 I L, which are told apart neither in print nor aloud
_LENGTH = 8  # 31^8: nine hundred thousand million


def new_code(token: str) -> str:
    """A code to read out at the till, from `token` (randomness); fits into a deep link behind `p_`."""
    number = int.from_bytes(hashlib.sha256(token.encode()).digest())
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


_LOOKALIKES = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")


def normalised_code(text: str) -> str | None:
    """A code as somebody typed it: any case, spaces, dashes, a Russian keyboard; None where it cannot be one."""
    code = re.sub(r"[\s\-–—]", "", text).upper().translate(_LOOKALIKES)
    return code if re.fullmatch(rf"[{_ALPHABET}]{{{_LENGTH}}}", code) else None
