"""How a customer stands with the shop at this moment: the tier, what it gives, and telling them when it changes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.shop import Shop
from loyalty.card import is_expired
from loyalty.customer import Customer
from loyalty.discount import Tier
from loyalty.notation import in_language
from loyalty.tiers import next_tier, tier_after
from storage.cards import Card
from storage.transaction import Transaction
from texts.formats import Percent
from texts.letter import Letter

WINDOW = timedelta(days=365)  # what was spent in it decides the tier


@dataclass(frozen=True, slots=True)
class Standing:
    """`spent` and `missing` are minor units; `percent` is what counts now: nothing on an expired card."""

    tier: Tier
    spent: int
    percent: int
    card: Card | None
    expired_at: datetime | None
    above: Tier | None
    missing: int | None


async def standing(tx: Transaction, shop: Shop, customer: Customer) -> Standing:
    """Asked before a sale, it is the discount of that sale."""
    rules, now = shop.programme, shop.now()
    spent = await _spent_lately(tx, customer, now)
    card = await tx.cards.of(customer.id)
    until = card.valid_until if card else None
    expired = until if is_expired(until, now) else None
    tier = tier_after(spent, rules.tiers, rules.shop)
    above = next_tier(spent, rules.tiers, rules.shop)
    return Standing(
        tier=tier,
        spent=spent,
        percent=0 if expired else tier.discount,
        card=card,
        expired_at=expired,
        above=above[0] if above else None,
        missing=above[1] if above else None,
    )


async def _spent_lately(tx: Transaction, customer: Customer, now: datetime) -> int:
    """What the tier is decided by: purchases less returns of the last 365 days, minor units."""
    return await tx.customers.spent(customer.id, since=now - WINDOW)


async def tell_new_tier(tx: Transaction, shop: Shop, customer: Customer, before: Tier, *, fact: str) -> Tier | None:
    """Tell the customer that their tier is another one now, once for each `fact` (`purchase:17`); returns that tier."""
    rules = shop.programme
    now = tier_after(await _spent_lately(tx, customer, shop.now()), rules.tiers, rules.shop)
    if now == before:
        return None
    words = shop.texts.words(customer.language)
    raised = rules.shop.minor(now.threshold) > rules.shop.minor(before.threshold)
    name = in_language(now.name, words.language)
    text = words("tier-raised" if raised else "tier-lowered", tier=name, percent=Percent(now.discount))
    await tx.outbox.post(Letter(text).to_json(), key=f"tier:{fact}", now=shop.now(), customer=customer.id)
    return now
