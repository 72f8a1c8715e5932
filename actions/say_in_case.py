"""Something is said in a case: a line of it, and a notice in the manager chat."""

from actions.shop import Shop
from actions.show_case import case_facts
from actions.tell_staff import staff_words, tell_staff
from loyalty.customer import Customer
from loyalty.ids import TelegramId
from storage.cases import Case
from storage.transaction import Transaction
from texts.notices import case_letter, more_letters, rest_letters


async def say_in_case(
    tx: Transaction,
    shop: Shop,
    customer: Customer,
    case: Case,
    text: str,
    *,
    key: str,
    author: str = "customer",
    author_id: TelegramId | None = None,
) -> bool:
    """Add a line and post it to the manager chat. False where this key was said before: then nothing is posted."""
    who = author_id if author == "staff" else customer.telegram_id
    if not await tx.cases.say(case.id, author=author, author_id=who, text=text, now=shop.now(), key=key):
        return False
    words, facts = staff_words(shop), await case_facts(tx, shop, case, customer)
    if len(facts.said) == 1:
        letters = [case_letter(words, facts), *rest_letters(words, facts, text)]
    else:
        letters = more_letters(words, facts, text)
    for number, letter in enumerate(letters, 1):
        await tell_staff(tx, shop, letter, key=f"case:{case.id}:{key}:{number}", case=case.id)
    return True
