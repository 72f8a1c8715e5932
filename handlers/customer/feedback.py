"""`/feedback`, and whatever else a customer writes: it goes to people, and their answer comes back here."""

from aiogram import Bot, F, Router
from aiogram.types import Message

from actions.open_case import customer_writes
from actions.shop import Shop
from actions.show_case import case_buttons
from handlers.attachments import attachment, pass_on, wording
from handlers.customer.menu import chosen
from handlers.filters import Private
from handlers.letters import answer
from loyalty.customer import Customer
from texts.letter import Letter
from texts.words import Words

router = Router(name="customer.feedback")
rest = Router(name="customer.rest")


@router.message(chosen("feedback"), Private())
async def feedback(message: Message, words: Words, customer: Customer | None) -> None:
    """Anything written next goes to people anyway; this only says so."""
    ready = customer is not None and customer.processing
    await answer(message, Letter(words("feedback-invitation" if ready else "no-card-yet")))


@rest.message(F.text.startswith("/"), Private())
async def unknown_command(message: Message, words: Words) -> None:
    """A command that is not there, or not for this person."""
    await answer(message, Letter(words("unknown-command")))


@rest.message(Private())
async def anything_else(
    message: Message, shop: Shop, words: Words, customer: Customer | None, key: str, bot: Bot
) -> None:
    """Words, a photo, a voice message: to the manager chat, into the case that is open or a new one."""
    if customer is None or not customer.processing:
        await answer(message, Letter(words("no-text-yet")))
        return
    sent = attachment(message, shop.texts.words(shop.programme.shop.languages[0]))
    written = await customer_writes(shop, customer, wording(message), key=key, attachment=sent)
    managers = shop.manager_chat_id()
    if sent is not None and managers is not None and written.case is not None and not written.repeated:
        await pass_on(message, bot, managers, rows=await case_buttons(shop, written.case))
    await answer(message, Letter(words("feedback-sent" if written.new else "feedback-added")))
