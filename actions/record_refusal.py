"""Somebody came, asked, and did not buy. What is asked of them about it is the programme's affair (touchpoints)."""

from dataclasses import dataclass
from datetime import datetime

from actions.open_case import open_heard_refusal_case
from actions.record_purchase import NoSuchCustomer
from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.ids import CustomerId, TelegramId


@dataclass(frozen=True, slots=True)
class Refused:
    """It stands; `repeated`: it stood already."""

    customer: Customer
    repeated: bool


Outcome = Refused | NoSuchCustomer


async def record_refusal(
    shop: Shop,
    customer: CustomerId,
    *,
    note: str | None,
    by: TelegramId | None,
    key: str,
    at: datetime | None = None,
) -> Outcome:
    """Record it; what staff heard (`note`) is told to the manager chat.

    by: None for a file or the API. at: None is now.
    """
    async with shop.storage.transaction() as tx:
        person = await tx.customers.find(customer)
        if person is None or person.erased_at is not None:
            return NoSuchCustomer()
        new = await tx.refusals.add(customer, at=at or shop.now(), note=note or None, recorded_by=by, key=key)
        if new and note:
            await open_heard_refusal_case(tx, shop, person, note, by=by, key=key)
        repeated = not new and not tx.again
        if repeated:
            tx.changes_nothing()
        return Refused(person, repeated)
