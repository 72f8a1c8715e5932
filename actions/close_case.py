"""A case is settled; the customer hears of it, and begins a new one by writing."""

from dataclasses import dataclass

from actions.shop import Shop
from actions.take_case import NoSuchCase
from storage.cases import Case
from storage.transaction import Transaction
from texts.letter import Letter


@dataclass(frozen=True, slots=True)
class Closed:
    """It is closed; `before`: it was already. `told`: the customer hears of it."""

    case: Case
    before: bool
    told: bool


Outcome = Closed | NoSuchCase


async def close_case(shop: Shop, case: int) -> Outcome:
    """Whoever said nothing in it (a refusal that staff noted at the till) is told nothing."""
    async with shop.storage.transaction() as tx:
        found = await tx.cases.find(case)
        if found is None:
            return NoSuchCase()
        new = await tx.cases.close(found.id, now=shop.now())
        told = new and await _tell(tx, shop, found)
        after = await tx.cases.find(found.id)
        return Closed(after or found, before=not new, told=told)


async def _tell(tx: Transaction, shop: Shop, case: Case) -> bool:
    customer = await tx.customers.get(case.customer_id)
    spoke = any(line.author == "customer" for line in await tx.cases.lines_of(case.id))
    if not spoke or not customer.reachable:
        return False
    letter = Letter(shop.texts.words(customer.language)("closed-letter", kind=case.kind)).to_json()
    key = f"case:{case.id}:closed"
    return await tx.outbox.post(letter, key=key, now=shop.now(), customer=customer.id, case=case.id)
