"""`/invite`: the link, the ready words, the share button; who came, and what it earned."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from actions.shop import Shop
from handlers.customer.menu import chosen
from handlers.filters import Pressed, Private
from handlers.letters import answer, send
from loyalty.customer import Customer
from loyalty.money import Money
from texts.formats import Percent
from texts.invitation import ShowInvite, ready_words, share_url
from texts.letter import Button, Letter
from texts.values import Html
from texts.words import Words

router = Router(name="customer.invite")


@router.message(chosen("invite"), Private())
async def invite(message: Message, shop: Shop, words: Words, customer: Customer | None) -> None:
    """By command or from the menu."""
    await answer(message, await _invitation(shop, words, customer))


@router.callback_query(Pressed(ShowInvite), Private())
async def invite_pressed(query: CallbackQuery, shop: Shop, words: Words, customer: Customer | None, bot: Bot) -> None:
    """From a thank-you; the message that it stood under stays as it is."""
    await query.answer()
    await send(bot, query.from_user.id, await _invitation(shop, words, customer))


async def _invitation(shop: Shop, words: Words, customer: Customer | None) -> Letter:
    programme = shop.programme
    if customer is None or customer.enrolled_at is None or customer.invite_code is None:
        return Letter(words("no-card-yet"))
    if programme.referral is None:
        return Letter(words("invite-none"))
    async with shop.storage.reading() as tx:
        invited = await tx.referrals.of_inviter(customer.id)
    link = shop.link(f"r_{customer.invite_code}")
    text = ready_words(programme, words.language, link)
    gains = {
        "mine": _gain(shop, programme.referral.inviter.coupon),
        "theirs": _gain(shop, programme.referral.friend.coupon),
    }
    lines = [words("invite-text", **gains), words("invite-ready", text=text)]
    lines.append(words("invite-score", came=invited.pending + invited.earned, earned=invited.earned))
    rows = (
        (Button(words.plain("button-share"), url=share_url(link, text)),),
        (Button(words.plain("button-copy-link"), copy=link),),
    )
    return Letter(Html("\n\n".join(lines)), rows)


def _gain(shop: Shop, offer_id: str) -> Percent | Money:
    offer = shop.programme.offer(offer_id)
    assert offer is not None  # checked when the programme is loaded
    if offer.amount is None:
        return Percent(offer.percent)
    return Money(shop.programme.shop.minor(offer.amount), shop.programme.shop.currency)
