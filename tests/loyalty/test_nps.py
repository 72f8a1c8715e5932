"""The net promoter score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.nps import nps


@pytest.mark.parametrize(
    "scores, score",
    [
        ([10], 100),
        ([0], -100),
        ([7, 8], 0),
        ([9, 10, 6, 0], 0),
        ([10, 10, 3], 33),
        ([9, 3, 3], -33),
        ([9] + [8] * 7, 13),
    ],
)
def test_promoters_less_detractors(scores: list[int], score: int) -> None:
    assert nps(scores) == score


def test_nobody_answered_is_not_zero() -> None:
    assert nps([]) is None


@given(st.lists(st.integers(0, 10), min_size=1))
def test_it_lies_between_its_ends_and_order_does_not_matter(scores: list[int]) -> None:
    score = nps(scores)
    assert score is not None
    assert -100 <= score <= 100
    assert nps(sorted(scores)) == score
