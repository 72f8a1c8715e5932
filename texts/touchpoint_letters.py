"""How a touchpoint looks: the owner's words, the coupon, the first question, and a way out of it all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from loyalty.ids import MessageId, ResponseId
from loyalty.money import Money
from texts.formats import Percent
from texts.invitation import invite_button
from texts.letter import Button, Letter, Rows
from texts.press import Press
from texts.questions import Asked, Resume, question_letter
from texts.values import Html
from texts.words import Words


class StopOffers(Press, prefix="un1"):
    """No more messages but those that are owed. message: the one that was too much."""

    message: int


class WantOffers(Press, prefix="re1"):
    """It was a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A coupon as the letter tells of it. Days are the shop's own."""

    code: str
    discount: Percent | Money
    since: date | None  # None: it may be used at once
    until: date


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs under the owner's words."""

    promise: Promise | None = None  # None: none, or the owner's words name it themselves
    code: str | None = None  # for the button that copies it
    asked: Asked | None = None  # the question, with its buttons
    resume: ResponseId | None = None  # a survey to go on with, where the question needs more than a message can hold
    invite: bool = False
    stoppable: MessageId | None = None  # everything but service can be stopped from where it annoys


def touchpoint_letter(words: Words, text: Html, parts: Parts, values: Mapping[str, object]) -> Letter:
    """`text` are the owner's words, filled; `values` fill those of the question."""
    rows = _rows(words, parts)
    if parts.promise is not None:
        text = Html(f"{text}\n\n{_promised(words, parts.promise)}")
    if parts.asked is None:
        return Letter(text, rows)
    question = question_letter(words, parts.asked, values, before=text)
    return Letter(question.text, question.rows + rows)


def with_promise(words: Words, letter: Letter, promise: Promise | None) -> Letter:
    """The same letter with a coupon below it: what it takes off, until when, and the code to copy."""
    if promise is None:
        return letter
    text = Html(f"{letter.text}\n\n{_promised(words, promise)}")
    return Letter(text, ((Button(words.plain("touch-copy"), copy=promise.code),), *letter.rows))


def _promised(words: Words, promise: Promise) -> Html:
    known = {"code": promise.code, "discount": promise.discount, "until": promise.until}
    if promise.since is None:
        return words("touch-coupon", **known)
    return words("touch-coupon-later", since=promise.since, **known)


def _rows(words: Words, parts: Parts) -> Rows:
    buttons = []
    if parts.resume is not None:
        buttons.append(Button(words.plain("touch-resume"), Resume(response=parts.resume).pack(), style="primary"))
    if parts.code is not None:
        buttons.append(Button(words.plain("touch-copy"), copy=parts.code))
    if parts.invite:
        buttons.append(invite_button(words))
    if parts.stoppable is not None:
        buttons.append(Button(words.plain("touch-stop"), StopOffers(message=parts.stoppable).pack()))
    return tuple((button,) for button in buttons)


def stopped_letter(words: Words) -> Letter:
    """After the way out: what stays, and the way back."""
    return Letter(words("touch-stopped"), ((Button(words.plain("touch-undo"), WantOffers().pack()),),))
