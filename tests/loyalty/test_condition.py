"""Conditions over answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.condition import holds, may_hold, parse_condition
from loyalty.question import AnswerValue

ANSWERS: dict[str, AnswerValue] = {
    "score": 3,
    "why": "price",
    "hobbies": ["fish", "chess"],
    "again": True,
    "never": False,
    "name": "Анна",
    "skipped": None,
    "none": [],
    "zero": 0,
}


@pytest.mark.parametrize(
    "text",
    [
        "score <= 3", "score<=3", "score < 4", "score >= 3", "score > 2", "score = 3", "score == 3", "score != 4",
        "score in 3,4", "score in 1, 2 ,3", "score > -1", "why = price", "why != other", "why = Price",
        "why in price,other", "hobbies has fish", "hobbies in dogs,fish", "again = yes", "never = no", "again != no",
        "name answered", "zero answered", "zero = 0", "never answered", "score <= 3 and why = price",
        "score > 3 or why = price", "why = other or score > 9 or hobbies has chess",
        "score > 9 and why = other or name answered", "name answered or score > 9 and why = other",
        "  score   <=   3  ", "score <= 3 AND why = price",
    ],
)  # fmt: skip
def test_what_holds(text: str) -> None:
    assert holds(parse_condition(text), ANSWERS)


@pytest.mark.parametrize(
    "text",
    [
        "score > 3", "score = 4", "score != 3", "score in 1,2", "why = other", "why != price", "hobbies has dogs",
        "hobbies = fish", "again = no", "never = yes", "missing answered", "skipped answered", "none answered",
        "score <= 3 and why = other", "score > 3 or why = other", "why has price", "why > 3", "again > 0",
        "hobbies > 1",
    ],
)  # fmt: skip
def test_what_does_not_hold(text: str) -> None:
    assert not holds(parse_condition(text), ANSWERS)


@pytest.mark.parametrize("question", ["skipped", "missing", "none"])
@pytest.mark.parametrize("comparison", ["= price", "!= price", "<= 3", ">= 0", "in 1,2", "has fish", "= no", "!= yes"])
def test_without_an_answer_every_comparison_is_false(question: str, comparison: str) -> None:
    assert not holds(parse_condition(f"{question} {comparison}"), ANSWERS)


@pytest.mark.parametrize(
    "text",
    [
        "", "score", "score <=", "<= 3", "score 3", "score <= 3 and", "or score <= 3", "score <= 3 score > 1",
        "score in", "score =< 3", "why = 'price'", "hobbies has", "score <= 3, why = x", "Оценка <= 3",
        "not score = 3", "score in 1 2",
    ],
)  # fmt: skip
def test_a_mistake_is_answered_with_the_forms_that_are_understood(text: str) -> None:
    with pytest.raises(ValueError, match='write a condition as "score <= 3"'):
        parse_condition(text)


def test_brackets_are_answered_with_the_order() -> None:
    with pytest.raises(ValueError, match="without brackets"):
        parse_condition("(score <= 3) or why = price")


def test_only_numbers_have_an_order() -> None:
    with pytest.raises(ValueError, match='compare "why" with a number'):
        parse_condition("why <= price")


def test_what_is_yet_to_be_answered_may_still_hold() -> None:
    condition = parse_condition("score <= 3 and why = price")
    assert may_hold(condition, {}, {"score", "why"})
    assert may_hold(condition, {"score": 3}, {"why"})
    assert not may_hold(condition, {"score": 4}, {"why"})
    assert not may_hold(condition, {"score": 3}, set())


COMPARISONS = st.sampled_from(["a = 1", "a != 2", "a < 3", "b has x", "b in x,y", "c answered", "c = yes", "d >= 2"])
CONDITIONS = st.lists(st.lists(COMPARISONS, min_size=1, max_size=3).map(" and ".join), min_size=1, max_size=3).map(
    " or ".join
)
VALUES = st.dictionaries(
    st.sampled_from("abcd"),
    st.none() | st.integers(0, 4) | st.booleans() | st.lists(st.sampled_from("xyz"), max_size=2),
)


@given(CONDITIONS, VALUES, st.sets(st.sampled_from("abcd")))
def test_what_holds_in_the_end_was_never_given_up(
    text: str, answers: dict[str, AnswerValue], to_come: set[str]
) -> None:
    condition = parse_condition(text)
    so_far = {question: value for question, value in answers.items() if question not in to_come}
    if holds(condition, answers):
        assert may_hold(condition, so_far, to_come)
    assert may_hold(condition, answers, ()) == holds(condition, answers)
