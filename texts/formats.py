"""Money, days, moments and per cents as people of a language write them. No-break spaces hold a number to its unit."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, get_currency_precision

from loyalty.customer import Birthday
from loyalty.money import Money

NO_BREAK = "\u00a0"

# Babel writes "BYN" where the country itself writes "Br", and "RUB" in English. Without a sign here the code stands.
_SIGNS = {
    "AMD": "֏",
    "AZN": "₼",
    "BYN": "Br",
    "CNY": "¥",
    "EUR": "€",
    "GBP": "£",
    "GEL": "₾",
    "ILS": "₪",
    "JPY": "¥",
    "KZT": "₸",
    "RUB": "₽",
    "TRY": "₺",
    "UAH": "₴",
    "USD": "$",
}


@dataclass(frozen=True, slots=True)
class Percent:
    """So many of a hundred: `Percent(10)` is a tenth. Tells a text that the number wants its sign."""

    value: int | Decimal


def major(value: Money) -> Decimal:
    """Minor units → major, exactly."""
    return Decimal(value.minor).scaleb(-get_currency_precision(value.currency))


def money(value: Money, language: str) -> str:
    """`1 500 ₽`, `1 500,50 ₽`, in English `₽1,500.50`: cents only where there are some."""
    digits = get_currency_precision(value.currency)
    amount = major(value)
    fraction = f".{'0' * digits}" if amount % 1 else ""
    number = format_decimal(abs(amount), format=f"#,##0{fraction}", locale=language)
    minus = "-" if amount < 0 else ""
    unit = sign(value.currency)
    if language == "en":
        return f"{minus}{unit}{NO_BREAK if unit[-1].isalpha() else ''}{number}"
    return f"{minus}{number}{NO_BREAK}{unit}"


def sign(currency: str) -> str:
    """`₽` for RUB; the code itself where there is no sign that people would know."""
    return _SIGNS.get(currency, currency)


def number(value: int | float | Decimal, language: str) -> str:
    """`1 500`, `4,5`; at most three digits after the point."""
    return format_decimal(value, locale=language)


def percent(value: int | Decimal, language: str) -> str:
    """`10 %`, in English `10%`; at most one digit after the point."""
    number = format_decimal(value, format="#,##0.#", locale=language)
    return f"{number}%" if language == "en" else f"{number}{NO_BREAK}%"


def day(value: date, language: str) -> str:
    """`5 марта 2027`, `5 March 2027`."""
    return format_date(value, "d MMMM y", locale=language)


def day_month(value: date | Birthday, language: str) -> str:
    """`5 марта`, `5 March`: where the year is known to all, or to nobody."""
    return format_date(
        date(2000, value.month, value.day), "d MMMM", locale=language
    )  # a leap year: 29 February is a day


def birthday(value: Birthday, language: str) -> str:
    """With the year where the person told it."""
    if value.year is None:
        return day_month(value, language)
    return day(date(value.year, value.month, value.day), language)


def moment(value: datetime, language: str) -> str:
    """`5 марта 2027, 09:05`, in the time zone that `value` carries.

    ValueError for a naive time and for `datetime.UTC`: that is how times are kept, and nobody lives by it. Turn it
    with `.astimezone(zone)` into the shop's or the person's own first.
    """
    if value.tzinfo is None or value.tzinfo is UTC:
        raise ValueError("convert the time to somebody's own zone before it is said")
    return format_datetime(value, "d MMMM y, HH:mm", locale=language)
