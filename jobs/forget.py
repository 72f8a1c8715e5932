"""Forgetting, every hour: what came in and was handled is of no use after two days, nor who never agreed."""

from datetime import timedelta

from actions.begin import STEP
from actions.shop import Shop

KEPT = timedelta(days=2)  # Telegram repeats no update after one
PARKED = timedelta(days=14)  # what could not be handled; somebody may still look at it, and replay it
UNDECIDED = timedelta(days=30)  # somebody has read the document and said neither yes nor no; the link is kept so long


async def forget(shop: Shop) -> int:
    """Drop the handled updates; returns how many."""
    now = shop.now()
    async with shop.storage.transaction(long=True) as tx:
        await tx.dialogues.forget(STEP, before=now - UNDECIDED)
        await tx.incidents.forget(before=now - KEPT)
        gone = await tx.inbox.forget(before=now - KEPT, parked_before=now - PARKED)
    await shop.storage.drop_traces()
    return gone
