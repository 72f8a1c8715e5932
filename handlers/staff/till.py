"""Whom and how much a command of the till means, and what to say where it means nobody or nothing."""

from aiogram.types import Message

from actions.find_customer import Found, find_customer
from actions.shop import Shop
from handlers.letters import answer
from handlers.staff.typed import NotAnAmount, Nothing, StrangeReceipt, read_who
from loyalty.customer import Customer
from texts.lengths import shortened
from texts.letter import Letter
from texts.words import Words

SAID = 64  # units of what somebody typed, where it is repeated to them


async def find_typed(
    message: Message, shop: Shop, words: Words, args: str | None, usage: str
) -> tuple[Customer, str] | None:
    """The customer that a command's arguments begin with, and the rest; where there is none, that was said."""
    if not (args or "").strip():
        await answer(message, Letter(words(usage)))
        return None
    found = read_who(args or "", shop.programme.shop.country)
    if found is None:
        await answer(message, Letter(words("till-say-who")))
        return None
    who, rest = found
    outcome = await find_customer(shop, who)
    if isinstance(outcome, Found):
        return outcome.customer, rest
    said = " ".join((args or "").split())
    await answer(message, not_found(shop, words, said[: len(said) - len(rest)].strip()))
    return None


def not_found(shop: Shop, words: Words, said: str) -> Letter:
    """Nobody is known by that; and how to make somebody known."""
    return Letter(words("client-not-found", who=shortened(said, SAID), link=shop.link("s_till")))


def amount_complaint(words: Words, wrong: NotAnAmount | StrangeReceipt | Nothing) -> Letter:
    """What is the matter with the sum, and how to write it."""
    match wrong:
        case NotAnAmount(problem, said):
            key = f"till-amount-{problem.value}"
            return Letter(words(key, **({"said": shortened(said, SAID)} if problem.value == "not_a_number" else {})))
        case StrangeReceipt(said):
            return Letter(words("till-receipt-strange", said=shortened(said, SAID)))
        case Nothing():
            return Letter(words("till-amount-missing"))
