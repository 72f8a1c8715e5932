"""`/start`: the language, the consents, and into the questionnaire; or welcome back."""

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from actions.answer_survey import resume_survey
from actions.begin import claim_coupon, forget_newcomer, remember_newcomer
from actions.give_consent import COUPON, INVITED, Newcomer, agree_to_processing, decide_on_marketing
from actions.shop import Shop
from handlers.customer.menu import menu
from handlers.customer.survey import say
from handlers.filters import Pressed, Private
from handlers.letters import answer, send, turn_into, without_buttons
from loyalty.customer import Customer
from loyalty.ids import ResponseId, TelegramId
from texts.consent.document import marketing_wording, processing_document
from texts.letter import Button, Letter
from texts.press import Press
from texts.words import LANGUAGES, Words

router = Router(name="customer.start")
CARD = "c_"


class Begin(Press, prefix="bg1"):
    """`/start` as a customer, for those whose own /start means something else."""


class ChooseLanguage(Press, prefix="lg1"):
    """The first tap."""

    language: str


class Processing(Press, prefix="pd1"):
    """Consent to the processing of personal data, under the document."""

    language: str
    given: bool


class Marketing(Press, prefix="mk1"):
    """Messages with offers, asked once on the way to the card."""

    given: bool


@router.message(CommandStart(), Private())
async def start(
    message: Message, command: CommandObject, shop: Shop, words: Words, customer: Customer | None, bot: Bot
) -> None:
    """`/start [what the link carried]`. A card's link says nothing to anybody but staff (handlers/staff)."""
    payload = command.args or ""
    if payload.startswith(CARD):
        await answer(message, Letter(words("card-of-somebody", shop=shop.programme.shop.name)))
    await _begin(bot, message.chat.id, shop, words, customer, payload)


@router.callback_query(Pressed(Begin), Private())
async def begin(query: CallbackQuery, shop: Shop, words: Words, customer: Customer | None, bot: Bot) -> None:
    """Staff have cards, too."""
    await query.answer()
    await _begin(bot, query.from_user.id, shop, words, customer, payload="")


async def _begin(bot: Bot, chat: int, shop: Shop, words: Words, customer: Customer | None, payload: str) -> None:
    """In a private chat, whose number is the person's."""
    if customer is not None and customer.processing:
        await _welcome_back(bot, chat, shop, words, customer, payload)
        return
    await remember_newcomer(shop, TelegramId(chat), payload)
    if len(shop.programme.shop.languages) > 1:
        await send(bot, chat, _languages(shop))
    else:
        await _show_document(bot, chat, shop, shop.programme.shop.languages[0])


def _languages(shop: Shop) -> Letter:
    languages = shop.programme.shop.languages
    lines = (shop.texts.words(language)("choose-language", shop=shop.programme.shop.name) for language in languages)
    buttons = (
        Button(shop.texts.words(language).plain("language-itself"), ChooseLanguage(language=language).pack())
        for language in languages
    )
    return Letter("\n\n".join(lines), (tuple(buttons),))


@router.callback_query(Pressed(ChooseLanguage), Private())
async def language_chosen(query: CallbackQuery, press: ChooseLanguage, shop: Shop, bot: Bot) -> None:
    """The document in that language, in full."""
    await query.answer()
    if press.language in shop.programme.shop.languages:
        words = shop.texts.words(press.language)
        await turn_into(query, Letter(words("consent-intro", shop=shop.programme.shop.name)))
        await _show_document(bot, query.from_user.id, shop, press.language)


async def _show_document(bot: Bot, chat: int, shop: Shop, language: str) -> None:
    words = shop.texts.words(language)
    yes = Processing(language=language, given=True).pack()
    no = Processing(language=language, given=False).pack()
    rows = ((Button(words.plain("button-agree"), yes, style="success"),), (Button(words.plain("button-not-now"), no),))
    await send(bot, chat, Letter(processing_document(shop.programme, language).text, rows))


@router.callback_query(Pressed(Processing), Private())
async def processing_decided(
    query: CallbackQuery, press: Processing, shop: Shop, bot: Bot, customer: Customer | None
) -> None:
    """Yes: the person begins to exist here. No: nothing is kept; of somebody who has agreed before, that is no news."""
    if press.language not in LANGUAGES:
        raise SkipHandler
    words = shop.texts.words(press.language)
    person = TelegramId(query.from_user.id)
    agreed = customer is not None and customer.processing
    await query.answer(words.plain("consent-given-before") if agreed and not press.given else None)
    await without_buttons(query)
    if agreed and not press.given:
        return
    if not press.given:
        await forget_newcomer(shop, person)
        contact = shop.programme.shop.contact
        await send(bot, person, Letter(words("consent-declined", contact=contact, reachable=bool(contact))))
        return
    if not agreed:
        await agree_to_processing(shop, Newcomer(person, press.language, words.plain("button-agree")))
    await _ask_about_marketing(bot, person, shop, words)


async def _ask_about_marketing(bot: Bot, chat: int, shop: Shop, words: Words) -> None:
    rows = (
        (Button(words.plain("button-marketing-yes"), Marketing(given=True).pack()),),
        (Button(words.plain("button-marketing-no"), Marketing(given=False).pack()),),
    )
    await send(bot, chat, Letter(marketing_wording(shop.programme, words.language), rows))


@router.callback_query(Pressed(Marketing), Private())
async def marketing_decided(
    query: CallbackQuery, press: Marketing, shop: Shop, words: Words, customer: Customer | None, bot: Bot
) -> None:
    """Either answer leads to the questionnaire."""
    await query.answer()
    if customer is None:
        await without_buttons(query)
        return
    key = "button-marketing-yes" if press.given else "button-marketing-no"
    await decide_on_marketing(shop, customer, given=press.given, wording=words.plain(key))
    await turn_into(query, Letter(words("marketing-yes" if press.given else "marketing-no")))
    await ask_on(bot, shop, words, customer)


async def ask_on(bot: Bot, shop: Shop, words: Words, customer: Customer) -> None:
    """The question that waits, if the questionnaire is not finished."""
    async with shop.storage.reading() as tx:
        response = await tx.responses.of(customer.id, shop.programme.enrolment.id)
    if response is not None and response.finished_at is None:
        outcome = await resume_survey(shop, customer.id, ResponseId(response.id))
        await say(bot, customer.telegram_id or 0, outcome, shop, words)


async def _welcome_back(bot: Bot, chat: int, shop: Shop, words: Words, customer: Customer, payload: str) -> None:
    async with shop.storage.reading() as tx:
        consents = await tx.consents.of(customer.id)
        card = await tx.cards.of(customer.id)
    if card is None and not any(consent.kind == "marketing" for consent in consents):
        await _ask_about_marketing(bot, chat, shop, words)
    elif card is None:
        await send(bot, chat, Letter(words("enrolment-resumed")))
        await ask_on(bot, shop, words, customer)
    else:
        await send(bot, chat, Letter(await _greeting(shop, words, customer, payload)), below=menu(words))


async def _greeting(shop: Shop, words: Words, customer: Customer, payload: str) -> str:
    if payload.startswith(COUPON) and await claim_coupon(shop, customer.id, payload.removeprefix(COUPON)):
        return words("coupon-claimed")
    if payload.startswith(INVITED):
        return words("invited-already")
    return words("welcome-back", name=customer.name or "", named=bool(customer.name), shop=shop.programme.shop.name)
