"""The manager chat moves to another number, shows the bot the door, takes it back."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from actions.shop import Shop
from actions.tell_owner import owner_key, post_to_owner
from loyalty.ids import ChatId
from storage.outbox import KEEP_TRYING
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
LOST = "manager-chat-lost"


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
    """The owners are told, once in a day of the shop's for as long as it lasts; what is for the chat waits
    (actions/deliver.py).
    """
    log.warning("the bot may not write in the manager chat: notices for it wait")
    await post_to_owner(tx, shop, LOST, key=_key(shop, days_ago=0))


@dataclass(frozen=True, slots=True)
class Back:
    """known: the owners had been told that it was lost. waiting: how many messages leave now."""

    known: bool
    waiting: int


async def manager_chat_is_back(shop: Shop, chat: ChatId) -> Back:
    """What waited for it leaves now, and another loss on the same day is told again."""
    keys = [
        owner_key(_key(shop, days_ago=days), owner) for days in range(KEEP_TRYING.days + 1) for owner in shop.owner_ids
    ]
    async with shop.storage.transaction() as tx:
        return Back(await tx.outbox.free(keys), await tx.outbox.hurry(chat, now=shop.now()))


def _key(shop: Shop, *, days_ago: int) -> str:
    day = shop.now().astimezone(shop.programme.shop.zone).date() - timedelta(days=days_ago)
    return f"{LOST}:{day.isoformat()}"
