"""`/return <card|phone> <amount> [receipt]`: something was brought back."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, or_f
from aiogram.types import Message

from actions.record_purchase import NoSuchCustomer
from actions.record_return import MoreThanBought, Outcome, Return, Returned, ReturnedBefore, record_return
from actions.shop import Shop
from handlers.filters import InManagerChat, IsStaff, Private
from handlers.letters import answer
from handlers.staff.buttons import page_row
from handlers.staff.till import amount_complaint, find_typed
from handlers.staff.typed import Told, TwoWays, read_sum
from loyalty.customer import Customer
from loyalty.ids import TelegramId
from loyalty.notation import in_language
from texts.formats import Percent
from texts.letter import Letter
from texts.till import called, lines
from texts.words import Words

router = Router(name="staff.return")


@router.message(Command("return"), or_f(Private(), InManagerChat()), IsStaff())
async def bring_back(message: Message, command: CommandObject, shop: Shop, words: Words, key: str) -> None:
    """Record a return by words."""
    found = await find_typed(message, shop, words, command.args, "return-usage")
    if found is None or message.from_user is None:
        return
    customer, rest = found
    match read_sum(rest, shop.programme.shop.currency):
        case Told(amount, receipt):
            request = Return(customer.id, amount, receipt, recorded_by=TelegramId(message.from_user.id))
            await answer(message, _letter(words, customer, await record_return(shop, request, key=key)))
        case TwoWays() as ways:
            await answer(message, Letter(words("return-two-ways", receipt=ways.receipt)))
        case wrong:
            await answer(message, amount_complaint(words, wrong))


def _letter(words: Words, customer: Customer, outcome: Outcome) -> Letter:
    name = called(words, customer.name)
    match outcome:
        case Returned(_, amount, tier):
            changed = None
            if tier is not None:
                tier_name = in_language(tier.name, words.language)
                changed = words("return-tier-changed", tier=tier_name, percent=Percent(tier.discount))
            text = lines(words("return-recorded", name=name, amount=amount), changed)
            return Letter(text, page_row(words, customer.id))
        case ReturnedBefore():
            return Letter(words("return-repeated"), page_row(words, customer.id))
        case MoreThanBought(_, amount, bought):
            text = words("return-more-than-bought", name=name, amount=amount, bought=bought)
            return Letter(text, page_row(words, customer.id))
        case NoSuchCustomer():
            return Letter(words("client-gone"))
