"""Somebody came and did not buy: `/refusal`, or a button and a few words."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, or_f
from aiogram.types import CallbackQuery, Message

from actions.record_purchase import NoSuchCustomer
from actions.record_refusal import Outcome, Refused, record_refusal
from actions.shop import Shop
from handlers.filters import InManagerChat, IsStaff, Pressed, Private
from handlers.letters import answer, turn_into
from handlers.staff.buttons import StartRefusal, WordlessRefusal, page_row
from handlers.staff.question import Answers, CancelQuestion, Question, ask, put_down
from handlers.staff.till import find_typed
from loyalty.ids import CustomerId, TelegramId
from texts.letter import Button, Letter
from texts.till import called
from texts.words import Words

router = Router(name="staff.refusal")
STEP = "refusal"


@router.message(Command("refusal"), or_f(Private(), InManagerChat()), IsStaff())
async def refusal(message: Message, command: CommandObject, shop: Shop, words: Words, key: str) -> None:
    """`/refusal <card|phone> [note]`."""
    found = await find_typed(message, shop, words, command.args, "refusal-usage")
    if found is not None and message.from_user is not None:
        customer, note = found
        by = TelegramId(message.from_user.id)
        await answer(message, _letter(words, await record_refusal(shop, customer.id, note=note, by=by, key=key)))


@router.callback_query(Pressed(StartRefusal), IsStaff())
async def refusal_pressed(query: CallbackQuery, press: StartRefusal, shop: Shop, words: Words) -> None:
    """Ask why."""
    async with shop.storage.reading() as tx:
        customer = await tx.customers.find(press.customer)
    if customer is None or customer.erased_at is not None:
        await query.answer(words.plain("client-gone"), show_alert=True)
        return
    await query.answer()
    wordless = Button(words.plain("refusal-button-wordless"), WordlessRefusal(customer=customer.id).pack())
    text = words("refusal-ask", name=called(words, customer.name))
    question = CancelQuestion(step=STEP, subject=customer.id, coupon=0)
    await ask(query, shop, words, text, question, ((wordless,),))


@router.message(Answers(STEP), IsStaff())
async def reason_typed(message: Message, question: Question, shop: Shop, words: Words) -> None:
    """What they said, in a few words."""
    if not question.fresh:
        await answer(message, Letter(words("till-stale"), page_row(words, question.subject)))
    elif not message.text:
        await answer(message, Letter(words("refusal-words-only")))
    elif message.from_user is not None:
        by = TelegramId(message.from_user.id)
        outcome = await record_refusal(shop, CustomerId(question.subject), note=message.text, by=by, key=question.key)
        await put_down(shop, question.chat, by, message=question.message)
        await answer(message, _letter(words, outcome))


@router.callback_query(Pressed(WordlessRefusal), IsStaff())
async def recorded_without_words(query: CallbackQuery, press: WordlessRefusal, shop: Shop, words: Words) -> None:
    """They said nothing. The same question answered twice is one refusal."""
    assert query.message is not None
    chat, message, by = query.message.chat.id, query.message.message_id, TelegramId(query.from_user.id)
    outcome = await record_refusal(shop, CustomerId(press.customer), note=None, by=by, key=f"{STEP}:{chat}:{message}")
    await put_down(shop, chat, by, message=message)
    await query.answer()
    await turn_into(query, _letter(words, outcome))


def _letter(words: Words, outcome: Outcome) -> Letter:
    match outcome:
        case Refused(customer, repeated=True):
            return Letter(words("refusal-repeated"), page_row(words, customer.id))
        case Refused(customer):
            key = "refusal-recorded" if customer.reachable else "refusal-recorded-unreachable"
            return Letter(words(key, name=called(words, customer.name)), page_row(words, customer.id))
        case NoSuchCustomer():
            return Letter(words("client-gone"))
