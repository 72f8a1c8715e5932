"""`/coupons`: what may still be used, until when, with the code to copy."""

from aiogram import Router
from aiogram.types import Message

from actions.shop import Shop
from handlers.customer.menu import chosen
from handlers.filters import Private
from handlers.letters import answer
from loyalty.coupon import Coupon
from loyalty.customer import Customer
from loyalty.money import Money
from loyalty.notation import in_language
from texts.formats import Percent
from texts.letter import Button, Letter
from texts.values import Html
from texts.words import Words

router = Router(name="customer.coupons")
MOST = 20  # a person with more has stopped reading


@router.message(chosen("coupons"), Private())
async def coupons(message: Message, shop: Shop, words: Words, customer: Customer | None) -> None:
    """All of them, the one that ends first on top."""
    if customer is None or not customer.processing:
        await answer(message, Letter(words("no-card-yet")))
        return
    async with shop.storage.reading() as tx:
        found = await tx.coupons.valid_of(customer.id, now=shop.now())
    if not found:
        await answer(message, Letter(words("no-coupons")))
        return
    shown = found[:MOST]
    lines = [words("coupons-title", count=len(found)), *(_line(coupon, shop, words) for coupon in shown)]
    rows = tuple((Button(words.plain("button-copy-coupon", code=coupon.code), copy=coupon.code),) for coupon in shown)
    await answer(message, Letter(Html("\n\n".join(lines)), rows))


def _line(coupon: Coupon, shop: Shop, words: Words) -> Html:
    offer = shop.programme.offer(coupon.offer)
    zone = shop.programme.shop.zone
    gain = Percent(coupon.percent) if coupon.percent else Money(coupon.amount, shop.programme.shop.currency)
    until = coupon.valid_until.astimezone(zone).date()
    name = in_language(offer.name, words.language) if offer else coupon.offer
    if coupon.valid_from > shop.now():
        since = coupon.valid_from.astimezone(zone).date()
        return words("coupon-line-later", name=name, gain=gain, code=coupon.code, since=since, until=until)
    return words("coupon-line", name=name, gain=gain, code=coupon.code, until=until)
