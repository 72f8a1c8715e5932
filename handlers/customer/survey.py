"""Questions and their answers, by tap, by typing, by the contact button: every survey, the enrolment included."""

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import or_f
from aiogram.types import CallbackQuery, KeyboardButton, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove

from actions.answer_survey import (
    ANSWERED,
    STEP,
    Again,
    Ask,
    Finished,
    Outcome,
    Stale,
    Taken,
    answer_survey,
    leave_survey,
    resume_survey,
    step_back,
)
from actions.shop import Shop
from handlers.customer.card import send_card
from handlers.customer.menu import menu
from handlers.filters import Expecting, Pressed, Private
from handlers.letters import answer, send, turn_into, without_buttons
from loyalty.customer import Customer
from loyalty.ids import ResponseId
from loyalty.survey import Given, Other, SharedContact, Skipped, Tapped, Typed
from storage.dialogues import Dialogue
from texts.invitation import invite_button
from texts.letter import Button, Letter
from texts.programme_words import render
from texts.questions import Answer, Asked, Back, Cancel, Done, Resume, Skip, question_letter
from texts.touchpoint_letters import with_promise
from texts.values import Html
from texts.words import LANGUAGES, Words

router = Router(name="customer.survey")


async def say(
    bot: Bot, chat: int, outcome: Outcome, shop: Shop, words: Words, *, pressed: CallbackQuery | None = None
) -> None:
    """What follows an answer. After a press the question turns into it, so that the chat does not fill up."""
    match outcome:
        case Ask(asked, customer):
            await _ask(bot, chat, asked, _question(shop, words, asked, customer), words, pressed)
        case Again(asked, customer, why):
            before = words(f"wrong-{why.value.replace('_', '-')}", **_limits(asked))
            await _ask(bot, chat, asked, _question(shop, words, asked, customer, before), words, None)
        case Taken(asked, customer):
            await _ask(bot, chat, asked, _question(shop, words, asked, customer, words("phone-taken")), words, None)
        case Finished(_, customer, _, card=True):
            await _end_question(pressed)
            await send(bot, chat, Letter(words("enrolment-finished")), below=menu(words))
            if outcome.promise is not None:
                await send(bot, chat, with_promise(words, Letter(words("survey-thanks")), outcome.promise))
            await send_card(bot, chat, shop, customer.id, words)
        case Finished():
            await _conclude(bot, chat, outcome, shop, words, pressed)
        case Stale():
            await send(bot, chat, Letter(words("survey-over")))


def _limits(asked: Asked) -> dict[str, int]:
    return {"least": asked.question.minimum or 0, "most": asked.question.maximum or 0}


def _question(shop: Shop, words: Words, asked: Asked, customer: Customer, before: Html | None = None) -> Letter:
    return question_letter(words, asked, {"name": customer.name, "shop": shop.programme.shop.name}, before=before)


async def _ask(bot: Bot, chat: int, asked: Asked, letter: Letter, words: Words, pressed: CallbackQuery | None) -> None:
    if asked.asks_contact:
        await _end_question(pressed)
        await send(bot, chat, letter, below=_contact_keyboard(words, required=asked.question.required))
    elif pressed is not None:
        await turn_into(pressed, letter)
    else:
        await send(bot, chat, letter)


async def _end_question(pressed: CallbackQuery | None) -> None:
    if pressed is not None:
        await without_buttons(pressed)


def _contact_keyboard(words: Words, *, required: bool) -> ReplyKeyboardMarkup:
    """Telegram gives a contact only from below the input field; the navigation goes there with it."""
    share = KeyboardButton(text=words.plain("button-share-phone"), request_contact=True)
    rest = ["button-back", *([] if required else ["button-skip"]), "button-cancel"]
    rows = [[share], [KeyboardButton(text=words.plain(key)) for key in rest]]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)


async def _conclude(
    bot: Bot, chat: int, outcome: Finished, shop: Shop, words: Words, pressed: CallbackQuery | None
) -> None:
    end, customer = outcome.ending, outcome.customer
    values = {"name": customer.name, "shop": shop.programme.shop.name}
    text = render(end.text, words.language, values) if end else words("survey-thanks")
    invited = end is not None and end.invite and shop.programme.referral is not None
    letter = with_promise(words, Letter(text, ((invite_button(words),),) if invited else ()), outcome.promise)
    if pressed is not None:
        await turn_into(pressed, letter)
    else:
        await send(bot, chat, letter)


@router.callback_query(Pressed(Answer), Private())
async def tapped(
    query: CallbackQuery, press: Answer, shop: Shop, words: Words, customer: Customer | None, key: str, bot: Bot
) -> None:
    """One of the offered answers."""
    await take(query, press, Tapped(press.choice), shop, words, customer, key=key, bot=bot)


@router.callback_query(Pressed(Skip), Private())
async def skipped(
    query: CallbackQuery, press: Skip, shop: Shop, words: Words, customer: Customer | None, key: str, bot: Bot
) -> None:
    """Rather not say."""
    await take(query, press, Skipped(), shop, words, customer, key=key, bot=bot)


