"""A case as staff see it, now."""

from actions.shop import Shop
from actions.tell_staff import page_link, staff_words
from loyalty.customer import Customer
from loyalty.phone import masked
from storage.cases import Case
from storage.transaction import Transaction
from texts.letter import Letter, Rows
from texts.notices import CaseFacts, Said, case_letter, case_rows
from texts.words import Words


async def case_facts(tx: Transaction, shop: Shop, case: Case, customer: Customer) -> CaseFacts:
    """With everything that was said in it."""
    said = tuple(Said(line.author, line.text) for line in await tx.cases.lines_of(case.id))
    return CaseFacts(
        id=case.id,
        kind=case.kind,
        state=case.state,
        owner=case.owner_name,
        name=customer.name,
        phone=None if customer.phone is None else masked(customer.phone),
        page=await page_link(tx, shop, customer.id),
        said=said,
    )


async def show_case(shop: Shop, id: int, words: Words) -> Letter | None:
    """None: there is no such case."""
    async with shop.storage.reading() as tx:
        case = await tx.cases.find(id)
        if case is None:
            return None
        facts = await case_facts(tx, shop, case, await tx.customers.get(case.customer_id))
    return case_letter(words, facts)


async def case_buttons(shop: Shop, case: Case) -> Rows:
    """For what is copied to the manager chat beside the notice (a photo): a reply to it finds the case, too."""
    async with shop.storage.reading() as tx:
        facts = await case_facts(tx, shop, case, await tx.customers.get(case.customer_id))
    return case_rows(staff_words(shop), facts)


async def open_cases(shop: Shop, *, limit: int) -> list[tuple[Case, Customer]]:
    """What is unsettled, the longest waiting first."""
    async with shop.storage.reading() as tx:
        found = await tx.cases.unsettled(limit=limit)
        return [(case, await tx.customers.get(case.customer_id)) for case in found]
