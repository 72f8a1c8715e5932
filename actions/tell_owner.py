"""Something that the owner has to know."""

from actions.shop import Shop
from loyalty.ids import ChatId, TelegramId
from storage.outbox import STAFF
from storage.transaction import Transaction
from texts.letter import Letter
from texts.values import Value


async def tell_owner(shop: Shop, text: str, *, key: str, **values: Value) -> None:
    """The text of that name, in the shop's first language, to each owner; once for each key."""
    async with shop.storage.transaction() as tx:
        await post_to_owner(tx, shop, text, key=key, **values)


async def post_to_owner(tx: Transaction, shop: Shop, text: str, *, key: str, **values: Value) -> None:
    """The same, together with what it follows from."""
    words = shop.texts.words(shop.programme.shop.languages[0])
    letter = Letter(words(text, **values)).to_json()
    for owner in shop.owner_ids:
        await tx.outbox.post(letter, key=owner_key(key, owner), now=shop.now(), chat=ChatId(owner), priority=STAFF)


def owner_key(key: str, owner: TelegramId) -> str:
    """Under which one of them is told."""
    return f"{key}:{owner}"
