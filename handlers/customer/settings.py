"""`/settings`: offers on or off, the language."""

from dataclasses import replace

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from actions.choose_language import choose_language
from actions.give_consent import decide_on_marketing
from actions.shop import Shop
from handlers.customer.menu import chosen, menu
from handlers.customer.start import ask_on
from handlers.filters import Pressed, Private
from handlers.letters import answer, send, turn_into
from loyalty.customer import Customer
from texts.letter import Button, Letter
from texts.press import Press
from texts.words import Words

router = Router(name="customer.settings")


class Offers(Press, prefix="so1"):
    """Messages with offers."""

    given: bool


class Speak(Press, prefix="sl1"):
    """The language."""

    language: str


def _letter(shop: Shop, words: Words, customer: Customer) -> Letter:
    key = "button-offers-stop" if customer.marketing else "button-offers-start"
    rows = [(Button(words.plain(key), Offers(given=not customer.marketing).pack()),)]
    for language in shop.programme.shop.languages:
        if language != words.language:
            label = shop.texts.words(language).plain("language-itself")
            rows.append((Button(label, Speak(language=language).pack()),))
    return Letter(words("settings-text", offers=customer.marketing), tuple(rows))


@router.message(chosen("settings"), Private())
async def settings(message: Message, shop: Shop, words: Words, customer: Customer | None) -> None:
    """What can be chosen."""
    if customer is None or not customer.processing:
        await answer(message, Letter(words("no-card-yet")))
        return
    await answer(message, _letter(shop, words, customer))


@router.callback_query(Pressed(Offers), Private())
async def offers(query: CallbackQuery, press: Offers, shop: Shop, words: Words, customer: Customer | None) -> None:
    """One tap, and back by one tap."""
    if customer is None:
        await query.answer(words.plain("no-card-yet-short"))
        return
    wording = words.plain("button-offers-start" if press.given else "button-offers-stop")
    await decide_on_marketing(shop, customer, given=press.given, wording=wording)
    await query.answer(words.plain("offers-on" if press.given else "offers-off"))
    await turn_into(query, _letter(shop, words, replace(customer, marketing=press.given)))


@router.callback_query(Pressed(Speak), Private())
async def language(
    query: CallbackQuery, press: Speak, shop: Shop, words: Words, customer: Customer | None, bot: Bot
) -> None:
    """From now on in that language, the menu too; who is still on the way to the card is asked on in it."""
    if customer is None or press.language not in shop.programme.shop.languages:
        await query.answer(words.plain("no-card-yet-short"))
        return
    await choose_language(shop, customer.id, press.language)
    spoken = shop.texts.words(press.language)
    await query.answer()
    await turn_into(query, _letter(shop, spoken, replace(customer, language=press.language)))
    enrolled = customer.enrolled_at is not None
    await send(bot, query.from_user.id, Letter(spoken("language-chosen")), below=menu(spoken) if enrolled else None)
    if not enrolled:
        await ask_on(bot, shop, spoken, customer)
