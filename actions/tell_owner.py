"""Something that the owner has to know."""

from actions.shop import Shop
from loyalty.ids import ChatId
from storage.outbox import STAFF
from texts.letter import Letter
from texts.values import Value


async def tell_owner(shop: Shop, text: str, *, key: str, **values: Value) -> None:
    """The text of that name, in the shop's first language, to each owner; once for each key."""
    words = shop.texts.words(shop.programme.shop.languages[0])
    letter = Letter(words(text, **values)).to_json()
    async with shop.storage.transaction() as tx:
        for owner in shop.owner_ids:
            await tx.outbox.post(letter, key=f"{key}:{owner}", now=shop.now(), chat=ChatId(owner), priority=STAFF)
