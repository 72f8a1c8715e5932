"""What is said at the till about a price: `К оплате 1 350 ₽: 1 500 − 10 % (Серебро)`, and why."""

from dataclasses import dataclass

from loyalty.discount import Because, BelowMargin, Price
from loyalty.money import Money
from texts import formats
from texts.formats import Percent
from texts.lengths import shortened
from texts.values import Html
from texts.words import Words

NAME = 200  # of a person or an offer, units of Telegram HTML


@dataclass(frozen=True, slots=True)
class Priced:
    """A price and the names of what it is made of. `offer`: the coupon's, if there was one."""

    full: Money
    price: Price
    tier: str
    offer: str | None = None


def called(words: Words, name: str | None, limit: int = NAME) -> str:
    """How somebody is named, to staff; people without a name are people, too."""
    return shortened(name, limit) if name and name.strip() else words.plain("client-nameless")


def price_line(words: Words, priced: Priced) -> Html:
    """What is to be paid, and how it came about."""
    to_pay = priced.price.to_pay
    if not priced.price.discount:
        return words("sale-price-full", pay=to_pay)
    full = figure(priced.full, words.language)
    return words("sale-price", pay=to_pay, full=full, off=_taken_off(priced), why=_why(words, priced))


def _taken_off(priced: Priced) -> Percent | Money:
    """Per cent, unless a fixed amount had its part in it: then the amount is the truth."""
    price = priced.price
    if abs(priced.full.minor * price.percent_shown - price.discount * 100) <= 50:  # half a kopeck: rounding
        return Percent(price.percent_shown)
    return Money(price.discount, priced.full.currency)


def _why(words: Words, priced: Priced) -> str:
    because = priced.price.because
    parts = []
    if Because.TIER in because:
        parts.append(shortened(priced.tier, NAME))
    if Because.COUPON in because:
        parts.append(words.plain("sale-because-coupon", offer=shortened(priced.offer or "", NAME)))
    said = " + ".join(parts)
    return words.plain("sale-because-capped", why=said) if Because.CAP in because else said


def figure(value: Money, language: str) -> str:
    """The number of an amount without the currency's sign, which stands beside it already."""
    written = formats.money(value, language)
    return "".join(letter for letter in written if letter.isdigit() or letter in ".,-" or letter.isspace()).strip()


def below_margin_line(words: Words, below: BelowMargin, *, coupon: bool) -> Html:
    """Why that discount is not given, in numbers."""
    numbers = {"pay": below.to_pay, "floor": below.floor, "cost": below.cost}
    left = Money(abs(below.margin_left), below.to_pay.currency)
    return words("sale-below-margin", **numbers, left=left, loss=below.margin_left < 0, coupon=coupon)


def lines(*parts: str | None) -> str:
    """Lines that have something to say."""
    return "\n".join(part for part in parts if part)
