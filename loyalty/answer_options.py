"""Answers by choosing: a button, or the same in words or numbers."""

import re
import unicodedata
from collections.abc import Callable

from loyalty.answer import Accepted, Checked, Wrong, WrongAnswer
from loyalty.question import SCALES, Choice, Kind, Question

BY_BUTTON = {Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.CONSENT, *SCALES}

_YES = {"да", "yes", "y", "д", "ага", "конечно", "согласен", "согласна", "sure", "ok", "ок", "+"}
_NO = {"нет", "no", "n", "н", "не", "nope", "-"}


def tapped(question: Question, choice: str) -> Checked:
    """The answer of a button; an unknown one is not an option (the programme was changed under an old message)."""
    match question.kind:
        case Kind.CHOICES:
            return _several(question, [part for part in choice.split(",") if part], _of_id)
        case Kind.CHOICE:
            return _one(_of_id(question, choice))
        case Kind.YES_NO | Kind.CONSENT:
            return _yes_or_no(question, {"yes": True, "no": False}.get(choice))
    return on_scale(question, choice)


def chosen_in_words(question: Question, bare: str) -> Checked:
    """The answer of somebody who types what the buttons say."""
    match question.kind:
        case Kind.CHOICES if _labelled(question, bare) is None:
            parts = re.split(r"[,;\n]|(?<=[0-9])\s+(?=[0-9])", bare)
            return _several(question, [part for part in parts if part.strip()], _labelled)
        case Kind.CHOICES:
            return _several(question, [bare], _labelled)
        case Kind.CHOICE:
            return _one(_labelled(question, bare))
        case Kind.YES_NO | Kind.CONSENT:
            word = _folded(bare)
            return _yes_or_no(question, True if word in _YES else False if word in _NO else None)
    return on_scale(question, bare)


def on_scale(question: Question, text: str) -> Checked:
    """`5`, also as the emoji 5️⃣."""
    digits = text.replace("\ufe0f", "").replace("\u20e3", "").strip(" .!")
    number = int(digits) if re.fullmatch("[0-9]{1,2}", digits) else -1
    return Accepted(number) if number in SCALES[question.kind] else Wrong(WrongAnswer.NOT_AN_OPTION)


def _yes_or_no(question: Question, said: bool | None) -> Checked:
    if said is None:
        return Wrong(WrongAnswer.NOT_AN_OPTION)
    if question.kind is Kind.CONSENT and not said:
        return Wrong(WrongAnswer.REQUIRED) if question.required else Accepted(None)
    return Accepted(said)


def _one(found: Choice | None) -> Checked:
    return Wrong(WrongAnswer.NOT_AN_OPTION) if found is None else Accepted(found.id)


def _several(question: Question, parts: list[str], find: Callable[[Question, str], Choice | None]) -> Checked:
    """The ids in the question's own order, each once."""
    if not parts:
        return Wrong(WrongAnswer.ONE_AT_LEAST) if question.required else Accepted(None)
    chosen = [find(question, part) for part in parts]
    if None in chosen:
        return Wrong(WrongAnswer.NOT_AN_OPTION)
    return Accepted([option.id for option in question.choices if option in chosen])


def _of_id(question: Question, choice: str) -> Choice | None:
    return next((option for option in question.choices if option.id == choice), None)


def _labelled(question: Question, text: str) -> Choice | None:
    """The choice whose label was typed, in any language; or else its place in the list."""
    word = _folded(text)
    for option in question.choices:
        if word in {_folded(label) for label in (option.id, *option.label.values())}:
            return option
    place = int(word) if re.fullmatch("[0-9]{1,2}", word) else 0
    return question.choices[place - 1] if 1 <= place <= len(question.choices) else None


def _folded(text: str) -> str:
    """Without case, and without the emoji and the punctuation around it, unless there is nothing else."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").split())
    return re.sub(r"^[\W_]+|[\W_]+$", "", plain) or plain