async def take(
    query: CallbackQuery,
    press: Answer | Skip | Done,
    given: Given,
    shop: Shop,
    words: Words,
    customer: Customer | None,
    *,
    key: str,
    bot: Bot,
) -> None:
    """Answer by a press, and go on from there."""
    outcome: Outcome = Stale()
    if customer is not None:
        response = ResponseId(press.response)
        outcome = await answer_survey(shop, customer.id, response, given, question=press.question, key=key)
    await _reply(query, outcome, shop, words, bot)


async def _reply(query: CallbackQuery, outcome: Outcome, shop: Shop, words: Words, bot: Bot) -> None:
    """An old question turns into the one that waits: perhaps that has never arrived."""
    if not isinstance(outcome, Stale):
        await query.answer()
        await say(bot, query.from_user.id, outcome, shop, words, pressed=query)
        return
    await query.answer(words.plain("stale-question"))
    waiting = outcome.waiting
    if waiting is not None and not waiting.asked.asks_contact:
        await turn_into(query, _question(shop, words, waiting.asked, waiting.customer))


@router.callback_query(Pressed(Back), Private())
async def back(
    query: CallbackQuery, press: Back, shop: Shop, words: Words, customer: Customer | None, key: str, bot: Bot
) -> None:
    """To the question before."""
    outcome: Outcome = Stale()
    if customer is not None:
        outcome = await step_back(shop, customer.id, ResponseId(press.response), question=press.question, key=key)
    await _reply(query, outcome, shop, words, bot)


@router.callback_query(Pressed(Cancel), Private())
async def cancelled(query: CallbackQuery, press: Cancel, shop: Shop, words: Words, customer: Customer | None) -> None:
    """Leave it for now."""
    response = ResponseId(press.response)
    if customer is None or not await leave_survey(shop, customer, response):
        await query.answer(words.plain("stale-question"))
        return
    await query.answer()
    await turn_into(query, _left(words, response))


def _left(words: Words, response: ResponseId) -> Letter:
    return Letter(words("survey-left"), ((Button(words.plain("button-resume"), Resume(response=response).pack()),),))


@router.callback_query(Pressed(Resume), Private())
async def resumed(
    query: CallbackQuery, press: Resume, shop: Shop, words: Words, customer: Customer | None, bot: Bot
) -> None:
    """Go on."""
    outcome: Outcome = Stale()
    if customer is not None:
        outcome = await resume_survey(shop, customer.id, ResponseId(press.response))
    await _reply(query, outcome, shop, words, bot)


@router.message(or_f(Expecting(STEP), Expecting(ANSWERED)), Private())
async def typed(
    message: Message, dialogue: Dialogue, shop: Shop, words: Words, customer: Customer | None, key: str, bot: Bot
) -> None:
    """An answer in words, a shared contact, a navigation word, or something that is no answer at all.

    What nothing waits for any more is not ours: it goes to people, like everything else that is written.
    """
    if customer is None or (dialogue.expecting == ANSWERED and dialogue.data.get("after") != key):
        raise SkipHandler
    response = ResponseId(int(dialogue.data["response"]))
    word = _navigation(message.text, shop)
    if word == "cancel":
        await leave_survey(shop, customer, response)
        await answer(message, Letter(words("keyboard-away")), below=ReplyKeyboardRemove())
        await answer(message, _left(words, response))
        return
    if word == "back":
        outcome = await step_back(shop, customer.id, response, question=None, key=key)
    else:
        given = Skipped() if word == "skip" else _given(message)
        outcome = await answer_survey(shop, customer.id, response, given, question=None, key=key)
    if isinstance(outcome, Stale):
        await _wait_no_more(shop, message.chat.id)
        raise SkipHandler
    await _put_contact_button_away(message, outcome, words, customer)
    await say(bot, message.chat.id, outcome, shop, words)


async def _wait_no_more(shop: Shop, person: int) -> None:
    """The survey was answered elsewhere, or the programme knows it no more."""
    async with shop.storage.transaction() as tx:
        await tx.dialogues.end(person, person)


async def _put_contact_button_away(
    message: Message, outcome: Ask | Again | Taken | Finished, words: Words, before: Customer
) -> None:
    """It goes as soon as the phone is not what is asked any more; somebody who was recognised by it hears so."""
    asks_contact = not isinstance(outcome, Finished) and outcome.asked.asks_contact
    if message.contact is not None and not asks_contact:
        text = words("phone-recognised" if outcome.customer.id != before.id else "phone-kept")
        await answer(message, Letter(text), below=ReplyKeyboardRemove())


def _navigation(text: str | None, shop: Shop) -> str | None:
    """Back, skip or cancel, typed or from the keyboard below, in any language."""
    if text is None:
        return None
    said = text.strip().casefold()
    for word in ("back", "skip", "cancel"):
        labels = (shop.texts.words(language).plain(f"button-{word}") for language in LANGUAGES)
        if any(said in (label.casefold(), label.split(" ", 1)[-1].casefold()) for label in labels):
            return word
    return None


def _given(message: Message) -> Given:
    """Only the sender's own account proves that a contact is theirs."""
    if message.contact is not None:
        own = message.from_user is not None and message.contact.user_id == message.from_user.id
        return SharedContact(phone=message.contact.phone_number, own=own)
    return Typed(message.text) if message.text is not None else Other()
