"""Answers by choosing: a button, or the same in words or numbers."""

import pytest

from loyalty.survey import Choice, Given, Kind, Tapped, Typed, WrongAnswer
from tests.loyalty.asking import REASONS, answer


@pytest.mark.parametrize("kind, low, high", [(Kind.SCALE5, 1, 5), (Kind.SCALE10, 0, 10)])
def test_a_scale_has_its_ends(kind: Kind, low: int, high: int) -> None:
    for score in range(low, high + 1):
        assert answer(kind, Tapped(str(score))) == answer(kind, f" {score}. ") == score
    for outside in (str(low - 1), str(high + 1), "", "good", "4.5", "05x"):
        assert answer(kind, Tapped(outside)) is WrongAnswer.NOT_AN_OPTION


def test_a_keycap_is_a_number() -> None:
    assert answer(Kind.SCALE5, "5️⃣") == 5


@pytest.mark.parametrize(
    "typed, kept",
    [("да", True), ("Да!", True), ("YES", True), ("+", True), ("нет", False), ("No.", False), ("-", False)],
)
def test_yes_and_no_may_be_typed(typed: str, kept: bool) -> None:
    assert answer(Kind.YES_NO, typed) is kept


def test_yes_and_no_are_buttons() -> None:
    assert answer(Kind.YES_NO, Tapped("yes")) is True
    assert answer(Kind.YES_NO, Tapped("no")) is False
    for neither in (Tapped("maybe"), Typed("не знаю"), Typed("может быть")):
        assert answer(Kind.YES_NO, neither) is WrongAnswer.NOT_AN_OPTION


def test_consent_is_a_yes() -> None:
    assert answer(Kind.CONSENT, Tapped("yes")) is True
    assert answer(Kind.CONSENT, "Согласна") is True
    assert answer(Kind.CONSENT, "ну ладно") is WrongAnswer.NOT_AN_OPTION
    for no in (Tapped("no"), Typed("нет")):
        assert answer(Kind.CONSENT, no) is WrongAnswer.REQUIRED
        assert answer(Kind.CONSENT, no, required=False) is None


@pytest.mark.parametrize(
    "given, kept",
    [
        (Tapped("fit"), "fit"),
        (Typed("дорого"), "price"),
        (Typed("TOO DEAR"), "price"),
        (Typed("не подошел размер"), "fit"),
        (Typed("👗 Wrong size"), "fit"),
        (Typed("Другое…"), "other"),
        (Typed("3"), "other"),
        (Typed("other"), "other"),
    ],
)
def test_a_choice_is_tapped_or_typed(given: Given, kept: str) -> None:
    assert answer(Kind.CHOICE, given, choices=REASONS) == kept


@pytest.mark.parametrize(
    "given", [Tapped("gone"), Tapped("Дорого"), Tapped(""), Typed("0"), Typed("4"), Typed("хочу скидку")]
)
def test_what_is_no_choice(given: Given) -> None:
    assert answer(Kind.CHOICE, given, choices=REASONS) is WrongAnswer.NOT_AN_OPTION


def test_a_label_that_is_a_number_is_meant_rather_than_a_place() -> None:
    children = (Choice(id="one", label={"*": "2"}), Choice(id="two", label={"*": "1"}))
    assert answer(Kind.CHOICE, "1", choices=children) == "two"


def test_labels_of_emoji_alone_are_told_apart() -> None:
    faces = (Choice(id="good", label={"*": "😀"}), Choice(id="bad", label={"*": "😡"}))
    assert answer(Kind.CHOICE, "😡", choices=faces) == "bad"


@pytest.mark.parametrize(
    "given, kept",
    [
        (Tapped("fit"), ["fit"]),
        (Tapped("other,price"), ["price", "other"]),
        (Typed("1, 3"), ["price", "other"]),
        (Typed("3 1"), ["price", "other"]),
        (Typed("другое; Дорого"), ["price", "other"]),
        (Typed("дорого\nдорого"), ["price"]),
        (Typed("2"), ["fit"]),
        (Tapped(""), WrongAnswer.ONE_AT_LEAST),
        (Typed(","), WrongAnswer.ONE_AT_LEAST),
        (Tapped("fit,gone"), WrongAnswer.NOT_AN_OPTION),
        (Typed("1, 4"), WrongAnswer.NOT_AN_OPTION),
        (Typed("рыбалка"), WrongAnswer.NOT_AN_OPTION),
    ],
)
def test_several_choices_come_in_the_order_of_the_question(given: Given, kept: list[str] | WrongAnswer) -> None:
    assert answer(Kind.CHOICES, given, choices=REASONS) == kept


def test_none_of_several_is_an_answer_where_none_is_needed() -> None:
    assert answer(Kind.CHOICES, Tapped(""), choices=REASONS, required=False) is None


def test_a_label_with_a_comma_is_one_label() -> None:
    polite = (Choice(id="yes", label={"*": "Да, конечно"}), Choice(id="no", label={"*": "Нет"}))
    assert answer(Kind.CHOICES, "да, конечно", choices=polite) == ["yes"]
