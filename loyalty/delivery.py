"""The gate: everything that the bot says of its own accord leaves through here, or does not leave."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from loyalty.ids import CustomerId
from loyalty.notation import AtMost
from loyalty.programme import DeliveryRules, QuietHours
from loyalty.touchpoint import Category


class Reason(StrEnum):
    """Why somebody is not written to; kept, so that the owner can see it."""

    NO_CONSENT = "no_consent"
    NO_TELEGRAM = "no_telegram"
    BLOCKED = "blocked"
    CONTROL = "control"
    STALE = "stale"
    CAP = "cap"
    QUIET = "quiet"  # the quiet hours end when it is not welcome any more
    SWITCHED_OFF = "switched_off"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Send:
    """Now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Ask again then (UTC)."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Withhold:
    """Never."""

    reason: Reason


Decision = Send | Wait | Withhold


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchFacts:
    """What has to be known about one touch to one person. Times aware UTC."""

    category: Category
    expires_at: datetime  # not welcome any more after this
    zone: ZoneInfo  # the customer's own, or the shop's
    erased: bool = False
    processing: bool = False
    marketing: bool = False
    has_telegram: bool = True
    blocked: bool = False
    in_control: bool = False
    enabled: bool = True
    recent: Sequence[datetime] = ()  # when this person got marketing messages lately


def decide(facts: TouchFacts, now: datetime, rules: DeliveryRules, quiet: QuietHours) -> Decision:
    """Send it, wait, or withhold it; the first reason that holds is the one that is kept.

    Service messages need only the consent to processing and are not capped; quiet hours hold for them, too.
    """
    reason = _standing_reason(facts) or (Reason.STALE if now > facts.expires_at else None)
    if reason is not None:
        return Withhold(reason)
    calm = quiet_until(now, quiet, facts.zone)
    if calm is not None:
        return Wait(calm) if calm <= facts.expires_at else Withhold(Reason.QUIET)
    free = None if facts.category is Category.SERVICE else _capped_until(facts.recent, rules.at_most, now)
    if free is not None:
        return Wait(free) if free <= facts.expires_at else Withhold(Reason.CAP)
    return Send()


def _standing_reason(facts: TouchFacts) -> Reason | None:
    """What no waiting mends, in the order in which it is asked."""
    consent = facts.processing and (facts.marketing or facts.category is Category.SERVICE)
    asked = (
        (Reason.ERASED, facts.erased),
        (Reason.SWITCHED_OFF, not facts.enabled),
        (Reason.NO_CONSENT, not consent),
        (Reason.NO_TELEGRAM, not facts.has_telegram),
        (Reason.BLOCKED, facts.blocked),
        (Reason.CONTROL, facts.in_control),
    )
    return next((reason for reason, holds in asked if holds), None)


def quiet_until(now: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours end (UTC) in which `now` lies; None outside of them. Equal ends: there are none."""
    local = now.astimezone(zone)
    wall = local.time()
    if not _within(wall, quiet.start, quiet.end):
        return None
    day = local.date() if wall < quiet.end else local.date() + timedelta(days=1)
    ends = (datetime.combine(day, quiet.end.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    return next(end for end in ends if end > now)  # the second, in the hour that the clocks show twice


def _within(wall: time, start: time, end: time) -> bool:
    if start <= end:
        return start <= wall < end
    return wall >= start or wall < end


def _capped_until(recent: Sequence[datetime], at_most: AtMost, now: datetime) -> datetime | None:
    """When the person may get another one; None: now."""
    counted = sorted(at for at in recent if at > now - at_most.period)
    return counted[-at_most.count] + at_most.period if len(counted) >= at_most.count else None


def in_control(customer: CustomerId, touchpoint: str, percent: int) -> bool:
    """Whether they are among the `percent` who get nothing from this touchpoint.

    By a hash of both, so that it is the same answer on every machine and after every restart, and another one for
    another touchpoint.
    """
    draw = hashlib.sha256(f"{touchpoint}:{customer}".encode()).digest()
    return int.from_bytes(draw[:8]) % 10_000 < percent * 100
