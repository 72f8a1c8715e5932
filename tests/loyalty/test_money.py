"""What people type at a till, and what it means in minor units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.money import LARGEST, AmountProblem, Money, parse_amount


@pytest.mark.parametrize(
    "text, minor",
    [
        ("1500", 150_000),
        ("1 500,50 ₽", 150_050),
        ("1 500.50", 150_050),
        ("1,500.50", 150_050),
        ("1.500,50", 150_050),
        ("1.500", 150_000),
        ("1,500", 150_000),
        ("1.234.567", 123_456_700),
        ("1'500", 150_000),
        ("1500р", 150_000),
        ("1500р.", 150_000),
        ("1500 руб.", 150_000),
        ("1500 РУБ", 150_000),
        ("1500 рублей", 150_000),
        ("₽1500", 150_000),
        ("RUB 1500", 150_000),
        ("1500 rub", 150_000),
        ("1\u00a0500,50", 150_050),
        ("1\u202f500", 150_000),
        ("\uff11\uff15\uff10\uff10", 150_000),  # full-width digits
        ("\u30001500\u3000", 150_000),
        ("+99,9", 9_990),
        (".5", 50),
        ("0,5", 50),
        ("12.50", 1_250),
        ("1500.500", 150_050),
        ("007", 700),
        ("10000000", 1_000_000_000),
    ],
)
def test_roubles_are_understood_however_they_are_written(text: str, minor: int) -> None:
    assert parse_amount(text, "RUB") == Money(minor, "RUB")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "abc", "1e9", "nan", "inf", "0x10", "١٢", "1 50", "1,5,0", "1.5.20", "1,50,000", "12,50.00",
        "1500 2", "1..5", "12 000 00", "$12.50", "1500 долларов", "рубль", "₽", "1-5", "--5", "1500/2", "5%", "1,",
        "½", "0,500 5", "1500 ₽ ₽ 3",
    ],
)  # fmt: skip
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    assert parse_amount(text, "RUB") is AmountProblem.NOT_A_NUMBER


@pytest.mark.parametrize("text", ["0", "0,00", "-5", "−5", "-1 500 ₽", "₽-5", "-₽5", "-0"])
def test_nothing_and_less_than_nothing_cannot_be_paid(text: str) -> None:
    assert parse_amount(text, "RUB") is AmountProblem.NOT_POSITIVE


@pytest.mark.parametrize("text", ["10000000,01", "10 000 001", "9" * 40, "9" * 40 + ",123"])
def test_a_slip_of_the_finger_is_not_a_sale(text: str) -> None:
    assert parse_amount(text, "RUB") is AmountProblem.TOO_LARGE


@pytest.mark.parametrize(
    "text, currency",
    [
        ("1500,505", "RUB"),
        ("0.001", "RUB"),
        ("0,505", "RUB"),
        ("1 500,505", "RUB"),
        ("1500.5", "JPY"),
        ("1.5005", "KWD"),
    ],
)
def test_half_a_kopeck_is_too_fine(text: str, currency: str) -> None:
    assert parse_amount(text, currency) is AmountProblem.TOO_FINE


@pytest.mark.parametrize(
    "text, currency, minor",
    [
        ("$12.50", "USD", 1_250),
        ("US$12.50", "USD", 1_250),
        ("12.50 $", "USD", 1_250),
        ("€9,99", "EUR", 999),
        ("9,99 евро", "EUR", 999),
        ("5000 тенге", "KZT", 500_000),
        ("5 000 ₸", "KZT", 500_000),
        ("1500", "JPY", 1_500),
        ("1500.00", "JPY", 1_500),
        ("1.500", "KWD", 1_500),  # a dinar has a thousand fils
        ("1,500", "KWD", 1_500_000),
        ("1,500.250", "KWD", 1_500_250),
    ],
)
def test_each_currency_has_its_own_signs_and_digits(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency) == Money(minor, currency)


PAID = st.integers(1, LARGEST * 100)


@given(PAID, st.sampled_from([" ", "\u00a0", "\u202f", "", ",", "."]), st.sampled_from(",."))
def test_every_amount_is_read_back_as_it_was_written(minor: int, grouping: str, point: str) -> None:
    if grouping == point:
        grouping = ""
    text = f"{minor // 100:,}".replace(",", grouping) + f"{point}{minor % 100:02}"
    assert parse_amount(text, "RUB") == Money(minor, "RUB")


@given(st.text(max_size=40), st.sampled_from(["RUB", "USD", "JPY", "KWD"]))
def test_whatever_is_typed_gets_an_answer(text: str, currency: str) -> None:
    found = parse_amount(text, currency)
    assert isinstance(found, AmountProblem) or 0 < found.minor <= LARGEST * 1000
