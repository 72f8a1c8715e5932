"""A sale that was not recorded as it was typed: why, and the buttons for what is possible instead."""

from dataclasses import replace

from actions.record_purchase import CouponRefused, Sale
from actions.shop import Shop
from handlers.staff.buttons import SellFor, page_row
from handlers.staff.typed import TwoWays
from loyalty.coupon import AlreadyUsed, Expired, SomebodyElses, TooEarly
from loyalty.ids import CustomerId
from texts.letter import Button, Letter, Rows
from texts.values import Html
from texts.words import Words


def coupon_trouble(shop: Shop, words: Words, refused: CouponRefused) -> Html:
    zone = shop.programme.shop.zone
    match refused.checked:
        case TooEarly(since):
            return words("sale-coupon-too-early", day=since.astimezone(zone).date())
        case Expired(until):
            return words("sale-coupon-expired", day=until.astimezone(zone).date())
        case AlreadyUsed(at):
            return words("sale-coupon-already-used", day=at.astimezone(zone).date())
        case SomebodyElses():
            return words("sale-coupon-not-theirs")
        case _:
            return words("sale-coupon-unknown")


def rows_without(words: Words, sale: Sale, *, full: bool, question: int) -> Rows:
    """The same sale without what was refused; and the page."""
    press = SellFor(
        customer=sale.customer,
        coupon=0,
        amount=sale.amount.minor,
        full=full,
        question=question,
        receipt=sale.receipt or "",
    )
    key = "sale-button-without-discount" if full else "sale-button-without-coupon"
    return (*_sell_row(words.plain(key, amount=sale.amount), press), *page_row(words, sale.customer))


def two_ways_letter(words: Words, ways: TwoWays, customer: CustomerId, *, coupon: int, question: int) -> Letter:
    """`500 123`: which of the two was meant?"""
    whole = SellFor(
        customer=customer, coupon=coupon, amount=ways.amount.minor, full=False, question=question, receipt=""
    )
    shorter = replace(whole, amount=ways.shorter.minor, receipt=ways.receipt)
    rows = _sell_row(words.plain("sale-way-amount", amount=ways.amount), whole) + _sell_row(
        words.plain("sale-way-receipt", amount=ways.shorter, receipt=ways.receipt), shorter
    )
    return Letter(words("sale-two-ways"), rows)


def _sell_row(label: str, press: SellFor) -> Rows:
    """No button where the receipt is too long for one: then the command has to be written again."""
    try:
        return ((Button(label, press.pack()),),)
    except ValueError:
        return ()
