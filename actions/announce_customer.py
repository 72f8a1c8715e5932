"""The manager chat hears of a new customer, and of where they came from."""

from actions.shop import Shop
from actions.tell_staff import page_link, staff_words, tell_staff
from loyalty.customer import Customer
from storage.erasure import NEWS
from storage.transaction import Transaction
from texts.notices import new_customer


async def announce_customer(
    tx: Transaction, shop: Shop, customer: Customer, source: str | None, invited_by: Customer | None
) -> None:
    """Once for each customer. It is no case: there is nothing to settle."""
    letter = new_customer(
        staff_words(shop),
        name=customer.name,
        source=source,
        invited_by=None if invited_by is None else (invited_by.name or ""),
        page=await page_link(tx, shop, customer.id),
    )
    await tell_staff(tx, shop, letter, key=f"{NEWS}{customer.id}")
