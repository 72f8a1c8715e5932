"""A preview: the letter that a customer would get, composed for a stand-in in a transaction that is taken back."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from actions.compose import compose
from actions.fill_blanks import Touch
from actions.plan_touchpoints import USUAL_TIME
from actions.shop import Shop
from loyalty.card import ean13
from loyalty.customer import Birthday, Customer
from loyalty.ids import MessageId
from loyalty.local_time import at_local
from loyalty.occasions import holidays_of
from loyalty.touchpoint import Touchpoint, Trigger
from storage.due_statements import OF_A_DAY
from storage.outbox import MARKETING, Due
from storage.rehearsal import rehearsal
from storage.transaction import Transaction
from texts.letter import Letter

AGE = 30  # of the stand-in
NUMBER = MessageId(0)  # of a message that there will never be
MARK = "preview"  # stands in unique columns for the length of the rehearsal


async def preview_touchpoint(shop: Shop, rule: Touchpoint, *, name: str | None, language: str) -> Letter | None:
    """As somebody of that name would get it today. None: there would be nothing to say.

    No coupon is issued, no survey begun, no card given: all of that is done, looked at and taken back.
    """
    async with rehearsal(shop.storage) as tx:
        customer, due = await _occasion(tx, shop, rule, await _stand_in(tx, shop, name, language))
        composed = await compose(tx, shop, Touch(rule, due, customer))
    return None if composed is None else composed.letter


async def _stand_in(tx: Transaction, shop: Shop, name: str | None, language: str) -> Customer:
    """A customer of many years with a card."""
    now, zone = shop.now(), shop.programme.shop.zone
    id = await tx.customers.add(language=language, now=now, name=name, invite_code=MARK)
    number = partial(ean13, shop.programme.card.ean_prefix)
    await tx.cards.issue(id, number=number, token=MARK, now=now, valid_until=None)
    begun = now - timedelta(days=366)
    customer = await tx.customers.get(id)
    today = now.astimezone(zone).date()
    birthday = Birthday(today.month, today.day, today.year - AGE)
    return replace(customer, birthday=birthday, first_purchase_at=begun, last_purchase_at=begun)


async def _occasion(tx: Transaction, shop: Shop, rule: Touchpoint, customer: Customer) -> tuple[Customer, Due]:
    """What the touch is about, and the message that would be due by it."""
    now = shop.now()
    anchor, occurrence = now, MARK
    if rule.on is Trigger.SILENCE:
        anchor = customer.last_purchase_at or now
    elif rule.on in OF_A_DAY:
        day = _day(shop, rule, customer.language)
        anchor = at_local(day, time(12), shop.programme.shop.zone)
        customer = _celebrating(customer, day, anchor)
    elif rule.on is Trigger.UNFINISHED:
        survey = rule.survey or shop.programme.enrolment.id
        left = await tx.responses.start(survey, customer.id, MARK, now=now)
        anchor, occurrence = left.touched_at, str(left.id)
    return customer, _due(rule, customer, occurrence, anchor)


def _due(rule: Touchpoint, customer: Customer, occurrence: str, anchor: datetime) -> Due:
    return Due(
        id=NUMBER,
        touchpoint=rule.id,
        customer_id=customer.id,
        chat_id=None,
        occurrence=occurrence,
        category=rule.category.value,
        letter=None,
        anchor_at=anchor,
        expires_at=anchor,
        attempts=0,
        priority=MARKETING,
        origin=None,
    )


def _day(shop: Shop, rule: Touchpoint, language: str) -> date:
    """The day that is spoken of today; of holidays the next, or today where there is none in a year."""
    today = shop.now().astimezone(shop.programme.shop.zone).date()
    if rule.on is not Trigger.HOLIDAY:
        return today - timedelta(days=(rule.at or USUAL_TIME).days)
    country = shop.programme.shop.country
    days = {day for year in (today.year, today.year + 1) for day in holidays_of(country, rule.holidays, year, language)}
    return min((day for day in days if day >= today), default=today)


def _celebrating(customer: Customer, day: date, noon: datetime) -> Customer:
    """Born, and first seen in the shop, on that day of other years."""
    birthday = Birthday(day.month, day.day, day.year - AGE)
    return replace(customer, birthday=birthday, first_purchase_at=noon - timedelta(days=365))
