"""A slip at the till is taken back within minutes: a return of all that was paid, and the coupon again."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from actions.record_purchase import undo_key, was_undone
from actions.record_return import Return, Returned, ReturnedBefore, take_back
from actions.shop import Shop
from loyalty.coupon import Coupon, new_code
from loyalty.customer import Customer
from loyalty.discount import Tier
from loyalty.ids import CouponId, CustomerId, PurchaseId, TelegramId
from loyalty.money import Money
from storage.purchases import Purchase
from storage.transaction import Transaction

UNTIL = timedelta(minutes=10)
LATELY = 50  # sales to one customer among which a sale of the last minutes is looked for


@dataclass(frozen=True, slots=True)
class Undone:
    """Taken back. `coupon`: what was used up is theirs again, under a new code."""

    customer: Customer
    paid: Money
    coupon: Coupon | None
    new_tier: Tier | None


@dataclass(frozen=True, slots=True)
class UndoneBefore:
    """A second press."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """It is a return by now, not a slip."""


@dataclass(frozen=True, slots=True)
class NothingToUndo:
    """No such sale, or its money was returned another way."""


Outcome = Undone | UndoneBefore | TooLate | NothingToUndo


async def undo_purchase(
    shop: Shop, customer: CustomerId, purchase: PurchaseId, *, coupon: CouponId | None, by: TelegramId
) -> Outcome:
    """coupon: what the sale used up, if anything."""
    async with shop.storage.transaction() as tx:
        sold = await tx.purchases.last_of(customer, limit=LATELY)
        found = next((sale for sale in sold if sale.id == purchase), None)
        outcome = NothingToUndo() if found is None else await _undo_in_time(tx, shop, found, coupon, by)
        if not isinstance(outcome, Undone):
            tx.changes_nothing()
        return outcome


async def _undo_in_time(
    tx: Transaction, shop: Shop, sale: Purchase, coupon: CouponId | None, by: TelegramId
) -> Outcome:
    if await was_undone(tx, sale):
        return await _undone_again(tx, shop, sale, coupon) if tx.again else UndoneBefore()
    if shop.now() - sale.at > UNTIL:
        return TooLate()
    return await _undo(tx, shop, sale, coupon, by)


async def _undo(tx: Transaction, shop: Shop, sale: Purchase, coupon: CouponId | None, by: TelegramId) -> Outcome:
    paid = Money(sale.amount, sale.currency)
    if not paid.minor:
        return NothingToUndo()
    request = Return(sale.customer_id, paid, recorded_by=by)
    match await take_back(tx, shop, request, key=undo_key(sale)):
        case Returned() as returned:
            again = await _give_back(tx, shop, sale, coupon)
            return Undone(returned.customer, paid, again, returned.new_tier)
        case ReturnedBefore():
            return UndoneBefore()
        case _:
            return NothingToUndo()


async def _undone_again(tx: Transaction, shop: Shop, sale: Purchase, coupon: CouponId | None) -> Undone:
    customer, paid = await tx.customers.get(sale.customer_id), Money(sale.amount, sale.currency)
    return Undone(customer, paid, await _give_back(tx, shop, sale, coupon), new_tier=None)


async def _give_back(tx: Transaction, shop: Shop, sale: Purchase, coupon: CouponId | None) -> Coupon | None:
    """A coupon that was used up stays so: what happened is not rewritten. Its equal takes its place."""
    used = None if coupon is None else await tx.coupons.find(coupon)
    if used is None or used.redeemed_at != sale.at or used.customer_id not in (None, sale.customer_id):
        return None
    again = replace(used, customer_id=sale.customer_id, code=new_code(secrets.token_hex(16)), issued_at=shop.now())
    return await tx.coupons.issue(
        key=undo_key(sale),
        customer_id=again.customer_id,
        offer=again.offer,
        code=again.code,
        percent=again.percent,
        amount=again.amount,
        valid_from=again.valid_from,
        valid_until=again.valid_until,
        issued_at=again.issued_at,
    )
