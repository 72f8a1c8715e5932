"""A coupon of a person's own: what an offer promises today, and how a letter tells of it."""

import secrets
from datetime import date

from actions.shop import Shop
from loyalty.coupon import Coupon, Offer, new_code, validity
from loyalty.ids import CustomerId
from loyalty.money import Money
from storage.transaction import Transaction
from texts.formats import Percent
from texts.touchpoint_letters import Promise


async def issue_coupon(
    tx: Transaction, shop: Shop, customer: CustomerId, offer: Offer, *, key: str, occasion: date | None = None
) -> Coupon:
    """The coupon of that key, made now unless it stands already, with the terms of the day it was made.

    occasion: the day around which the offer is valid, if it has one.
    """
    rules, now = shop.programme.shop, shop.now()
    valid_from, valid_until = validity(offer, now, rules.zone, occasion)
    return await tx.coupons.issue(
        key=key,
        customer_id=customer,
        offer=offer.id,
        code=new_code(secrets.token_hex()),
        percent=offer.percent,
        amount=0 if offer.amount is None else rules.minor(offer.amount),
        valid_from=valid_from,
        valid_until=valid_until,
        issued_at=now,
    )


def promise_of(shop: Shop, coupon: Coupon) -> Promise:
    """Its conditions: the code, what it takes off, from which day (where that is not today), until which."""
    rules = shop.programme.shop
    discount = Percent(coupon.percent) if coupon.percent else Money(coupon.amount, rules.currency)
    since = coupon.valid_from.astimezone(rules.zone).date() if coupon.valid_from > shop.now() else None
    return Promise(coupon.code, discount, since, coupon.valid_until.astimezone(rules.zone).date())
