"""What counts as an answer, kind by kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.survey import (
    Accepted,
    Given,
    Kind,
    Other,
    SharedContact,
    Skipped,
    Tapped,
    Typed,
    Wrong,
    WrongAnswer,
    check,
)
from tests.loyalty.asking import REASONS, TODAY, answer, question


def test_a_question_that_must_be_answered_cannot_be_passed() -> None:
    assert answer(Kind.TEXT, Skipped()) is WrongAnswer.REQUIRED
    assert answer(Kind.TEXT, Skipped(), required=False) is None


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NAME, Kind.EMAIL, Kind.DATE, Kind.NUMBER, Kind.PHONE])
def test_a_sticker_is_no_text(kind: Kind) -> None:
    assert answer(kind, Other()) is WrongAnswer.NOT_TEXT
    assert answer(kind, Tapped("yes")) is WrongAnswer.NOT_TEXT


@pytest.mark.parametrize("kind", [Kind.CHOICE, Kind.CHOICES, Kind.SCALE5, Kind.SCALE10, Kind.YES_NO, Kind.CONSENT])
def test_a_sticker_is_none_of_the_buttons(kind: Kind) -> None:
    assert answer(kind, Other(), choices=REASONS) is WrongAnswer.NOT_AN_OPTION
    assert answer(kind, SharedContact("+79161234567", own=True), choices=REASONS) is WrongAnswer.NOT_AN_OPTION


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("text", ["", "  ", "\n", "\u200b\u202e", "\x00"])
def test_nothing_is_no_answer(kind: Kind, text: str) -> None:
    assert answer(kind, text, choices=REASONS) is WrongAnswer.EMPTY


@pytest.mark.parametrize("kind", list(Kind))
def test_a_novel_is_no_answer(kind: Kind) -> None:
    assert answer(kind, "я" * 2001, choices=REASONS) is WrongAnswer.TOO_LONG


def test_words_are_kept_as_they_are_written() -> None:
    assert (
        answer(Kind.TEXT, " Спасибо!\r\nВсё <b>хорошо</b> {name} 👍🏽 \n") == "Спасибо!\nВсё <b>хорошо</b> {name} 👍🏽"
    )
    assert answer(Kind.TEXT, "я" * 2000) == "я" * 2000


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("Анна", "Анна"),
        ("  анна   мария\nпетрова ", "анна мария петрова"),
        ("Jean-Luc O’Neil", "Jean-Luc O’Neil"),
        ("Аня 🌸", "Аня 🌸"),
        ("<b>Аня</b>", "<b>Аня</b>"),
        ("{name}", "{name}"),
        ("שרה", "שרה"),
        ("فاطمة", "فاطمة"),
        ("می\u200cنا", "می\u200cنا"),
        ("Анна\u202eяинневс", "Аннаяинневс"),
        ("\u2066Анна\u2069\x07\x00\u200b\ufeff", "Анна"),
        ("Аня 👩\u200d👧", "Аня 👩\u200d👧"),
        ("Йёлка", "Йёлка"),  # й and ё of two characters each become one
        ("Анна\ud83d", "Анна"),  # half an emoji
        ("я" * 64, "я" * 64),
        ("Robert'); DROP TABLE customers;--", "Robert'); DROP TABLE customers;--"),
    ],
)
def test_a_name_is_theirs_to_decide(typed: str, kept: str) -> None:
    assert answer(Kind.NAME, typed) == kept


@pytest.mark.parametrize("typed", ["123", "🌸", "---", "+79161234567", "."])
def test_a_name_has_a_letter(typed: str) -> None:
    assert answer(Kind.NAME, typed) is WrongAnswer.NOT_A_NAME


def test_a_name_is_short() -> None:
    assert answer(Kind.NAME, "я" * 65) is WrongAnswer.TOO_LONG


def test_ones_own_contact_is_ones_phone() -> None:
    for phone in ("79161234567", "+79161234567", "+7 916 123 45 67"):
        assert answer(Kind.PHONE, SharedContact(phone, own=True)) == "+79161234567"
    assert answer(Kind.PHONE, SharedContact("4915123456789", own=True)) == "+4915123456789"


def test_somebody_elses_contact_is_not() -> None:
    theirs = SharedContact("89161234567", own=False)
    assert answer(Kind.PHONE, theirs) is WrongAnswer.NOT_YOUR_PHONE
    assert answer(Kind.PHONE, theirs, typed_phone=True) == "+79161234567"
    assert answer(Kind.PHONE, SharedContact("4915123456789", own=False), typed_phone=True) == "+4915123456789"


def test_a_contact_without_a_phone_is_none() -> None:
    assert answer(Kind.PHONE, SharedContact("", own=True)) is WrongAnswer.NOT_A_PHONE


def test_a_typed_phone_proves_nothing() -> None:
    assert answer(Kind.PHONE, "8 916 123-45-67") is WrongAnswer.TYPED_PHONE
    assert answer(Kind.PHONE, "8 916 123-45-67", typed_phone=True) == "+79161234567"
    for typed_phone in (True, False):
        assert answer(Kind.PHONE, "нет телефона", typed_phone=typed_phone) is WrongAnswer.NOT_A_PHONE


def test_a_contact_answers_no_other_question() -> None:
    assert answer(Kind.NAME, SharedContact("+79161234567", own=True)) is WrongAnswer.NOT_TEXT


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("15 марта 1990", "1990-03-15"),
        ("15.03", "--03-15"),
        ("29 февраля", "--02-29"),
        ("завтра", WrongAnswer.NOT_A_DAY),
        ("31.02", WrongAnswer.NOT_A_DAY),
        ("04.03.2026", WrongAnswer.FUTURE_DAY),
        ("15.03.1890", WrongAnswer.TOO_OLD),
    ],
)
def test_a_birthday_is_a_day_of_the_past(typed: str, kept: str | WrongAnswer) -> None:
    assert answer(Kind.DATE, typed, fills="birthday") == kept


@pytest.mark.parametrize(
    "typed, kept",
    [("завтра", "2026-03-04"), ("04.03.2026", "2026-03-04"), ("15 марта", "--03-15"), ("потом", "not_a_day")],
)
def test_another_day_may_lie_ahead(typed: str, kept: str) -> None:
    assert answer(Kind.DATE, typed) == kept


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("anna@example.com", "anna@example.com"),
        (" Anna.Petrova@Example.COM ", "Anna.Petrova@example.com"),
        ("анна@почта.рф", "анна@почта.рф"),
        ("anna+shop@example.co.uk", "anna+shop@example.co.uk"),
    ],
)
def test_an_address_is_kept_in_its_usual_spelling(typed: str, kept: str) -> None:
    assert answer(Kind.EMAIL, typed) == kept


@pytest.mark.parametrize(
    "typed", ["anna", "anna@", "@example.com", "anna@example", "anna @example.com", "a@b@c.com", "a@-.com"]
)
def test_what_is_no_address(typed: str) -> None:
    assert answer(Kind.EMAIL, typed) is WrongAnswer.NOT_AN_EMAIL


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("5", 5), ("-5", -5), ("+5", 5), ("1 500", 1500), ("\uff15", 5), ("0", 0), ("−3", -3),
        ("5.5", WrongAnswer.NOT_A_NUMBER), ("пять", WrongAnswer.NOT_A_NUMBER), ("1e3", WrongAnswer.NOT_A_NUMBER),
        ("9" * 30, WrongAnswer.TOO_BIG), ("-" + "9" * 30, WrongAnswer.TOO_SMALL),
    ],
)  # fmt: skip
def test_a_number_is_whole(typed: str, kept: int | WrongAnswer) -> None:
    assert answer(Kind.NUMBER, typed) == kept


@pytest.mark.parametrize("typed, kept", [("0", WrongAnswer.TOO_SMALL), ("1", 1), ("9", 9), ("10", WrongAnswer.TOO_BIG)])
def test_a_number_lies_within_its_bounds(typed: str, kept: int | WrongAnswer) -> None:
    assert answer(Kind.NUMBER, typed, minimum=1, maximum=9) == kept


GIVEN = (
    st.text(max_size=40).map(Typed)
    | st.text(max_size=8).map(Tapped)
    | st.builds(SharedContact, st.text(max_size=16), st.booleans())
    | st.just(Skipped())
    | st.just(Other())
)


@given(st.sampled_from(list(Kind)), GIVEN, st.booleans())
def test_whatever_is_sent_is_an_answer_or_is_told_why_not(kind: Kind, given: Given, required: bool) -> None:
    asked = question(kind, choices=REASONS if kind in (Kind.CHOICE, Kind.CHOICES) else (), required=required)
    checked = check(asked, given, today=TODAY, country="RU")
    assert isinstance(checked, Accepted | Wrong)
    if isinstance(checked, Accepted) and checked.value is None:
        assert not required
