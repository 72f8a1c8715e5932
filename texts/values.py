"""How a value is written into a text: escaped, formatted, and kept from turning the line around.

What came from a person is escaped here and nowhere else.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from html import escape

from loyalty.customer import Birthday
from loyalty.money import Money
from texts import formats
from texts.formats import Percent


class Html(str):
    """Text that is Telegram HTML already: it is not escaped again. What `words(...)` returns is one."""

    __slots__ = ()


Value = str | int | float | Decimal | Percent | Money | date | datetime | Birthday

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # a name may not decide in which direction we write
_ISOLATE, _END = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """Right-to-left text in an isolate (FSI…PDI), so that the rest of the line stays where it was."""
    text = _DIRECTIONS.sub("", text)
    return f"{_ISOLATE}{text}{_END}" if _RIGHT_TO_LEFT.search(text) else text


def as_html(value: object, language: str) -> str:
    """`value` for a place in Telegram HTML; TypeError for what no text knows how to say."""
    if isinstance(value, Html):
        return value
    return escape(as_plain(value, language), quote=False)


def as_plain(value: object, language: str) -> str:
    """`value` for a place without markup: a button, a callback's answer, a picture."""
    if isinstance(value, Html):
        raise TypeError("HTML was given to a text without markup")
    if isinstance(value, str):
        return isolated(value)
    if isinstance(value, bool):
        return "yes" if value else "no"  # for a selector: { $given -> [yes] … *[no] … }
    if isinstance(value, int | float | Decimal):
        return formats.number(value, language)
    return _formatted(value, language)


def _formatted(value: object, language: str) -> str:
    match value:
        case Money():
            return formats.money(value, language)
        case Percent():
            return formats.percent(value.value, language)
        case datetime():
            return formats.moment(value, language)
        case date():
            return formats.day(value, language)
        case Birthday():
            return formats.birthday(value, language)
    raise TypeError(f"no text knows how to say a {type(value).__name__}")
