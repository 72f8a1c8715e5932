"""Questionnaires, CSAT, NPS, refusal polls: one engine, defined as data.

A handful of pure functions over the answers so far: what an answer means, which question is next, how far it is, what
follows from it. The models are in question.py, what may be answered in answer.py; both are named here, too, since this
is the survey's front door.
"""

from collections.abc import Collection, Mapping
from datetime import date

from loyalty import answer_options, answer_words
from loyalty.answer import Accepted, Checked, Given, Other, SharedContact, Skipped, Tapped, Typed, Wrong, WrongAnswer
from loyalty.condition import holds, may_hold, parse_condition
from loyalty.question import SCALES, AnswerValue, Choice, Ending, Kind, Question, Survey

__all__ = [
    "Accepted",
    "AnswerValue",
    "Choice",
    "Ending",
    "Given",
    "Kind",
    "Other",
    "Question",
    "SharedContact",
    "Skipped",
    "Survey",
    "Tapped",
    "Typed",
    "Wrong",
    "WrongAnswer",
    "alarms",
    "check",
    "counted",
    "ending",
    "next_question",
    "offered",
    "previous_question",
    "progress",
    "questions_for",
    "score",
]

Answers = Mapping[str, AnswerValue]


def check(question: Question, given: Given, *, today: date, country: str) -> Checked:
    """Whether `given` answers `question`.

    today: in the person's own time zone, for days. country: where phones without a prefix are dialled.
    """
    by_button = question.kind in answer_options.BY_BUTTON
    match given:
        case Skipped():
            return Wrong(WrongAnswer.REQUIRED) if question.required else Accepted(None)
        case Tapped(choice) if by_button:
            return answer_options.tapped(question, choice)
        case Typed(text):
            return _typed(question, text, today, country)
        case SharedContact() if question.kind is Kind.PHONE:
            return answer_words.contact(question, given, country)
    return Wrong(WrongAnswer.NOT_AN_OPTION if by_button else WrongAnswer.NOT_TEXT)


_IN_WORDS = {Kind.TEXT: answer_words.as_text, Kind.NAME: answer_words.as_name, Kind.EMAIL: answer_words.as_email}


def _typed(question: Question, text: str, today: date, country: str) -> Checked:
    bare = answer_words.clean(text)
    if not bare or len(bare) > answer_words.TEXT_LENGTH:
        return Wrong(WrongAnswer.TOO_LONG if bare else WrongAnswer.EMPTY)
    match question.kind:
        case Kind.PHONE:
            return answer_words.as_phone(question, bare, country)
        case Kind.DATE:
            return answer_words.as_day(question, bare, today)
        case Kind.NUMBER:
            return answer_words.as_number(question, bare)
    in_words = _IN_WORDS.get(question.kind)
    return in_words(bare) if in_words else answer_options.chosen_in_words(question, bare)


def questions_for(survey: Survey, answers: Answers) -> tuple[Question, ...]:
    """Those that this person is asked: whose `ask_if` holds, or may still hold after what is yet to be answered."""
    return _walk(survey, answers)[0]


def counted(survey: Survey, answers: Answers) -> dict[str, AnswerValue]:
    """The answers that count: an answer to a question that is no longer asked (they went back) does not."""
    return _walk(survey, answers)[1]


def _walk(survey: Survey, answers: Answers) -> tuple[tuple[Question, ...], dict[str, AnswerValue]]:
    asked: list[Question] = []
    live: dict[str, AnswerValue] = {}
    to_come: set[str] = set()
    for question in survey.questions:
        if question.ask_if is not None and not may_hold(parse_condition(question.ask_if), live, to_come):
            continue
        asked.append(question)
        if question.id in answers:
            live[question.id] = answers[question.id]
        else:
            to_come.add(question.id)
    return tuple(asked), live


def next_question(survey: Survey, answers: Answers, before: Collection[str] = ()) -> Question | None:
    """The first that is not answered; None: that was all, or all of this portion.

    answers: everything that this person has answered in this survey, a skipped question as None.
    before: the ids that were answered at earlier touches, for a survey that is asked in portions.
    """
    sitting = _sitting(survey, answers, before)
    return next((question for question in sitting if question.id not in answers), None)


def previous_question(
    survey: Survey, answers: Answers, current: Question, before: Collection[str] = ()
) -> Question | None:
    """The one to go back to from `current`; None at the first. When it is answered, `next_question` goes on."""
    ids = [question.id for question in survey.questions]
    earlier = ids[: ids.index(current.id)]
    sitting = _sitting(survey, answers, before)
    return next((q for q in reversed(sitting) if q.id in earlier and q.id in answers), None)


def progress(survey: Survey, answers: Answers, current: Question, before: Collection[str] = ()) -> tuple[int, int]:
    """Which question it is, and of how many: (3, 5).

    The second number shrinks when questions turn out not to be asked.
    """
    ids = [question.id for question in _sitting(survey, answers, before)]
    return (ids.index(current.id) + 1 if current.id in ids else len(ids)), len(ids)


def _sitting(survey: Survey, answers: Answers, before: Collection[str]) -> tuple[Question, ...]:
    """The questions of this touch: all, or the survey's portion of those that were not answered before."""
    new = tuple(question for question in questions_for(survey, answers) if question.id not in before)
    return new[: survey.portion] if survey.portion else new


def alarms(survey: Survey, answers: Answers) -> bool:
    """Whether a case is to be opened: `alert_if` holds, or words were written to staff."""
    live = counted(survey, answers)
    if survey.alert_if is not None and holds(parse_condition(survey.alert_if), live):
        return True
    words = (live.get(question.id) for question in survey.questions if question.kind is Kind.TEXT)
    return survey.words_to_staff and any(words)


def ending(survey: Survey, answers: Answers) -> Ending | None:
    """What is said at the end: the first ending whose condition holds; None: the shop's own thanks."""
    live = counted(survey, answers)
    fitting = (end for end in survey.endings if end.when is None or holds(parse_condition(end.when), live))
    return next(fitting, None)


def offered(survey: Survey, answers: Answers) -> str | None:
    """The offer that the answers lead to: of the first answer that has one; None: none has."""
    live = counted(survey, answers)
    for question in survey.questions:
        value = live.get(question.id)
        chosen = value if isinstance(value, list) else [value]
        for choice in question.choices:
            if choice.offer is not None and choice.id in chosen:
                return choice.offer
    return None


def score(survey: Survey, answers: Answers) -> int | None:
    """What was measured: the answer to the first scale (of the kind that the measure needs)."""
    kinds = {"csat": {Kind.SCALE5}, "nps": {Kind.SCALE10}}.get(survey.measure or "", set(SCALES))
    live = counted(survey, answers)
    scales = [question.id for question in survey.questions if question.kind in kinds]
    value = live.get(scales[0]) if scales else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None
