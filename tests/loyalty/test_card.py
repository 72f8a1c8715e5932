"""Card numbers that any till reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.card import ean13, is_card_number, normalised_card

CARDS = st.builds(ean13, st.sampled_from(["2900", "20", "2999999"]), st.integers(0, 99_999))


def test_a_published_number_has_its_published_check_digit() -> None:
    assert is_card_number("4006381333931")  # the example of GS1's manual
    assert ean13("2900", 1) == "2900000000018"


@given(CARDS)
def test_every_card_is_thirteen_digits_that_fit(number: str) -> None:
    assert len(number) == 13
    assert is_card_number(number)


@given(CARDS, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, place: int, by: int) -> None:
    wrong = str((int(number[place]) + by) % 10)
    assert not is_card_number(number[:place] + wrong + number[place + 1 :])


@given(st.integers(0, 99_999_999), st.integers(0, 99_999_999))
def test_two_customers_never_share_a_number(one: int, other: int) -> None:
    assert (ean13("2900", one) == ean13("2900", other)) == (one == other)


@pytest.mark.parametrize("prefix, sequence", [("2900", 10**8), ("2999999", 10**5), ("29000000000000", 1), ("2900", -1)])
def test_a_number_that_does_not_fit_is_refused(prefix: str, sequence: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        ean13(prefix, sequence)


@given(CARDS, st.sampled_from([" ", "-", "\u00a0", "–"]))
def test_a_number_is_the_same_with_spaces_and_dashes(number: str, gap: str) -> None:
    assert normalised_card(f" {number[0]}{gap}{number[1:7]}{gap}{number[7:]}\n") == number


@pytest.mark.parametrize(
    "text", ["", "2900000000019", "290000000001", "29000000000180", "٢٩٠٠٠٠٠٠٠٠٠١٨", "card", "89161234567"]
)
def test_what_is_no_card_is_none(text: str) -> None:
    assert normalised_card(text) is None
    assert not is_card_number(text)
