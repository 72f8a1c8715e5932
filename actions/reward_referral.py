"""A friend's first purchase: both sides get what they were promised, once, or the reason why not is kept."""

from collections.abc import Sequence
from datetime import timedelta

from actions.issue_coupon import issue_coupon
from actions.shop import Shop
from loyalty.coupon import Coupon
from loyalty.customer import Customer
from loyalty.local_time import start_of_day
from loyalty.money import Money
from loyalty.notation import in_language
from loyalty.referral import Earned, NotEarned, judge
from storage.referrals import Referral
from storage.transaction import Transaction
from texts.formats import Percent
from texts.letter import Button, Letter

TURNED_BACK = timedelta(hours=1)  # a clock that is put right must not have a purchase stand before the link
Outcome = Earned | NotEarned | None


async def reward_referral(tx: Transaction, shop: Shop, friend: Customer) -> Outcome:
    """Judge the referral that waits for this customer's purchase; call it in the purchase's transaction.

    None: nobody brought them, it was judged before, or the programme rewards nobody.
    """
    rules = shop.programme.referral
    referral = await tx.referrals.pending_of_friend(friend.id)
    if rules is None or referral is None:
        return None
    inviter = await tx.customers.get(referral.inviter_id)
    judged = judge(inviter, friend, _was_known(friend), await _earned_today(tx, shop, inviter), rules)
    if isinstance(judged, NotEarned):
        await tx.referrals.refuse(referral.id, reason=judged.reason.value)
        return judged
    await tx.referrals.earn(referral.id, now=shop.now())
    sides = (("friend", friend, judged.friend_offer), ("inviter", inviter, judged.inviter_offer))
    await _give(tx, shop, referral, sides)
    return judged


def _was_known(friend: Customer) -> bool:
    """Whether they bought before they came by the link (a history that was imported later shows it)."""
    return friend.first_purchase_at is not None and friend.first_purchase_at < friend.created_at - TURNED_BACK


async def _earned_today(tx: Transaction, shop: Shop, inviter: Customer) -> int:
    zone = shop.programme.shop.zone
    midnight = start_of_day(shop.now().astimezone(zone).date(), zone)
    return await tx.referrals.earned_since(inviter.id, since=midnight)


async def _give(tx: Transaction, shop: Shop, referral: Referral, sides: Sequence[tuple[str, Customer, str]]) -> None:
    for side, customer, promised in sides:
        key, offer = f"referral:{referral.id}:{side}", shop.programme.offer(promised)
        if offer is not None:  # else the programme no longer knows it
            letter = _letter(shop, side, customer, await issue_coupon(tx, shop, customer.id, offer, key=key))
            await tx.outbox.post(letter.to_json(), key=key, now=shop.now(), customer=customer.id)


def _letter(shop: Shop, side: str, customer: Customer, coupon: Coupon) -> Letter:
    rules, words = shop.programme.shop, shop.texts.words(customer.language)
    offer = shop.programme.offer(coupon.offer)
    text = words(
        f"referral-{side}",
        gain=Percent(coupon.percent) if coupon.percent else Money(coupon.amount, rules.currency),
        offer=in_language(offer.name, words.language) if offer else coupon.offer,
        code=coupon.code,
        until=coupon.valid_until.astimezone(rules.zone).date(),
    )
    return Letter(text, ((Button(words.plain("referral-button-copy", code=coupon.code), copy=coupon.code),),))
