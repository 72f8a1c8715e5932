"""Staff type something, and mean somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.identify import ByCard, ByName, ByPhone, Nobody, Sought, identify


@pytest.mark.parametrize(
    "text, meant",
    [
        ("2900000000018", ByCard("2900000000018")),
        ("2900 0000 0001 8", ByCard("2900000000018")),
        ("8 916 123-45-67", ByPhone("+79161234567")),
        ("+4915123456789", ByPhone("+4915123456789")),
        ("  Анна   Петрова ", ByName("Анна Петрова")),
        ("Ян", ByName("Ян")),
        ("Anna 2", ByName("Anna 2")),
        ("Анна 89161234567", ByPhone("+79161234567")),
        ("2900000000019", Nobody()),  # the check digit is wrong
        ("891612345", Nobody()),
        ("", Nobody()),
        ("😀", Nobody()),
        ("12", Nobody()),
    ],
)
def test_a_card_a_phone_or_a_name(text: str, meant: Sought) -> None:
    assert identify(text, "RU") == meant


@given(st.text(max_size=40))
def test_everything_means_somebody_or_nobody(text: str) -> None:
    assert isinstance(identify(text, "RU"), ByCard | ByPhone | ByName | Nobody)
