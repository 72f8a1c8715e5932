"""Phones as people type them, and as the manager chat may see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.phone import masked, parse_phone

MINE = "+79161234567"


@pytest.mark.parametrize(
    "text",
    [
        "89161234567",
        "+79161234567",
        "79161234567",
        "9161234567",
        "8 (916) 123-45-67",
        "+7 916 123 45 67",
        "8-916-123-45-67",
        "  8.916.123.45.67 ",
        "8\u00a0916\u00a0123\u00a045\u00a067",
        "+89161234567",
        "+8 (916) 123-45-67",
        "0079161234567",
        "тел. 8 916 123-45-67",
        "\uff18\uff19\uff11\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17",
    ],
)
def test_a_russian_phone_is_one_phone_however_it_is_typed(text: str) -> None:
    assert parse_phone(text, "RU") == MINE


@pytest.mark.parametrize(
    "text, country, phone",
    [
        ("+49 1512 3456789", "RU", "+4915123456789"),
        ("0049 1512 3456789", "RU", "+4915123456789"),
        ("01512 3456789", "DE", "+4915123456789"),
        ("+7 701 123 45 67", "RU", "+77011234567"),
        ("8 701 123 45 67", "KZ", "+77011234567"),
        ("(201) 555-0123", "US", "+12015550123"),
    ],
)
def test_foreign_phones_need_their_prefix_and_ones_own_do_not(text: str, country: str, phone: str) -> None:
    assert parse_phone(text, country) == phone


@pytest.mark.parametrize(
    "text", ["", "8", "891612345", "8916123456789", "Анна", "+0 000", "1234567890", "😀", "+", "00"]
)
def test_what_cannot_be_called_is_no_phone(text: str) -> None:
    assert parse_phone(text, "RU") is None


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_phone_or_none(text: str) -> None:
    phone = parse_phone(text, "RU")
    assert phone is None or (phone.startswith("+") and parse_phone(phone, "RU") == phone)


@pytest.mark.parametrize(
    "phone, shown",
    [(MINE, "+7 916 ···-··-67"), ("+4915123456789", "+49 1512 ·····89"), ("+12015550123", "+1 201-···-··23")],
)
def test_a_masked_phone_is_recognised_and_not_told(phone: str, shown: str) -> None:
    assert masked(phone) == shown


@pytest.mark.parametrize(
    "phone", [MINE, "+4915123456789", "+12015550123", "+77011234567", "not a phone 12345", "12", ""]
)
def test_a_mask_hides_the_middle(phone: str) -> None:
    hidden = masked(phone)
    digits = [ch for ch in hidden if ch.isdigit()]
    assert len(digits) <= 8
    if phone.startswith("+"):
        assert hidden.count("·") >= 4
