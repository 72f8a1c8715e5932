"""Who brought whom, and whether it is rewarded."""

from dataclasses import dataclass
from enum import StrEnum

from loyalty.customer import Customer
from loyalty.programme import ReferralRules


class Reason(StrEnum):
    """Why nothing is earned."""

    ONESELF = "oneself"
    ALREADY_CUSTOMER = "already_customer"
    SAME_PHONE = "same_phone"
    DAILY_CAP = "daily_cap"
    UNKNOWN_CODE = "unknown_code"


@dataclass(frozen=True, slots=True)
class Earned:
    """Both get their coupon: the ids of the two offers."""

    inviter_offer: str
    friend_offer: str


@dataclass(frozen=True, slots=True)
class NotEarned:
    """Nobody gets anything; the referral is closed with the reason."""

    reason: Reason


def may_invite(
    inviter: Customer | None, friend: Customer, *, friend_was_known: bool, phone_seen: bool = False
) -> Reason | None:
    """Whether a referral begins when `friend` comes by `inviter`'s link; None: it does.

    inviter: whose code it was; None where nobody has such a code.
    friend_was_known: they had a card, or a purchase, before they opened the link.
    phone_seen: the phone that they told belongs to another customer, or to one who was erased.
    """
    if inviter is None or inviter.erased_at is not None:
        return Reason.UNKNOWN_CODE
    if _oneself(inviter, friend):
        return Reason.ONESELF
    if _same_phone(inviter, friend) or phone_seen:
        return Reason.SAME_PHONE
    return Reason.ALREADY_CUSTOMER if friend_was_known or friend.erased_at is not None else None


def judge(
    inviter: Customer, friend: Customer, friend_was_known: bool, earned_today: int, rules: ReferralRules
) -> Earned | NotEarned:
    """Whether the friend's first purchase is rewarded.

    earned_today: rewards that the inviter got on this day of the shop's calendar.
    """
    refused = may_invite(inviter, friend, friend_was_known=friend_was_known)
    if refused is not None:
        return NotEarned(refused)
    if earned_today >= rules.per_day:
        return NotEarned(Reason.DAILY_CAP)
    return Earned(rules.inviter.coupon, rules.friend.coupon)


def _oneself(inviter: Customer, friend: Customer) -> bool:
    same_telegram = inviter.telegram_id is not None and inviter.telegram_id == friend.telegram_id
    return inviter.id == friend.id or same_telegram


def _same_phone(inviter: Customer, friend: Customer) -> bool:
    return inviter.phone is not None and inviter.phone == friend.phone
