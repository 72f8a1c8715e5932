"""Any reply of staff to a message about a case goes to the customer, signed."""

from typing import Any

from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramForbiddenError
from aiogram.filters import Filter, or_f
from aiogram.types import CallbackQuery, Message

from actions.answer_case import Answered, Unreachable, answer_case, signature
from actions.shop import Shop
from actions.take_case import NoSuchCase
from actions.tell_staff import staff_words
from actions.unreachable import mark_blocked
from handlers.attachments import attachment, pass_on, wording
from handlers.filters import InManagerChat, IsStaff, Pressed, Private
from handlers.letters import answer
from handlers.staff.question import Answers, CancelQuestion, Question, ask, put_down
from loyalty.ids import TelegramId
from texts.lengths import shortened
from texts.letter import Letter
from texts.notices import AnswerCase, CloseCase, TakeCase
from texts.till import called
from texts.values import Html
from texts.words import Words

router = Router(name="staff.case_answers")
STEP = "answer"
LABEL = 40  # units of a colleague's name


class RepliesToCase(Filter):
    """A reply to what the bot has said about a case; the handler gets `case`, its number."""

    async def __call__(self, message: Message, bot: Bot, shop: Shop) -> bool | dict[str, Any]:
        """The buttons tell which case; where they are gone, the outbox remembers."""
        told = message.reply_to_message
        if told is None or told.from_user is None or told.from_user.id != bot.id:
            return False
        if (message.text or "").startswith("/"):
            return False
        case = _in_buttons(told)
        if case is None:
            async with shop.storage.reading() as tx:
                found = await tx.cases.of_message(message.chat.id, told.message_id)
            case = None if found is None else found.id
        return False if case is None else {"case": case}


def _in_buttons(told: Message) -> int | None:
    for row in told.reply_markup.inline_keyboard if told.reply_markup else ():
        for button in row:
            for kind in (AnswerCase, TakeCase, CloseCase):
                press = kind.unpack(button.callback_data or "")
                if press is not None:
                    return press.case
    return None


@router.callback_query(Pressed(AnswerCase), IsStaff())
async def answer_pressed(query: CallbackQuery, press: AnswerCase, shop: Shop, words: Words) -> None:
    """Ask for the answer; in the group it is given as a reply, so that no chatter goes to a customer."""
    async with shop.storage.reading() as tx:
        case = await tx.cases.find(press.case)
        customer = await tx.customers.get(case.customer_id) if case else None
    if case is None or customer is None or query.message is None:
        await query.answer(words.plain("case-unknown"), show_alert=True)
        return
    await query.answer()
    whose = {"name": called(words, customer.name), "id": str(case.id)}
    if query.message.chat.type == ChatType.PRIVATE:
        text = words("case-ask-answer-private", **whose)
    else:
        text = words("case-ask-answer", staff=shortened(query.from_user.first_name, LABEL), **whose)
    await ask(query, shop, words, text, CancelQuestion(step=STEP, subject=case.id, coupon=0))


@router.message(Answers(STEP), or_f(Private(), InManagerChat()), IsStaff())
async def answer_typed(message: Message, question: Question, shop: Shop, words: Words, bot: Bot, key: str) -> None:
    """What is typed, or sent, after "answer"."""
    if message.chat.type == ChatType.PRIVATE and not question.fresh and message.reply_to_message is None:
        await answer(message, Letter(words("till-stale")))
        return
    await put_down(shop, question.chat, message.from_user.id if message.from_user else 0, message=question.message)
    await _pass_to_customer(message, question.subject, shop, words, bot, key)


@router.message(RepliesToCase(), or_f(Private(), InManagerChat()), IsStaff())
async def replied_to_case(message: Message, case: int, shop: Shop, words: Words, bot: Bot, key: str) -> None:
    """A reply to a notice is an answer."""
    await _pass_to_customer(message, case, shop, words, bot, key)


@router.message(RepliesToCase(), InManagerChat())
async def replied_anonymously(message: Message, words: Words) -> None:
    """Only an anonymous admin of the group is in it and yet nobody that Telegram would name."""
    await message.reply(words("case-anonymous"))


async def _pass_to_customer(message: Message, case: int, shop: Shop, words: Words, bot: Bot, key: str) -> None:
    if message.from_user is None:
        return
    by, name = TelegramId(message.from_user.id), message.from_user.first_name
    sent = attachment(message, staff_words(shop))
    outcome = await answer_case(shop, case, wording(message), by=by, name=name, key=key, attachment=sent)
    match outcome:
        case Answered() as answered if sent is not None:
            await message.reply(await _copied(message, answered, shop, words, bot, name))
        case Answered() as answered:
            await message.reply(_passed_on(words, answered, by))
        case Unreachable(customer=customer):
            await message.reply(words("case-answer-unreachable", name=called(words, customer.name)))
        case NoSuchCase():
            await message.reply(words("case-unknown"))


async def _copied(message: Message, answered: Answered, shop: Shop, words: Words, bot: Bot, name: str) -> Html:
    """A photo goes as it is, now: the outbox keeps words."""
    customer = answered.customer
    assert customer.telegram_id is not None
    signed = signature(shop.texts.words(customer.language), shop, name)
    try:
        copied = await pass_on(message, bot, customer.telegram_id, signed=signed)
    except TelegramForbiddenError:
        await mark_blocked(shop, customer.id, blocked=True)
        return words("case-answer-blocked")
    by = TelegramId(message.from_user.id) if message.from_user else TelegramId(0)
    return _passed_on(words, answered, by) if copied else words("case-answer-uncopied")


def _passed_on(words: Words, answered: Answered, by: TelegramId) -> Html:
    if answered.repeated:
        return words("case-answer-repeated")
    case = answered.case
    if case.owner_name is not None and case.owner_id != by:
        return words("case-answer-sent-others", owner=shortened(case.owner_name, LABEL))
    return words("case-answer-sent")
