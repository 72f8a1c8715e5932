"""What a customer's card shows now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.ids import CustomerId
from loyalty.notation import in_language
from loyalty.tiers import next_tier, tier_after
from storage.cards import Card
from storage.transaction import Transaction
from texts.pictures.card import CardFace

WINDOW = timedelta(days=365)  # what was spent in it decides the tier


@dataclass(frozen=True, slots=True)
class Shown:
    """The card as text tells it. `missing`: minor units to the next tier, None at the top."""

    card: Card
    tier: str
    percent: int
    next_tier: str | None
    missing: int | None
    face: CardFace


async def show_card(shop: Shop, customer: CustomerId) -> Shown | None:
    """Their card with the tier of this moment; None: they have none yet."""
    async with shop.storage.reading() as tx:
        person = await tx.customers.get(customer)
        card = await tx.cards.of(customer)
        if card is None:
            return None
        spent = await spent_lately(tx, person, shop.now())
    return _shown(shop, person, card, spent)


async def spent_lately(tx: Transaction, customer: Customer, now: datetime) -> int:
    """What the tier is decided by: purchases less returns of the last 365 days, minor units."""
    return await tx.customers.spent(customer.id, since=now - WINDOW)


def _shown(shop: Shop, customer: Customer, card: Card, spent: int) -> Shown:
    programme, language = shop.programme, customer.language
    tier = tier_after(spent, programme.tiers, programme.shop)
    above = next_tier(spent, programme.tiers, programme.shop)
    name = in_language(tier.name, language)
    face = CardFace(
        shop=programme.shop.name,
        name=customer.name if programme.card.named else None,
        tier=name,
        percent=tier.discount,
        number=card.number,
        link=shop.link(f"c_{card.token}"),
        valid_until=card.valid_until.astimezone(programme.shop.zone).date() if card.valid_until else None,
        language=language,
        rank=programme.tiers.index(tier),
    )
    next_name = in_language(above[0].name, language) if above else None
    return Shown(card, name, tier.discount, next_name, above[1] if above else None, face)
