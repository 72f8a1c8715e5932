"""An expired card is valid again: its holder asks for it, or buys something."""

from dataclasses import dataclass
from datetime import datetime

from actions.shop import Shop
from loyalty.card import valid_until
from loyalty.ids import CustomerId
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Renewed:
    """until: None for ever."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class NotExpired:
    """It is valid as it is (a second press, a message from before)."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class NoCard:
    """They have none."""


Outcome = Renewed | NotExpired | NoCard


async def renew_card(shop: Shop, customer: CustomerId) -> Outcome:
    """At the holder's own wish. A card that has not expired keeps its day: nobody gains by pressing early."""
    async with shop.storage.transaction() as tx:
        card = await tx.cards.of(customer)
        if card is None:
            return NoCard()
        if tx.again:
            return Renewed(card.valid_until)
        renewed = await renew_expired(tx, shop, customer)
        if renewed is None:
            tx.changes_nothing()
        return renewed or NotExpired(card.valid_until)


async def renew_expired(tx: Transaction, shop: Shop, customer: CustomerId) -> Renewed | None:
    """From now, as long as the programme gives a new card; None: it has not expired."""
    now = shop.now()
    until = valid_until(now, shop.programme.card.valid_days)
    return Renewed(until) if await tx.cards.renew(customer, valid_until=until, now=now) else None
