"""Messages of which nobody knows whether they arrived: the owner hears of them in words, at most once an hour."""

from datetime import timedelta

from actions.shop import Shop
from actions.tell_owner import tell_owner
from storage.message_marks import Interrupted

AT_MOST_EVERY = timedelta(hours=1)


async def report_doubts(shop: Shop, doubts: Interrupted) -> bool:
    """Whether it was told; else something of the kind was, less than an hour ago."""
    now = shop.now()
    hour = int(now.timestamp() // AT_MOST_EVERY.total_seconds())
    said = [f"doubts:{one}:{owner}" for owner in shop.owner_ids for one in (hour, hour - 1)]
    async with shop.storage.reading() as tx:
        if await tx.outbox.posted_since(said, since=now - AT_MOST_EVERY):
            return False
    await tell_owner(
        shop,
        "doubts",
        key=f"doubts:{hour}",
        total=doubts.again + doubts.unknown,
        again=doubts.again,
        unknown=doubts.unknown,
    )
    return True
