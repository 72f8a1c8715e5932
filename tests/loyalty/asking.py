"""Asking one question and reading what comes of it."""

from datetime import date
from typing import Any

from loyalty.survey import Accepted, AnswerValue, Choice, Given, Kind, Question, Typed, WrongAnswer, check

TODAY = date(2026, 3, 3)
REASONS = (
    Choice(id="price", label={"ru": "Дорого", "en": "Too dear"}),
    Choice(id="fit", label={"ru": "👗 Не подошёл размер", "en": "👗 Wrong size"}),
    Choice(id="other", label={"ru": "Другое", "en": "Something else"}),
)


def question(kind: Kind, **more: Any) -> Question:
    return Question(id="q", kind=kind, ask={"*": "?"}, **more)


def answer(kind: Kind, given: Given | str, **more: Any) -> AnswerValue | WrongAnswer:
    """The value, or why there is none. A plain string was typed."""
    what = Typed(given) if isinstance(given, str) else given
    checked = check(question(kind, **more), what, today=TODAY, country="RU")
    return checked.value if isinstance(checked, Accepted) else checked.why
