"""Everything that staff should see of a customer at a glance."""

from actions.record_purchase import was_undone
from actions.shop import Shop
from actions.standing import Standing, standing
from loyalty.coupon import Coupon
from loyalty.customer import Birthday, Customer
from loyalty.dates import next_birthday
from loyalty.ids import CustomerId
from loyalty.ladder import stage
from loyalty.money import Money
from loyalty.notation import in_language
from loyalty.phone import masked
from storage.purchases import Purchase
from storage.transaction import Transaction
from texts.customer_page import NOTES, PURCHASES, CouponOnPage, CustomerPage, PurchaseOnPage, Worth
from texts.formats import Percent

SOON = 7  # days before a birthday from which it is shown


async def customer_page(shop: Shop, customer: CustomerId, *, language: str, whole_phone: bool) -> CustomerPage | None:
    """The page in the language of its reader; None: there is no such customer (any more).

    whole_phone: only where nobody but the reader sees it.
    """
    async with shop.storage.reading() as tx:
        person = await tx.customers.find(customer)
        if person is None or person.erased_at is not None:
            return None
        return await _page(tx, shop, person, language, whole_phone=whole_phone)


async def _page(tx: Transaction, shop: Shop, person: Customer, language: str, *, whole_phone: bool) -> CustomerPage:
    rules, now = shop.programme, shop.now()
    invited = await tx.referrals.of_inviter(person.id)
    birthday, birthday_in = _birthday(shop, person)
    return CustomerPage(
        id=person.id,
        name=person.name,
        phone=person.phone if whole_phone or person.phone is None else masked(person.phone),
        stage=stage(person.purchase_count, person.last_purchase_at, invited.earned, rules.ladder, now),
        worth=_worth(shop, await standing(tx, shop, person), language),
        coupons=tuple(
            coupon_on_page(shop, coupon, language) for coupon in await tx.coupons.valid_of(person.id, now=now)
        ),
        purchases=await _purchases(tx, shop, person),
        silent_days=None if person.last_purchase_at is None else max(0, (now - person.last_purchase_at).days),
        birthday=birthday,
        birthday_in=birthday_in,
        tags=tuple(await tx.customers.tags_of(person.id)),
        notes=tuple(await tx.customers.notes_of(person.id, limit=NOTES + 1)),
        source=person.source,
        invited_by=await _inviter(tx, person),
        reachable=person.reachable,
        since=person.created_at.astimezone(rules.shop.zone).date(),
    )


def _worth(shop: Shop, stands: Standing, language: str) -> Worth:
    currency, zone = shop.programme.shop.currency, shop.programme.shop.zone
    return Worth(
        tier=in_language(stands.tier.name, language),
        percent=stands.percent,
        card=stands.card.number if stands.card else None,
        card_expired=stands.expired_at.astimezone(zone).date() if stands.expired_at else None,
        spent=Money(stands.spent, currency),
        next_tier=in_language(stands.above.name, language) if stands.above else None,
        missing=None if stands.missing is None else Money(stands.missing, currency),
    )


def coupon_on_page(shop: Shop, coupon: Coupon, language: str) -> CouponOnPage:
    """A coupon with its offer's name and the shop's days."""
    zone = shop.programme.shop.zone
    later = coupon.valid_from > shop.now()
    return CouponOnPage(
        id=coupon.id,
        offer=offer_name(shop, coupon, language),
        gain=Percent(coupon.percent) if coupon.percent else Money(coupon.amount, shop.programme.shop.currency),
        code=coupon.code,
        until=coupon.valid_until.astimezone(zone).date(),
        since=coupon.valid_from.astimezone(zone).date() if later else None,
    )


def offer_name(shop: Shop, coupon: Coupon, language: str) -> str:
    """The name of what was promised; its id where the programme no longer has that offer."""
    offer = shop.programme.offer(coupon.offer)
    return in_language(offer.name, language) if offer else coupon.offer


async def _purchases(tx: Transaction, shop: Shop, person: Customer) -> tuple[PurchaseOnPage, ...]:
    found = await tx.purchases.last_of(person.id, limit=PURCHASES)
    return tuple([await _purchase(tx, shop, purchase) for purchase in found])


async def _purchase(tx: Transaction, shop: Shop, purchase: Purchase) -> PurchaseOnPage:
    day = purchase.at.astimezone(shop.programme.shop.zone).date()
    paid, discount = (Money(minor, purchase.currency) for minor in (purchase.amount, purchase.discount))
    return PurchaseOnPage(day, paid, discount, taken_back=await was_undone(tx, purchase))


def _birthday(shop: Shop, person: Customer) -> tuple[Birthday | None, int]:
    if person.birthday is None:
        return None, 0
    today = shop.now().astimezone(shop.programme.shop.zone).date()
    days = (next_birthday(person.birthday, today) - today).days
    return (person.birthday, days) if days <= SOON else (None, 0)


async def _inviter(tx: Transaction, person: Customer) -> str | None:
    id = await tx.referrals.inviter_of(person.id)
    inviter = await tx.customers.find(id) if id is not None else None
    return inviter.name if inviter else None


async def all_notes(shop: Shop, customer: CustomerId) -> list[str]:
    """Whatever was written down about them, the newest first."""
    async with shop.storage.reading() as tx:
        return list(await tx.customers.notes_of(customer, limit=100))
