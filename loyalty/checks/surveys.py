"""Can the surveys of the programme file be asked and answered?"""

from collections.abc import Iterator, Mapping

from loyalty.checks.finding import Finding, listed, repeated, suggestion, unknown
from loyalty.checks.toml_lines import Path
from loyalty.condition import Comparison, parse_condition
from loyalty.programme import Programme
from loyalty.question import SCALES, Kind, Question, Survey

_WITH_CHOICES = {Kind.CHOICE, Kind.CHOICES}
_FILLED_BY = {
    "name": {Kind.NAME, Kind.TEXT},
    "phone": {Kind.PHONE},
    "birthday": {Kind.DATE},
    "email": {Kind.EMAIL},
    "gender": {Kind.CHOICE},
}
_MEASURED_BY = {"csat": Kind.SCALE5, "nps": Kind.SCALE10}


def findings(programme: Programme) -> Iterator[Finding]:
    """Everything that does not fit in the surveys."""
    yield from _of_enrolment(programme)
    for place, survey in enumerate(programme.surveys):
        path: Path = ("surveys", place)
        yield from repeated((*path, "questions"), survey.questions)
        for number, question in enumerate(survey.questions):
            yield from _of_question((*path, "questions", number), question)
            yield from _of_offers((*path, "questions", number), question, programme)
        yield from _of_measure(path, survey)
        yield from _of_conditions(path, survey)


def _of_enrolment(programme: Programme) -> Iterator[Finding]:
    place = next((place for place, survey in enumerate(programme.surveys) if survey.id == "enrolment"), None)
    if place is None:
        yield ("surveys",), 'add a survey with id = "enrolment": the questionnaire for the card'
    elif not any(question.fills == "phone" for question in programme.surveys[place].questions):
        yield ("surveys", place), 'add a question with kind = "phone" and fills = "phone": by it customers are known'


def _of_question(path: Path, question: Question) -> Iterator[Finding]:
    yield from repeated((*path, "choices"), question.choices)
    if question.kind in _WITH_CHOICES and len(question.choices) < 2:
        yield (*path, "choices"), "add at least two choices, each with its id and its label"
    if question.kind not in _WITH_CHOICES and question.choices:
        yield (
            (*path, "choices"),
            f'take them out, or write kind = "choice": a question of kind {question.kind} has none',
        )
    if question.fills is not None and question.kind not in _FILLED_BY[question.fills]:
        kinds = listed(sorted(_FILLED_BY[question.fills]))
        yield (*path, "fills"), f"take it out: {question.fills} is filled by a question of kind {kinds}"
    if question.typed_phone and question.kind is not Kind.PHONE:
        yield (*path, "typed_phone"), "take it out: it is for questions of kind phone"
    yield from _of_bounds(path, question)


def _of_offers(path: Path, question: Question, programme: Programme) -> Iterator[Finding]:
    for number, choice in enumerate(question.choices):
        here = (*path, "choices", number, "offer")
        if choice.offer is not None:
            yield from unknown(here, choice.offer, "offer", programme.offers)
            offer = programme.offer(choice.offer)
            if offer is not None and offer.valid_for is None:
                yield here, f'give the offer "{offer.id}" a valid_for: here is no occasion to count days around'


def _of_bounds(path: Path, question: Question) -> Iterator[Finding]:
    low, high = question.minimum, question.maximum
    if question.kind is not Kind.NUMBER:
        for key, bound in (("minimum", low), ("maximum", high)):
            if bound is not None:
                yield (*path, key), "take it out: it is for questions of kind number"
    elif low is not None and high is not None and low > high:
        yield (*path, "maximum"), f"write {low} or more: that is the minimum"


def _of_measure(path: Path, survey: Survey) -> Iterator[Finding]:
    kind = _MEASURED_BY.get(survey.measure or "")
    if kind is not None and all(question.kind is not kind for question in survey.questions):
        yield (*path, "measure"), f'add a question of kind "{kind}": {survey.measure} is measured by one'


def _of_conditions(path: Path, survey: Survey) -> Iterator[Finding]:
    """A question may depend on those before it; alarms and endings on all of them."""
    asked: dict[str, Question] = {}
    for number, question in enumerate(survey.questions):
        yield from _of_condition((*path, "questions", number, "ask_if"), question.ask_if, asked, "before this one")
        asked[question.id] = question
    yield from _of_condition((*path, "alert_if"), survey.alert_if, asked, "in this survey")
    for number, end in enumerate(survey.endings):
        yield from _of_condition((*path, "endings", number, "if"), end.when, asked, "in this survey")


def _of_condition(path: Path, text: str | None, asked: Mapping[str, Question], where: str) -> Iterator[Finding]:
    if text is None:
        return
    try:
        condition = parse_condition(text)
    except ValueError as error:
        yield path, str(error)
        return
    for part in condition.comparisons:
        question = asked.get(part.question)
        if question is None:
            yield path, f'there is no question "{part.question}" {where}{suggestion(part.question, asked)}'
        elif (remedy := _of_comparison(part, question)) is not None:
            yield path, remedy


def _of_comparison(part: Comparison, question: Question) -> str | None:
    """Whether such a question can be compared like that."""
    kind, name = question.kind, question.id
    if part.operator == "answered":
        return None
    if kind is Kind.CHOICES and part.operator not in ("has", "in"):
        return f'write "{name} has {part.values[0]}": several may be chosen'
    if kind is not Kind.CHOICES and part.operator == "has":
        return f'write "{name} = {part.values[0]}": only one is answered'
    if part.operator in ("<", "<=", ">", ">=") and kind is not Kind.NUMBER and kind not in SCALES:
        return f'write "{name} = …": {kind} has no order'
    if kind is Kind.NUMBER:
        numbers = all(value.lstrip("-").isdigit() for value in part.values)
        return None if numbers else f'compare "{name}" with a number, as "{name} = 3"'
    return _of_values(part, question)


def _of_values(part: Comparison, question: Question) -> str | None:
    """Whether those are among the answers that the question can have."""
    known = _values_of(question)
    if known is None:
        return f'write "{question.id} answered": what people write themselves is not compared'
    wrong = next((value for value in part.values if value not in known), None)
    return wrong and f'"{wrong}" is no answer to "{question.id}" (there are: {listed(known)}){suggestion(wrong, known)}'


def _values_of(question: Question) -> list[str] | None:
    """What a condition may compare it with; None where that is not a list."""
    if question.kind in SCALES:
        return [str(value) for value in SCALES[question.kind]]
    if question.kind in (Kind.YES_NO, Kind.CONSENT):
        return ["yes", "no"]
    return [choice.id for choice in question.choices] if question.kind in _WITH_CHOICES else None
