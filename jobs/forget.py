"""Forgetting, every hour: what came in and was handled is of no use after two days."""

from datetime import timedelta

from actions.shop import Shop

KEPT = timedelta(days=2)  # Telegram repeats no update after one


async def forget(shop: Shop) -> int:
    """Drop the handled updates; returns how many."""
    async with shop.storage.transaction() as tx:
        return await tx.inbox.forget(before=shop.now() - KEPT)
