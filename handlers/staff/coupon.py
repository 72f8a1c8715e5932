"""A sale with a coupon: one is taken at once, of several one is chosen; then the amount, as for any sale."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.customer_page import coupon_on_page
from actions.shop import Shop
from handlers.filters import IsStaff, Pressed
from handlers.letters import answer
from handlers.staff.buttons import UseCoupon, WithCoupon
from handlers.staff.question import CancelQuestion, ask
from loyalty.coupon import Coupon, Usable, check_coupon
from loyalty.customer import Customer
from loyalty.ids import CustomerId
from texts.customer_page import COUPONS, CouponOnPage
from texts.lengths import shortened
from texts.letter import Button, Letter
from texts.till import NAME, called
from texts.words import Words

router = Router(name="staff.coupon")
LABEL = 40  # units of an offer's name on a button


@router.callback_query(Pressed(UseCoupon), IsStaff())
async def use_coupon(query: CallbackQuery, press: UseCoupon, shop: Shop, words: Words) -> None:
    """Which coupon?"""
    customer, usable = await _usable(shop, press.customer)
    if customer is None:
        await query.answer(words.plain("client-gone"), show_alert=True)
    elif not usable:
        await query.answer(words.plain("till-coupon-none"), show_alert=True)
    elif len(usable) == 1:
        await query.answer()
        await _ask(query, shop, words, customer, coupon_on_page(shop, usable[0], words.language))
    else:
        await query.answer()
        if isinstance(query.message, Message):
            await answer(query.message, _choice(shop, words, customer, usable))


def _choice(shop: Shop, words: Words, customer: Customer, usable: list[Coupon]) -> Letter:
    rows = []
    for coupon in usable[: COUPONS * 2]:
        shown = coupon_on_page(shop, coupon, words.language)
        label = words.plain("till-coupon-choice", gain=shown.gain, offer=shortened(shown.offer, LABEL))
        rows.append((Button(label, WithCoupon(customer=customer.id, coupon=coupon.id).pack()),))
    return Letter(words("till-coupon-choose", name=called(words, customer.name)), tuple(rows))


@router.callback_query(Pressed(WithCoupon), IsStaff())
async def coupon_chosen(query: CallbackQuery, press: WithCoupon, shop: Shop, words: Words) -> None:
    """That one, if it is still good."""
    customer, usable = await _usable(shop, press.customer)
    chosen = next((coupon for coupon in usable if coupon.id == press.coupon), None)
    if customer is None or chosen is None:
        await query.answer(words.plain("client-gone" if customer is None else "till-coupon-gone"), show_alert=True)
        return
    await query.answer()
    await _ask(query, shop, words, customer, coupon_on_page(shop, chosen, words.language))


async def _usable(shop: Shop, customer: int) -> tuple[Customer | None, list[Coupon]]:
    """The customer, and what they may use now."""
    async with shop.storage.reading() as tx:
        person = await tx.customers.find(customer)
        if person is None or person.erased_at is not None:
            return None, []
        valid = await tx.coupons.valid_of(CustomerId(customer), now=shop.now())
    return person, [coupon for coupon in valid if check_coupon(coupon, person.id, shop.now()) == Usable()]


async def _ask(query: CallbackQuery, shop: Shop, words: Words, customer: Customer, coupon: CouponOnPage) -> None:
    name, offer = called(words, customer.name), shortened(coupon.offer, NAME)
    text = words("sale-ask-coupon", name=name, offer=offer, gain=coupon.gain)
    await ask(query, shop, words, text, CancelQuestion(step="sale", subject=customer.id, coupon=coupon.id))
