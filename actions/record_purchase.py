"""A sale: what is paid, what follows from it, and once whatever is pressed again."""

from dataclasses import dataclass, replace
from datetime import datetime

from actions.renew_card import Renewed, renew_expired
from actions.reward_referral import reward_referral
from actions.shop import Shop
from actions.standing import Standing, standing, tell_new_tier
from loyalty.coupon import Checked, Coupon, Usable, check_coupon
from loyalty.customer import Customer
from loyalty.discount import BelowMargin, Price, Tier, price
from loyalty.ids import CouponId, CustomerId, TelegramId
from loyalty.money import Money
from loyalty.referral import Earned
from storage.purchases import UNDO, Purchase
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Sale:
    """What is to be recorded. `amount`: the price before any discount; with `full_price`, what was paid."""

    customer: CustomerId
    amount: Money
    receipt: str | None = None
    coupon: CouponId | None = None
    full_price: bool = False  # nothing is taken off: a till that has counted by itself, a discount that was refused
    recorded_by: TelegramId | None = None  # None: a file or the API
    at: datetime | None = None  # None: now
    items: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """It stands. `stood`: before the sale, so that the discount can be explained."""

    purchase: Purchase
    customer: Customer
    price: Price
    stood: Standing
    coupon: Coupon | None
    new_tier: Tier | None
    invitation_rewarded: bool
    card_renewed: Renewed | None = None  # it had expired: the next purchase gets its discount


@dataclass(frozen=True, slots=True)
class Repeated:
    """It stood already, by the same key or the same receipt; perhaps as another customer's.

    undone: it was taken back since; the same question or update does not record it again. unheard: nobody has been
    told yet that it stands.
    """

    purchase: Purchase
    customer: Customer
    undone: bool = False
    unheard: bool = False


@dataclass(frozen=True, slots=True)
class CouponRefused:
    """Nothing was recorded. `checked`: why the coupon does not count; None: there is no such coupon."""

    customer: Customer
    checked: Checked | None


@dataclass(frozen=True, slots=True)
class TooCheap:
    """Nothing was recorded: the discount would leave too little."""

    customer: Customer
    below: BelowMargin
    coupon: Coupon | None


@dataclass(frozen=True, slots=True)
class NoSuchCustomer:
    """Erased meanwhile, or never there."""


Outcome = Recorded | Repeated | CouponRefused | TooCheap | NoSuchCustomer


class _Overtaken(Exception):
    """Another till was quicker with the coupon or the receipt: all of it is undone and looked at again."""


async def record_purchase(shop: Shop, sale: Sale, *, key: str) -> Outcome:
    """Record it, use up the coupon, reward who brought the customer, tell them of a new tier, renew an expired card."""
    try:
        return await _attempt(shop, sale, key)
    except _Overtaken:
        return await _attempt(shop, sale, key)


async def _attempt(shop: Shop, sale: Sale, key: str) -> Outcome:
    async with shop.storage.transaction() as tx:
        outcome = await _look_and_sell(tx, shop, sale, key)
        if not isinstance(outcome, Recorded) and not tx.again:
            tx.changes_nothing()
        return outcome


async def _look_and_sell(tx: Transaction, shop: Shop, sale: Sale, key: str) -> Outcome:
    customer = await tx.customers.hold(sale.customer)
    known, receipt = await _known(tx, sale.receipt, key)
    if known is not None:
        holder = await tx.customers.get(known.customer_id)
        return Repeated(known, holder, undone=await was_undone(tx, known), unheard=tx.again and known.key == key)
    if customer is None or customer.erased_at is not None:
        return NoSuchCustomer()
    coupon = None if sale.coupon is None else await tx.coupons.find(sale.coupon)
    if sale.coupon is not None:
        checked = check_coupon(coupon, customer.id, shop.now()) if coupon else None
        if not isinstance(checked, Usable):
            return CouponRefused(customer, checked)
    return await _sell(tx, shop, replace(sale, receipt=receipt), customer, coupon, key)


async def _known(tx: Transaction, receipt: str | None, key: str) -> tuple[Purchase | None, str | None]:
    """The sale that this one repeats, if any; and the receipt to keep.

    A receipt whose sale was taken back (a slip of the amount) may be sold again; as receipts are unique, it is then
    kept as `42/2`.
    """
    free, number = receipt, 1
    while True:
        known = await tx.purchases.known(key=key, receipt=free)
        if known is None or known.key == key or not await was_undone(tx, known):
            return known, free
        number += 1
        free = f"{receipt}/{number}"


async def _sell(
    tx: Transaction, shop: Shop, sale: Sale, customer: Customer, coupon: Coupon | None, key: str
) -> Outcome:
    stood = await standing(tx, shop, customer)
    priced = _price(shop, sale, stood, coupon)
    if isinstance(priced, BelowMargin):
        return TooCheap(customer, priced, coupon)
    purchase = await _keep(tx, shop, sale, priced, key)
    used = coupon if priced.coupon_used else None
    if used is not None and not await tx.coupons.redeem(used.id, purchase.id, now=shop.now()):
        raise _Overtaken
    customer = await tx.customers.get(customer.id)
    new_tier = await tell_new_tier(tx, shop, customer, stood.tier, fact=f"purchase:{purchase.id}")
    rewarded = isinstance(await reward_referral(tx, shop, customer), Earned)
    renewed = await renew_expired(tx, shop, customer.id) if stood.expired_at else None
    return Recorded(purchase, customer, priced, stood, coupon, new_tier, rewarded, renewed)


def _price(shop: Shop, sale: Sale, stood: Standing, coupon: Coupon | None) -> Price | BelowMargin:
    if sale.full_price:
        return Price(to_pay=sale.amount, discount=0, percent_shown=0, because=(), coupon_used=False)
    return price(sale.amount, stood.percent, coupon, shop.programme.discounts)


async def _keep(tx: Transaction, shop: Shop, sale: Sale, priced: Price, key: str) -> Purchase:
    now = shop.now()
    at, paid = sale.at or now, priced.to_pay
    id = await tx.purchases.add(
        customer_id=sale.customer,
        at=at,
        recorded_at=now,
        amount=paid.minor,
        discount=priced.discount,
        currency=paid.currency,
        receipt=sale.receipt,
        items=sale.items,
        recorded_by=sale.recorded_by,
        key=key,
    )
    if id is None:
        raise _Overtaken
    await tx.customers.refresh_purchases(sale.customer)
    return Purchase(id, sale.customer, at, paid.minor, priced.discount, paid.currency, sale.receipt, key)


def undo_key(purchase: Purchase) -> str:
    """The idempotency key of the return that takes a mistaken sale back."""
    return f"{UNDO}{purchase.id}"


async def was_undone(tx: Transaction, purchase: Purchase) -> bool:
    """Whether the sale was a slip at the till, taken back within minutes."""
    return await tx.purchases.return_known(key=undo_key(purchase), receipt=None)
