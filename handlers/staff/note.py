"""A note about a customer: a button, and one message."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.record_purchase import NoSuchCustomer
from actions.shop import Shop
from actions.write_note import Noted, write_note
from handlers.filters import IsStaff, Pressed
from handlers.letters import answer
from handlers.staff.buttons import WriteNote, page_row
from handlers.staff.question import Answers, CancelQuestion, Question, ask, put_down
from loyalty.ids import CustomerId, TelegramId
from texts.letter import Letter
from texts.till import called
from texts.words import Words

router = Router(name="staff.note")
STEP = "note"


@router.callback_query(Pressed(WriteNote), IsStaff())
async def note_pressed(query: CallbackQuery, press: WriteNote, shop: Shop, words: Words) -> None:
    """Ask what to remember."""
    async with shop.storage.reading() as tx:
        customer = await tx.customers.find(press.customer)
    if customer is None or customer.erased_at is not None:
        await query.answer(words.plain("client-gone"), show_alert=True)
        return
    await query.answer()
    text = words("note-ask", name=called(words, customer.name))
    await ask(query, shop, words, text, CancelQuestion(step=STEP, subject=customer.id, coupon=0))


@router.message(Answers(STEP), IsStaff())
async def note_typed(message: Message, question: Question, shop: Shop, words: Words) -> None:
    """Keep it, whole."""
    if not question.fresh:
        await answer(message, Letter(words("till-stale"), page_row(words, question.subject)))
    elif not message.text:
        await answer(message, Letter(words("note-words-only")))
    elif message.from_user is not None:
        by = TelegramId(message.from_user.id)
        outcome = await write_note(shop, CustomerId(question.subject), message.text, by=by, key=question.key)
        await put_down(shop, question.chat, by, message=question.message)
        match outcome:
            case Noted(customer, repeated):
                key = "note-repeated" if repeated else "note-written"
                name = {} if repeated else {"name": called(words, customer.name)}
                await answer(message, Letter(words(key, **name), page_row(words, customer.id)))
            case NoSuchCustomer():
                await answer(message, Letter(words("client-gone")))
