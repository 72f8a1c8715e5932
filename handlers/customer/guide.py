"""`/help`, and what nobody understood."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.shop import Shop
from handlers.customer.menu import chosen, menu
from handlers.filters import Private
from handlers.letters import answer
from loyalty.customer import Customer
from texts.letter import Letter
from texts.words import Words

router = Router(name="customer.help")
stale = Router(name="customer.stale")


@router.message(chosen("help"), Private())
async def help_(message: Message, shop: Shop, words: Words, customer: Customer | None) -> None:
    """What there is to do, and how to reach a human."""
    contact = shop.programme.shop.contact
    text = words("help-text", shop=shop.programme.shop.name, contact=contact, reachable=bool(contact))
    enrolled = customer is not None and customer.enrolled_at is not None
    await answer(message, Letter(text), below=menu(words) if enrolled else None)


@stale.callback_query()
async def stale_button(query: CallbackQuery, words: Words) -> None:
    """A button that no story knows any more, or that is not for this person."""
    await query.answer(words.plain("stale-button"))
