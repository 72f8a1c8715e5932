"""How a question of a survey looks, and what its buttons say.

A question that is answered by typing has the navigation under it; the phone has Telegram's own contact button, which
can only stand below the input field (see `Question.asks_contact` and handlers/customer/survey.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty.ids import ResponseId
from loyalty.notation import in_language
from loyalty.question import SCALES, AnswerValue, Choice, Kind, Question, Survey
from loyalty.survey import previous_question, progress
from texts.letter import Button, Letter, Rows
from texts.press import Press
from texts.programme_words import render
from texts.values import Html
from texts.words import Words


class Answer(Press, prefix="an1"):
    """One of the offered answers: a choice's id, a digit of a scale, `yes`, `no`."""

    response: int
    question: str
    choice: str


class Toggle(Press, prefix="tg2"):
    """A choice of several, to be on or off: pressed twice, it does not switch back."""

    response: int
    question: str
    choice: str
    on: bool


class Done(Press, prefix="dn1"):
    """These are all my choices."""

    response: int
    question: str


class Skip(Press, prefix="sk1"):
    """I would rather not say."""

    response: int
    question: str


class Back(Press, prefix="bk1"):
    """To the question before this one."""

    response: int
    question: str


class Cancel(Press, prefix="cn1"):
    """Leave it."""

    response: int


class Resume(Press, prefix="rs1"):
    """Go on where I stopped."""

    response: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, of whom, and what was answered before."""

    survey: Survey
    question: Question
    response: ResponseId
    answers: Mapping[str, AnswerValue]
    before: frozenset[str] = frozenset()  # answered at earlier touches, for a survey that is asked in portions
    marked: frozenset[str] = frozenset()  # of several choices, those that are on

    @property
    def asks_contact(self) -> bool:
        """Whether the contact button has to stand below the input field."""
        return self.question.kind is Kind.PHONE


SHORT = 3  # questions: so few need no counting
TYPED = frozenset({Kind.TEXT, Kind.NAME, Kind.PHONE, Kind.DATE, Kind.EMAIL, Kind.NUMBER})


def question_letter(words: Words, asked: Asked, values: Mapping[str, object], *, before: Html | None = None) -> Letter:
    """The question with its buttons.

    values: what the owner's words may name ({name}, {shop}). before: what is said above it (a touchpoint's own text,
    a kind word about a wrong answer).
    """
    number, total = progress(asked.survey, asked.answers, asked.question, asked.before)
    lines = [before or Html(""), render(asked.question.ask, words.language, values)]
    if total > SHORT:
        lines.insert(1, words("question-progress", number=number, total=total))
    text = "\n\n".join(line for line in lines if line)
    return Letter(text, question_rows(words, asked))


def question_rows(words: Words, asked: Asked) -> Rows:
    """The answers to choose from, and the navigation below them."""
    return _options(words, asked) + _navigation(words, asked)


def _options(words: Words, asked: Asked) -> Rows:
    question = asked.question
    if question.kind in SCALES:
        scores = tuple(_answer(asked, str(score), str(score)) for score in SCALES[question.kind])
        return (scores[:6], scores[6:]) if len(scores) > 6 else (scores,)
    match question.kind:
        case Kind.YES_NO:
            return ((_answer(asked, "yes", words.plain("button-yes")), _answer(asked, "no", words.plain("button-no"))),)
        case Kind.CONSENT:
            return ((_answer(asked, "yes", words.plain("button-agree")),),)
        case Kind.CHOICE:
            labels = ((choice.id, in_language(choice.label, words.language)) for choice in question.choices)
            return tuple((_answer(asked, id, label),) for id, label in labels)
        case Kind.CHOICES:
            return _toggles(words, asked)
    return ()


def _answer(asked: Asked, choice: str, label: str) -> Button:
    return Button(label, Answer(response=asked.response, question=asked.question.id, choice=choice).pack())


def _toggles(words: Words, asked: Asked) -> Rows:
    """The choices of several, with a mark on those that are chosen, and the button that ends the choosing."""
    rows = [(_toggle(asked, choice, words.language),) for choice in asked.question.choices]
    done = Done(response=asked.response, question=asked.question.id).pack()
    return (*rows, (Button(words.plain("button-done"), done, style="primary"),))


def _toggle(asked: Asked, choice: Choice, language: str) -> Button:
    on = choice.id in asked.marked
    press = Toggle(response=asked.response, question=asked.question.id, choice=choice.id, on=not on)
    return Button(("✅ " if on else "▫️ ") + in_language(choice.label, language), press.pack())


def _navigation(words: Words, asked: Asked) -> Rows:
    """Back, skip, cancel; none of them where the contact button takes their place."""
    if asked.asks_contact:
        return ()
    response, question = asked.response, asked.question.id
    skip, row = [], []
    if not asked.question.required:  # in a row of its own: three labels in one are cut off on a phone
        skip.append(Button(words.plain("button-skip"), Skip(response=response, question=question).pack()))
    if previous_question(asked.survey, asked.answers, asked.question, asked.before) is not None:
        row.append(Button(words.plain("button-back"), Back(response=response, question=question).pack()))
    if skip or row or asked.question.kind in TYPED:
        row.append(Button(words.plain("button-cancel"), Cancel(response=response).pack()))
    return tuple(tuple(buttons) for buttons in (skip, row) if buttons)
