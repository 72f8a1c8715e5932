"""Questionnaires as data: the programme file's `[[surveys]]`."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from loyalty.notation import Localised, Rule, Slug

AnswerValue = str | int | bool | list[str] | None  # None: skipped


class Kind(StrEnum):
    """How a question is asked and what counts as an answer."""

    TEXT = "text"
    NAME = "name"
    PHONE = "phone"
    DATE = "date"
    EMAIL = "email"
    CHOICE = "choice"  # one of
    CHOICES = "choices"  # any of
    NUMBER = "number"
    SCALE5 = "scale5"  # 1..5
    SCALE10 = "scale10"  # 0..10
    YES_NO = "yes_no"
    CONSENT = "consent"  # yes, or the survey ends here


SCALES = {Kind.SCALE5: range(1, 6), Kind.SCALE10: range(11)}


class Choice(Rule):
    """One button of a choice."""

    id: Slug
    label: Localised
    offer: Slug | None = None  # the coupon that whoever answers so gets at the end


class Question(Rule):
    """One question. Its id is what conditions, reports and exports call it."""

    id: Slug
    kind: Kind
    ask: Localised
    choices: tuple[Choice, ...] = ()
    required: bool = True
    ask_if: str | None = None  # `score <= 3`, see loyalty/condition.py
    fills: Literal["name", "phone", "birthday", "email", "gender"] | None = None  # the customer's column
    typed_phone: bool = False  # a phone that was typed, or somebody else's contact, is accepted (and marked unverified)
    minimum: int | None = None  # of a number
    maximum: int | None = None


class Ending(Rule):
    """What is said after the last question, to those for whom the condition holds; the first that fits."""

    when: str | None = Field(default=None, alias="if")
    text: Localised
    invite: bool = False  # with the button to bring a friend


class Survey(Rule):
    """Questions in order, what is measured, when staff are alarmed, and what is said at the end."""

    id: Slug
    questions: tuple[Question, ...] = Field(min_length=1)
    measure: Literal["csat", "nps"] | None = None
    alert_if: str | None = None  # opens a case at once
    words_to_staff: bool = False  # a text answer opens a case, too (refusal polls)
    portion: int = Field(default=0, ge=0)  # ask so many at a time, the rest at later touches; 0: all
    endings: tuple[Ending, ...] = ()
