"""The manager chat moves to another number, shows the bot the door, takes it back."""

import structlog

from actions.shop import Shop
from actions.tell_owner import post_to_owner
from loyalty.ids import ChatId
from storage.transaction import Transaction

log = structlog.get_logger(__name__)


async def move_chat(shop: Shop, old: int, new: int) -> None:
    """A group became a supergroup: everything addressed to it goes to the new number, now and after a restart.

    Doing it again changes nothing.
    """
    async with shop.storage.transaction() as tx:
        await tx.moved_chats.move(old, new)
    shop.manager_chat_id.move(old, new)


async def follow_moves(shop: Shop) -> None:
    """What an earlier life of the process has heard, or another replica."""
    chat = shop.manager_chat_id()
    if chat is None:
        return
    async with shop.storage.reading() as tx:
        new = await tx.moved_chats.of(chat)
    if new is not None:
        shop.manager_chat_id.move(chat, new)


async def manager_chat_lost(shop: Shop) -> None:
    """The bot may not write there: see `post_lost`."""
    async with shop.storage.transaction() as tx:
        await post_lost(tx, shop)


async def post_lost(tx: Transaction, shop: Shop) -> None:
    """The owners are told, once in a day of the shop's; what is for the chat waits (actions/deliver.py)."""
    log.warning("the bot may not write in the manager chat: notices for it wait")
    day = shop.now().astimezone(shop.programme.shop.zone).date().isoformat()
    await post_to_owner(tx, shop, "manager-chat-lost", key=f"manager-chat-lost:{day}")


async def manager_chat_is_back(shop: Shop, chat: ChatId) -> int:
    """What waited for it leaves now. Returns how many messages that is."""
    async with shop.storage.transaction() as tx:
        return await tx.outbox.hurry(chat, now=shop.now())
