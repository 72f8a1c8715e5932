"""What the owner's words about a touch may name: `{name}`, `{until}`, `{years}` and the rest.

Which blanks a text may have is checked when the programme is loaded (loyalty/checks/texts.py). What is not known is
None: the line that needs it is left out.
"""

from dataclasses import dataclass
from datetime import date

from actions.plan_touchpoints import zone_of
from actions.shop import Shop
from loyalty.customer import Customer, turns
from loyalty.notation import in_language
from loyalty.occasions import holidays_of
from loyalty.template import blanks
from loyalty.touchpoint import Touchpoint, Trigger
from storage.due_statements import OF_A_DAY
from storage.outbox import Due
from storage.transaction import Transaction
from texts.touchpoint_letters import Promise


@dataclass(frozen=True, slots=True)
class Touch:
    """One touch: the rule, the message that is due by it, and whom it is for."""

    rule: Touchpoint
    due: Due
    customer: Customer


def day_of(shop: Shop, touch: Touch) -> date | None:
    """The day that is celebrated, if one is: its anchor is noon in the person's own zone."""
    if touch.rule.on not in OF_A_DAY or touch.due.anchor_at is None:
        return None
    return touch.due.anchor_at.astimezone(zone_of(touch.customer.timezone, shop.programme.shop.zone)).date()


async def fill_blanks(
    tx: Transaction, shop: Shop, touch: Touch, promise: Promise | None, language: str
) -> dict[str, object]:
    """By blank; all of them, so that a rule whose offer was taken out says less and not nothing."""
    invitation = touch.customer.invite_code if shop.programme.referral is not None else None
    return {
        "name": touch.customer.name,
        "shop": shop.programme.shop.name,
        "number": await _number(tx, touch, language),
        "coupon": promise.code if promise else None,
        "percent": promise.discount if promise else None,
        "until": promise.until if promise else None,
        "link": shop.link(f"r_{invitation}") if invitation else None,
        **_of_day(shop, touch, language),
    }


async def _number(tx: Transaction, touch: Touch, language: str) -> str | None:
    """Of the card; asked for where it is named, which is seldom."""
    if "number" not in blanks(in_language(touch.rule.text, language)):
        return None
    card = await tx.cards.of(touch.customer.id)
    return card.number if card else None


def _of_day(shop: Shop, touch: Touch, language: str) -> dict[str, object]:
    day, customer, values = day_of(shop, touch), touch.customer, dict.fromkeys(("age", "holiday", "years"))
    if day is None:
        return {**values}
    match touch.rule.on:
        case Trigger.BIRTHDAY if customer.birthday is not None:
            return {**values, "age": turns(customer.birthday, day)}
        case Trigger.ANNIVERSARY if customer.first_purchase_at is not None:
            return {**values, "years": day.year - customer.first_purchase_at.astimezone(shop.programme.shop.zone).year}
        case Trigger.HOLIDAY:
            named = holidays_of(shop.programme.shop.country, touch.rule.holidays, day.year, language)
            return {**values, "holiday": named.get(day)}
    return {**values}
