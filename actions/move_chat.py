"""A group became a supergroup: everything addressed to it goes to the new number, now and after a restart."""

from actions.shop import Shop


async def move_chat(shop: Shop, old: int, new: int) -> None:
    """Doing it again changes nothing."""
    async with shop.storage.transaction() as tx:
        await tx.moved_chats.move(old, new)
    shop.manager_chat_id.move(old, new)
