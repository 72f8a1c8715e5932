"""Money: integer minor units and their currency. Never a float."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from babel.numbers import get_currency_precision, get_currency_symbol


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`minor` units (kopecks, cents) of `currency` (ISO 4217)."""

    minor: int
    currency: str


class AmountProblem(StrEnum):
    """Why what somebody typed is no amount that can be paid."""

    NOT_A_NUMBER = "not_a_number"
    NOT_POSITIVE = "not_positive"
    TOO_LARGE = "too_large"
    TOO_FINE = "too_fine"  # half a kopeck


LARGEST = 10_000_000  # major units; more than that at a small shop's till is a slip of the finger

_ROUBLES = ("р", "руб", "рубль", "рубля", "рублей")
_WORDS = {  # as people type them at a till; the tables of Unicode have the official signs, not these
    "RUB": _ROUBLES,
    "BYN": _ROUBLES,
    "KZT": ("₸", "тг", "тенге"),
    "UAH": ("₴", "грн", "гривна", "гривны", "гривен"),
    "GEL": ("₾", "лари"),
    "AMD": ("֏", "драм", "драма", "драмов"),
    "UZS": ("сум", "сума", "сумов"),
    "USD": ("US$", "долл", "доллар", "доллара", "долларов", "dollar", "dollars"),
    "EUR": ("евро", "euro", "euros"),
}
_NUMBER = re.compile(r"([+-]?)([0-9][0-9 .,]*|[.,][0-9]+)")
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "'": " ", "’": " "})


def parse_amount(text: str, currency: str) -> Money | AmountProblem:
    """What somebody typed as a sum: `1 500,50 ₽`, `1,500.50`, `1.500,50`, `1500р`, `₽1500`.

    A single separator with three digits after it parts thousands (`1.500` is one thousand five hundred), unless the
    currency itself has three digits. The sign of another currency is not a number of this one.
    """
    bare = _without_currency(unicodedata.normalize("NFKC", text).translate(_DASHES), currency)
    found = _NUMBER.fullmatch(bare)
    digits = _plain(found[2], get_currency_precision(currency)) if found else None
    if found is None or digits is None:
        return AmountProblem.NOT_A_NUMBER
    value = Decimal(digits)
    if found[1] == "-" or not value:
        return AmountProblem.NOT_POSITIVE
    if value > LARGEST:
        return AmountProblem.TOO_LARGE
    minor = value.scaleb(get_currency_precision(currency))
    return Money(int(minor), currency) if minor == int(minor) else AmountProblem.TOO_FINE


@cache
def _marks(currency: str) -> re.Pattern[str]:
    """The currency's signs and words, alone at either end of an amount."""
    symbols = {get_currency_symbol(currency, locale) for locale in ("en", "en_US", "ru")}
    marks = {currency, *symbols, *_WORDS.get(currency, ())}
    any_of = "|".join(re.escape(unicodedata.normalize("NFKC", mark)) for mark in sorted(marks, key=len, reverse=True))
    return re.compile(rf"^([+-]?)\s*(?:{any_of})\.?|(?:{any_of})\.?$", re.IGNORECASE)


def _without_currency(text: str, currency: str) -> str:
    """`text` less one mark of the currency, with single spaces."""
    bare = _marks(currency).sub(lambda found: found[1] or "", " ".join(text.split()), count=1)
    return bare.strip()


def _plain(written: str, precision: int) -> str | None:
    """Digits with at most one decimal point, or None where the separators make no sense."""
    marks = [mark for mark in written if mark in ".,"]
    if not marks:
        return _ungrouped(written, " ")
    last = marks[-1]
    whole, _, fraction = written.rpartition(last)
    other = "," if last == "." else "."
    if last in whole or (other not in whole and _parts_thousands(whole, last, fraction, precision)):
        return _ungrouped(written, last)  # the same mark twice, or once before three digits: thousands
    ungrouped = _ungrouped(whole, other if other in whole else " ") if whole else "0"
    return None if ungrouped is None or not fraction.isdigit() else f"{ungrouped}.{fraction}"


def _parts_thousands(whole: str, mark: str, fraction: str, precision: int) -> bool:
    likely = len(fraction) == 3 and whole.isdigit() and len(whole) <= 3 and not whole.startswith("0")
    return likely and (precision < 3 or mark == ",")


def _ungrouped(written: str, separator: str) -> str | None:
    """Digits in groups of three, joined; None where the groups are not of three."""
    first, *groups = written.split(separator)
    if not first.isdigit() or (groups and len(first) > 3):
        return None
    return first + "".join(groups) if all(len(g) == 3 and g.isdigit() for g in groups) else None
