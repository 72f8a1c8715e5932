"""`/card`: the card as a picture, and as text with the number to copy."""

import asyncio
import logging

from aiogram import Bot, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message

from actions.renew_card import NoCard, NotExpired, Renewed, renew_card
from actions.shop import Shop
from actions.show_card import Shown, show_card
from handlers.customer.menu import chosen
from handlers.filters import Pressed, Private
from handlers.letters import answer, send, without_buttons
from loyalty.customer import Customer
from loyalty.ids import CustomerId
from loyalty.money import Money
from texts.letter import Button, Letter
from texts.pictures.card import draw_card
from texts.press import Press
from texts.values import Html
from texts.words import Words

router = Router(name="customer.card")
log = logging.getLogger(__name__)


class RenewCard(Press, prefix="rc1"):
    """An expired card is to be valid again; of one that is valid nothing changes."""


@router.message(chosen("card"), Private())
async def card(message: Message, shop: Shop, words: Words, customer: Customer | None, bot: Bot) -> None:
    """Show it again."""
    if (
        customer is None
        or not customer.processing
        or not await send_card(bot, message.chat.id, shop, customer.id, words)
    ):
        await answer(message, Letter(words("no-card-yet")))


@router.callback_query(Pressed(RenewCard), Private())
async def renew(query: CallbackQuery, shop: Shop, words: Words, customer: Customer | None, bot: Bot) -> None:
    """One tap, and the card as it is now."""
    if customer is None or not customer.processing:
        await query.answer(words.plain("no-card-yet-short"))
        return
    match await renew_card(shop, customer.id):
        case Renewed():
            await query.answer(words.plain("card-renewed-short"))
            await without_buttons(query)
            await send_card(bot, query.from_user.id, shop, customer.id, words)
        case NotExpired():
            await query.answer(words.plain("card-not-expired-short"))
        case NoCard():
            await query.answer(words.plain("no-card-yet-short"))


async def send_card(bot: Bot, chat: int, shop: Shop, customer: CustomerId, words: Words) -> bool:
    """The card of this moment; False where they have none. Without the picture rather than not at all."""
    shown = await show_card(shop, customer)
    if shown is None:
        return False
    letter = _letter(shown, shop, words)
    picture = await asyncio.to_thread(draw_card, shown.face)
    try:
        await send(bot, chat, letter, picture=picture)
    except TelegramAPIError:
        log.warning("the picture of a card was not delivered, the text goes alone", exc_info=True)
        await send(bot, chat, letter)
    return True


def _letter(shown: Shown, shop: Shop, words: Words) -> Letter:
    lines = [words("card-text", tier=shown.tier, percent=shown.percent, number=shown.card.number)]
    until = shown.card.valid_until
    day = until.astimezone(shop.programme.shop.zone).date() if until else None
    if shown.expired and day is not None:
        renew = Button(words.plain("card-button-renew"), RenewCard().pack(), style="primary")
        return Letter(Html("\n".join([*lines, words("card-expired", day=day)])), ((renew,),))
    if shown.missing is not None and shown.next_tier is not None:
        missing = Money(shown.missing, shop.programme.shop.currency)
        lines.append(words("card-next-tier", missing=missing, tier=shown.next_tier))
    if day is not None:
        lines.append(words("card-valid-until", day=day))
    lines.append(words("card-how-to-use"))
    return Letter(Html("\n".join(lines)), ((Button(words.plain("button-copy-number"), copy=shown.card.number),),))
