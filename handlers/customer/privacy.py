"""`/privacy`: what was agreed to, what is kept, take it along, be forgotten."""

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import BufferedInputFile, CallbackQuery, Message, ReplyKeyboardRemove

from actions.own_data import forget_customer, own_data
from actions.shop import Shop
from handlers.filters import Pressed, Private
from handlers.letters import answer, send, turn_into
from loyalty.customer import Customer
from texts.consent.document import processing_document
from texts.letter import Button, Letter
from texts.press import Press
from texts.values import Html
from texts.words import Words

router = Router(name="customer.privacy")


class ShowDocument(Press, prefix="vd1"):
    """The document that they agreed to."""


class TakeData(Press, prefix="vt1"):
    """All of it as a file."""


class Forget(Press, prefix="vf1"):
    """Erase me; asked twice, since nothing brings it back."""

    sure: bool


@router.message(Command("privacy"), Private())
async def privacy(message: Message, shop: Shop, words: Words, customer: Customer | None) -> None:
    """To a stranger: the document, and that nothing is kept."""
    if customer is None or not customer.processing:
        await answer(message, Letter(words("privacy-nothing-kept")))
        await answer(message, Letter(processing_document(shop.programme, words.language).text))
        return
    async with shop.storage.reading() as tx:
        consents = await tx.consents.of(customer.id)
    zone = shop.programme.shop.zone
    last = {consent.kind: consent for consent in consents}
    lines = [
        words(f"privacy-consent-{kind}", given=consent.given, at=consent.at.astimezone(zone))
        for kind, consent in last.items()
    ]
    rows = (
        (Button(words.plain("button-document"), ShowDocument().pack()),),
        (Button(words.plain("button-take-data"), TakeData().pack()),),
        (Button(words.plain("button-forget"), Forget(sure=False).pack(), style="danger"),),
    )
    await answer(message, Letter(Html("\n".join([words("privacy-text"), "", *lines])), rows))


@router.callback_query(Pressed(ShowDocument), Private())
async def document(query: CallbackQuery, shop: Shop, words: Words, bot: Bot) -> None:
    """In full."""
    await query.answer()
    await send(bot, query.from_user.id, Letter(processing_document(shop.programme, words.language).text))


@router.callback_query(Pressed(TakeData), Private())
async def take_data(query: CallbackQuery, shop: Shop, words: Words, customer: Customer | None, bot: Bot) -> None:
    """One JSON file."""
    if customer is None:
        await query.answer(words.plain("no-card-yet-short"))
        return
    await query.answer()
    file = BufferedInputFile(await own_data(shop, customer), "my-data.json")
    await bot.send_document(query.from_user.id, file, caption=words("data-file"))


@router.callback_query(Pressed(Forget), Private())
async def forget(
    query: CallbackQuery, press: Forget, shop: Shop, words: Words, customer: Customer | None, bot: Bot
) -> None:
    """The second tap does it."""
    if customer is None:
        await query.answer(words.plain("already-forgotten"))
        return
    await query.answer()
    if not press.sure:
        yes = Button(words.plain("button-forget-sure"), Forget(sure=True).pack(), style="danger")
        await send(bot, query.from_user.id, Letter(words("forget-question"), ((yes,),)))
        return
    await forget_customer(shop, customer, wording=words.plain("button-forget-sure"))
    await turn_into(query, Letter(words("forgotten")))
    await send(bot, query.from_user.id, Letter(words("forgotten-start")), below=ReplyKeyboardRemove())
