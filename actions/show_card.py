"""What a customer's card shows now."""

from dataclasses import dataclass

from actions.shop import Shop
from actions.standing import Standing, standing
from loyalty.customer import Customer
from loyalty.ids import CustomerId
from loyalty.notation import in_language
from storage.cards import Card
from texts.pictures.card import CardFace


@dataclass(frozen=True, slots=True)
class Shown:
    """The card as text tells it. `percent`: nothing on an `expired` one. `missing`: minor units to the next tier."""

    card: Card
    tier: str
    percent: int
    expired: bool
    next_tier: str | None
    missing: int | None
    face: CardFace


async def show_card(shop: Shop, customer: CustomerId) -> Shown | None:
    """Their card as the till would take it at this moment; None: they have none yet."""
    async with shop.storage.reading() as tx:
        person = await tx.customers.get(customer)
        stands = await standing(tx, shop, person)
    return None if stands.card is None else _shown(shop, person, stands.card, stands)


def _shown(shop: Shop, customer: Customer, card: Card, stands: Standing) -> Shown:
    programme, language = shop.programme, customer.language
    name = in_language(stands.tier.name, language)
    face = CardFace(
        shop=programme.shop.name,
        name=customer.name if programme.card.named else None,
        tier=name,
        percent=stands.percent,
        number=card.number,
        link=shop.link(f"c_{card.token}"),
        valid_until=card.valid_until.astimezone(programme.shop.zone).date() if card.valid_until else None,
        language=language,
        rank=programme.tiers.index(stands.tier),
    )
    above = in_language(stands.above.name, language) if stands.above else None
    return Shown(card, name, stands.percent, stands.expired_at is not None, above, stands.missing, face)
