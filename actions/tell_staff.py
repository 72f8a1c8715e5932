"""A notice for the manager chat, in the shop's first language."""

from actions.shop import Shop
from loyalty.ids import CaseId, CustomerId
from storage.outbox import STAFF
from storage.transaction import Transaction
from texts.letter import Letter
from texts.words import Words


def staff_words(shop: Shop) -> Words:
    """What is spoken in the manager chat."""
    return shop.texts.words(shop.programme.shop.languages[0])


async def tell_staff(tx: Transaction, shop: Shop, letter: Letter, *, key: str, case: CaseId | None = None) -> None:
    """Nothing where there is no manager chat; `/cases` shows what is unsettled all the same."""
    chat = shop.manager_chat_id()
    if chat is not None:
        await tx.outbox.post(letter.to_json(), key=key, now=shop.now(), chat=chat, case=case, priority=STAFF)


async def page_link(tx: Transaction, shop: Shop, customer: CustomerId) -> str | None:
    """Opens the customer's page, to staff only; None for people without a card."""
    card = await tx.cards.of(customer)
    return None if card is None else shop.link(f"c_{card.token}")
