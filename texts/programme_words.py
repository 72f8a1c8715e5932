"""The owner's own words, from the programme file: HTML that the owner wrote, filled with values that are escaped.

A text is filled in one pass, so a customer called "{coupon}" or "<b>" changes nothing. What somebody has not told us is
given as None: a line that needs it is left out, and a missing name is left out of its sentence ("{name}, спасибо!"
becomes "Спасибо!").
"""

import re
from collections.abc import Callable, Mapping

from loyalty.notation import Localised, in_language
from loyalty.template import blanks, fill
from texts.formats import Percent
from texts.values import Html, as_html, as_plain

_PERCENT = re.compile(r"\{percent\}\s*%")  # the value brings its own sign
_NAME = r"(?:<[a-z]+>)?\{name\}(?:</[a-z]+>)?"
_NAME_FIRST = re.compile(rf"(^|[.!?…]\s+){_NAME}[,!:—\s]*((?:<[^>]+>|[«„\"(])*)(\w?)", re.MULTILINE)
_NAME_INSIDE = re.compile(rf",?\s?{_NAME}")


def render(template: Localised, language: str, values: Mapping[str, object]) -> Html:
    """Telegram HTML.

    values: by placeholder; `percent` is a number or Percent, or Money for an offer of an amount. KeyError: the text has
    a placeholder that is not among them at all.
    """
    return Html(_fill(in_language(template, language), language, values, as_html))


def render_plain(template: Localised, language: str, values: Mapping[str, object]) -> str:
    """The same without markup: for the words that go into a link or onto a button."""
    return _fill(in_language(template, language), language, values, as_plain)


def _fill(text: str, language: str, values: Mapping[str, object], write: Callable[[object, str], str]) -> str:
    text = _PERCENT.sub("{percent}", text.strip())
    if "name" in values and not values["name"]:
        text = _NAME_INSIDE.sub("", _NAME_FIRST.sub(_begin_without_name, text))
    written = {name: write(_typed(name, value), language) for name, value in values.items() if value is not None}
    lines = [line for line in text.split("\n") if all(values[name] is not None for name in blanks(line))]
    return fill(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), written)


def _begin_without_name(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}{found[3].upper()}"


def _typed(name: str, value: object) -> object:
    return Percent(value) if name == "percent" and isinstance(value, int) else value
