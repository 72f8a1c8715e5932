"""The way out that stands under every message but service: one tap, and one tap back."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from actions.give_consent import decide_on_marketing
from actions.shop import Shop
from handlers.filters import Pressed, Private
from handlers.letters import send, turn_into
from loyalty.customer import Customer
from texts.letter import Letter
from texts.touchpoint_letters import StopOffers, WantOffers, stopped_letter
from texts.words import Words

router = Router(name="customer.unsubscribe")


@router.callback_query(Pressed(StopOffers), Private())
async def stop_offers(query: CallbackQuery, shop: Shop, words: Words, customer: Customer | None, bot: Bot) -> None:
    """No more of this. The message stays, for its coupon is theirs; pressed again, it changes nothing."""
    if customer is None:
        await query.answer(words.plain("touch-stranger-short"))
        return
    changed = await decide_on_marketing(shop, customer, given=False, wording=words.plain("touch-stop"))
    await query.answer(words.plain("touch-stopped-short"))
    if changed:
        await send(bot, query.from_user.id, stopped_letter(words))


@router.callback_query(Pressed(WantOffers), Private())
async def want_offers(query: CallbackQuery, shop: Shop, words: Words, customer: Customer | None) -> None:
    """It was a slip of the finger."""
    if customer is None:
        await query.answer(words.plain("touch-stranger-short"))
        return
    await decide_on_marketing(shop, customer, given=True, wording=words.plain("touch-undo"))
    await query.answer(words.plain("touch-undone-short"))
    await turn_into(query, Letter(words("touch-undone")))
