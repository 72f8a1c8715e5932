"""Somebody blocked the bot, or can be written to again."""

from actions.shop import Shop
from loyalty.ids import CustomerId


async def mark_blocked(shop: Shop, customer: CustomerId, *, blocked: bool) -> None:
    """Nothing is sent to them until they write, or take the block back."""
    async with shop.storage.transaction() as tx:
        await tx.customers.change(customer, blocked_at=shop.now() if blocked else None)
