"""A member of staff answers: the customer hears it in their own chat, signed; what they write back finds the case."""

from dataclasses import dataclass

from actions.shop import Shop
from actions.take_case import NoSuchCase
from loyalty.customer import Customer
from loyalty.ids import TelegramId
from storage.cases import Case
from storage.transaction import Transaction
from texts.lengths import pieces, shortened
from texts.letter import Letter
from texts.notices import PIECE
from texts.till import lines
from texts.values import Html, as_html
from texts.words import Words

NAME = 64  # units of a colleague's first name


@dataclass(frozen=True, slots=True)
class Answered:
    """It is on its way; `repeated`: it was sent already."""

    case: Case
    customer: Customer
    repeated: bool


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Not recorded, as it cannot arrive: not in the bot, blocked it, or erased."""

    case: Case
    customer: Customer


Outcome = Answered | Unreachable | NoSuchCase


async def answer_case(
    shop: Shop, case: int, text: str, *, by: TelegramId, name: str, key: str, attachment: str | None = None
) -> Outcome:
    """Post the answer; a case that was nobody's is now the answerer's.

    attachment: `[photo]` and the like: then the handler itself copies the message, caption and all, and only the line
    in the case is written here.
    """
    async with shop.storage.transaction() as tx:
        found = await tx.cases.find(case)
        if found is None:
            return NoSuchCase()
        customer = await tx.customers.get(found.customer_id)
        if not customer.reachable or customer.erased_at is not None:
            return Unreachable(found, customer)
        said = " ".join(part for part in (attachment, text) if part)
        new = await tx.cases.say(found.id, author="staff", author_id=by, text=said, now=shop.now(), key=key)
        await tx.cases.take(found.id, owner_id=by, owner_name=name, now=shop.now())
        if new and attachment is None:
            await _post(tx, shop, found, customer, text, name=name, key=key)
        after = await tx.cases.find(found.id)
        return Answered(after or found, customer, repeated=not new and not tx.again)


async def _post(tx: Transaction, shop: Shop, case: Case, customer: Customer, text: str, *, name: str, key: str) -> None:
    words = shop.texts.words(customer.language)
    parts = pieces(text, PIECE)
    for number, part in enumerate(parts, 1):
        signed = signature(words, shop, name) if number == 1 else None
        route = words("answer-route") if number == len(parts) else None
        letter = Letter("\n\n".join(filter(None, (lines(signed, as_html(part, words.language)), route)))).to_json()
        unique = f"answer:{case.id}:{key}:{number}"
        await tx.outbox.post(letter, key=unique, now=shop.now(), customer=customer.id, case=case.id)


def signature(words: Words, shop: Shop, name: str) -> Html:
    """Who speaks: a person of the shop."""
    return words("answer-signature", staff=shortened(name, NAME), shop=shop.programme.shop.name)
