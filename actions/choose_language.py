"""The language that somebody wants to be spoken to in."""

from actions.shop import Shop
from loyalty.ids import CustomerId


async def choose_language(shop: Shop, customer: CustomerId, language: str) -> None:
    """One of the shop's languages (checked by the caller)."""
    async with shop.storage.transaction() as tx:
        await tx.customers.change(customer, language=language)
