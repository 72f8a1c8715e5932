"""Conditions over answers: `score <= 3`, `why = price or why = other`."""

import operator
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from loyalty.question import AnswerValue

_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_WORD = r"[a-z0-9][a-z0-9-]*"
_COMPARISON = re.compile(rf"({_WORD})\s*(<=|>=|!=|==?|<|>)\s*(-?\d+|{_WORD})")
_IN = re.compile(rf"({_WORD})\s+in\s+({_WORD}(?:\s*,\s*{_WORD})*)")
_HAS = re.compile(rf"({_WORD})\s+(has)\s+({_WORD})")
_ANSWERED = re.compile(rf"({_WORD})\s+answered")

_REMEDY = (
    'write a condition as "score <= 3", "why = price", "why != other", "score in 4,5", "hobbies has fish" or '
    '"name answered", joined by "and" or "or"'
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question against one or several values. `operator`: = != < <= > >= in has answered."""

    question: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Any of the alternatives, each of which is all of its comparisons: `and` binds tighter than `or`."""

    alternatives: tuple[tuple[Comparison, ...], ...]

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """All of them, in order."""
        return tuple(comparison for parts in self.alternatives for comparison in parts)


@lru_cache(maxsize=512)
def parse_condition(text: str) -> Condition:
    """The condition that `text` states; ValueError, saying how to write one, where it states none."""
    if "(" in text or ")" in text:
        raise ValueError('write the condition without brackets: "and" binds tighter than "or"')
    alternatives = re.split(r"\s+or\s+", text.strip().casefold())
    return Condition(tuple(tuple(map(_comparison, re.split(r"\s+and\s+", part))) for part in alternatives))


def _comparison(text: str) -> Comparison:
    if found := _IN.fullmatch(text):
        return Comparison(found[1], "in", tuple(re.split(r"\s*,\s*", found[2])))
    if found := _ANSWERED.fullmatch(text):
        return Comparison(found[1], "answered")
    found = _COMPARISON.fullmatch(text) or _HAS.fullmatch(text)
    if found is None:
        raise ValueError(_REMEDY)
    if found[2] in _ORDER and not found[3].lstrip("-").isdigit():
        raise ValueError(f'compare "{found[1]}" with a number, as "{found[1]} {found[2]} 3"')
    return Comparison(found[1], "=" if found[2] == "==" else found[2], (found[3],))


def holds(condition: Condition, answers: Mapping[str, AnswerValue]) -> bool:
    """Whether the answers fulfil it. A question that was skipped or not asked makes every comparison with it false."""
    return any(all(_fits(part, answers) for part in parts) for parts in condition.alternatives)


def may_hold(condition: Condition, answers: Mapping[str, AnswerValue], to_come: Collection[str]) -> bool:
    """Whether it holds, or may still, when the questions `to_come` are answered."""
    return any(
        all(part.question in to_come or _fits(part, answers) for part in parts) for parts in condition.alternatives
    )


def _fits(comparison: Comparison, answers: Mapping[str, AnswerValue]) -> bool:
    value = answers.get(comparison.question)
    if value is None or value == []:
        return False
    if comparison.operator == "answered":
        return True
    if comparison.operator in _ORDER:
        return _in_order(value, comparison)
    if comparison.operator == "has":
        return isinstance(value, list) and comparison.values[0] in value
    return _same(value, comparison) != (comparison.operator == "!=")


def _same(value: str | int | list[str], comparison: Comparison) -> bool:
    if not isinstance(value, list):
        return _as_written(value) in comparison.values
    if comparison.operator == "in":
        return not set(value).isdisjoint(comparison.values)
    return value == list(comparison.values)


def _in_order(value: AnswerValue, comparison: Comparison) -> bool:
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    return bool(_ORDER[comparison.operator](value, int(comparison.values[0])))


def _as_written(value: str | int) -> str:
    """How a condition writes an answer."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).casefold()
