"""Staff write down what they should remember about a customer."""

from dataclasses import dataclass

from actions.record_purchase import NoSuchCustomer
from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.ids import CustomerId, TelegramId


@dataclass(frozen=True, slots=True)
class Noted:
    """It stands; `repeated`: it stood already."""

    customer: Customer
    repeated: bool


Outcome = Noted | NoSuchCustomer


async def write_note(shop: Shop, customer: CustomerId, text: str, *, by: TelegramId, key: str) -> Outcome:
    """Kept whole, however long."""
    async with shop.storage.transaction() as tx:
        person = await tx.customers.find(customer)
        if person is None or person.erased_at is not None:
            return NoSuchCustomer()
        new = await tx.notes.add(customer, text, author=by, now=shop.now(), key=key)
        repeated = not new and not tx.again
        if repeated:
            tx.changes_nothing()
        return Noted(person, repeated)
