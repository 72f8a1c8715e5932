"""Discounts: what somebody pays, and why. The programme file's `[[tiers]]` and `[discounts]`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import Field

from loyalty.coupon import Coupon, Offer
from loyalty.money import Money
from loyalty.notation import Amount, Localised, Percent, Rule

__all__ = [
    "Because",
    "BelowMargin",
    "DiscountRules",
    "Offer",
    "Price",
    "Tier",
    "highest_percent",
    "lowest_price",
    "price",
]


class Tier(Rule):
    """A step of the card: from so much spent in the last 365 days, so many per cent."""

    name: Localised
    threshold: Amount = Field(alias="from")
    discount: Percent


class DiscountRules(Rule):
    """How discounts add up, and where they end."""

    cap: Percent = 25  # nothing may add up to more
    stacking: Literal["best", "add"] = "best"
    usual_margin: Percent | None = None  # per cent of the price that is left after what the goods cost
    min_margin: Percent = 0  # a discount that leaves less than this of the price is refused, with the numbers


class Because(StrEnum):
    """What a discount is made of."""

    TIER = "tier"
    COUPON = "coupon"
    CAP = "cap"  # it would have been more


@dataclass(frozen=True, slots=True)
class Price:
    """What is paid. `discount` is minor units; `percent_shown` is a whole number, rounded down where it is none."""

    to_pay: Money
    discount: int
    percent_shown: int
    because: tuple[Because, ...]
    coupon_used: bool  # False: the coupon would add nothing and is kept for another day


@dataclass(frozen=True, slots=True)
class BelowMargin:
    """The discount would leave too little; the numbers to say so."""

    floor: Money  # the least that may be paid
    margin_left: int  # minor units of what would be paid, after what the goods cost; negative: a loss
    to_pay: Money  # what would be paid
    cost: Money  # what the goods cost, by the usual margin


def price(amount: Money, tier_percent: int, coupon: Coupon | None, rules: DiscountRules) -> Price | BelowMargin:
    """What is paid for goods worth `amount` with that card and that coupon (which the caller has checked).

    A coupon that goes below the margin is not left out silently: say so, and ask again without it. Parts of a kopeck
    are rounded once, at the end, half up in the discount, that is in the customer's favour.
    """
    coupon_used = coupon is not None and _total(amount.minor, tier_percent, coupon, rules) > _total(
        amount.minor, tier_percent, None, rules
    )
    used = coupon if coupon_used else None
    discount = _total(amount.minor, tier_percent, used, rules)
    to_pay = Money(amount.minor - discount, amount.currency)
    below = _below_margin(amount, to_pay, rules)
    if below is not None:
        return below
    because = _because(amount.minor, tier_percent, used, rules)
    shown = _percent_shown(amount.minor, discount, tier_percent, used, rules)
    return Price(to_pay, discount, shown, because, coupon_used)


def _wanted(minor: int, tier_percent: int, coupon: Coupon | None, rules: DiscountRules) -> int:
    """The discount before the cap."""
    if coupon is None:
        return _share(minor, tier_percent)
    if rules.stacking == "add":
        return _share(minor, tier_percent + coupon.percent) + coupon.amount
    return max(_share(minor, tier_percent), _share(minor, coupon.percent) + coupon.amount)


def _total(minor: int, tier_percent: int, coupon: Coupon | None, rules: DiscountRules) -> int:
    return min(_wanted(minor, tier_percent, coupon, rules), _share(minor, rules.cap))


def _share(minor: int, percent: int) -> int:
    """So many per cent, rounded half up."""
    return (minor * percent + 50) // 100


def _because(minor: int, tier_percent: int, used: Coupon | None, rules: DiscountRules) -> tuple[Because, ...]:
    tier_counts = tier_percent > 0 and (used is None or rules.stacking == "add")
    capped = _wanted(minor, tier_percent, used, rules) > _share(minor, rules.cap)
    parts = ((Because.TIER, tier_counts), (Because.COUPON, used is not None), (Because.CAP, capped))
    return tuple(reason for reason, holds in parts if holds)


def _percent_shown(minor: int, discount: int, tier_percent: int, used: Coupon | None, rules: DiscountRules) -> int:
    """The percentage that was promised, not the one that rounding to kopecks makes of it."""
    if used is not None and used.amount:
        return min(discount * 100 // minor, rules.cap)
    promised = tier_percent if used is None else used.percent
    if used is not None and rules.stacking == "add":
        promised += tier_percent
    return min(promised, rules.cap)


def lowest_price(full: int, rules: DiscountRules) -> int:
    """The least that may be paid for goods worth `full`, minor units, so that `min_margin` per cent of it are left.

    Rounded down: the half kopeck that a customer is given may not turn an allowed percentage into a refused sale.
    """
    if rules.usual_margin is None:
        return 0
    if rules.min_margin >= rules.usual_margin:
        return full
    return full * (100 - rules.usual_margin) // (100 - rules.min_margin)


def highest_percent(rules: DiscountRules) -> int:
    """The most that may be given off any price."""
    if rules.usual_margin is None:
        return 100
    if rules.min_margin >= rules.usual_margin:
        return 0
    least_paid = -(-100 * (100 - rules.usual_margin) // (100 - rules.min_margin))  # of 100, rounded up
    return 100 - least_paid


def _below_margin(amount: Money, to_pay: Money, rules: DiscountRules) -> BelowMargin | None:
    """Nothing is refused where there is no discount: then the goods, not the discount, are the trouble."""
    floor = lowest_price(amount.minor, rules)
    if rules.usual_margin is None or to_pay.minor == amount.minor or to_pay.minor >= floor:
        return None
    cost = _share(amount.minor, 100 - rules.usual_margin)
    return BelowMargin(Money(floor, amount.currency), to_pay.minor - cost, to_pay, Money(cost, amount.currency))
