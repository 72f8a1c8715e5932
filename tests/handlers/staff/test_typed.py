import pytest

from handlers.staff.typed import NotAnAmount, Nothing, StrangeReceipt, Sum, Told, TwoWays, read_sum, read_who
from loyalty.identify import ByCard, ByPhone
from loyalty.money import AmountProblem, Money

CARD = "2900000000018"


def roubles(amount: float) -> Money:
    return Money(round(amount * 100), "RUB")


def told(amount: float, receipt: str | None = None) -> Told:
    return Told(roubles(amount), receipt)


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("1500", told(1500)),
        ("1 500", told(1500)),
        ("1 500,50 ₽", told(1500.50)),
        ("1 500,50 ₽ 42", told(1500.50, "42")),
        ("1500 42", told(1500, "42")),
        ("1500 123", told(1500, "123")),
        ("12 500", told(12_500)),
        ("99 999", told(99_999)),
        ("150 000", told(150_000)),
        ("500 1", told(500, "1")),
        ("500 АБ-12/3", told(500, "АБ-12/3")),
        ("500 чек 123", told(500, "123")),
        ("1 500 чек № 123", told(1500, "123")),
        ("1 500 №123", told(1500, "123")),
        ("500 #7", told(500, "7")),
        ("500 Receipt: 7", told(500, "7")),
        ("1500р. 42", told(1500, "42")),
        (" 1500 \n 42 ", told(1500, "42")),
        ("500 123", TwoWays(roubles(500_123), roubles(500), "123")),
        ("1 500 123", TwoWays(roubles(1_500_123), roubles(1500), "123")),
        ("0", NotAnAmount(AmountProblem.NOT_POSITIVE, "0")),
        ("0 42", NotAnAmount(AmountProblem.NOT_POSITIVE, "0")),
        ("-5", NotAnAmount(AmountProblem.NOT_POSITIVE, "-5")),
        ("−5 чек 42", NotAnAmount(AmountProblem.NOT_POSITIVE, "−5")),
        ("1000000000", NotAnAmount(AmountProblem.TOO_LARGE, "1000000000")),
        ("1e9", NotAnAmount(AmountProblem.NOT_A_NUMBER, "1e9")),
        ("10,005", told(10_005)),
        ("0,005", NotAnAmount(AmountProblem.TOO_FINE, "0,005")),
        ("полторы тысячи", NotAnAmount(AmountProblem.NOT_A_NUMBER, "полторы тысячи")),
        ("чек 42", NotAnAmount(AmountProblem.NOT_A_NUMBER, "чек 42")),
        ("1500 кофе", StrangeReceipt("кофе")),
        ("1500 за кофе 2", StrangeReceipt("за кофе 2")),
        ("1500 42 43", StrangeReceipt("42 43")),
        ("1500 чек a:1", StrangeReceipt("a:1")),
        ("1500 " + "9" * 25, StrangeReceipt("9" * 25)),
        ("", Nothing()),
        ("  ", Nothing()),
        ("🌼", NotAnAmount(AmountProblem.NOT_A_NUMBER, "🌼")),
    ],
)
def test_sums_and_receipts_as_people_write_them(typed: str, expected: Sum) -> None:
    assert read_sum(typed, "RUB") == expected


@pytest.mark.parametrize(
    "typed, who, rest",
    [
        (f"{CARD} 1500", ByCard(CARD), "1500"),
        ("2900 0000 0001 8 1 500 42", ByCard(CARD), "1 500 42"),
        ("+79161234567 1500", ByPhone("+79161234567"), "1500"),
        ("8 (916) 123-45-67 1 500,50 ₽", ByPhone("+79161234567"), "1 500,50 ₽"),
        ("+7 916 123 45 67 500", ByPhone("+79161234567"), "500"),
        ("9161234567 -5", ByPhone("+79161234567"), "-5"),
        (CARD, ByCard(CARD), ""),
    ],
)
def test_the_card_or_the_phone_comes_first(typed: str, who: ByCard | ByPhone, rest: str) -> None:
    assert read_who(typed, "RU") == (who, rest)


@pytest.mark.parametrize("typed", ["", "1500", "Анна 1500", "2900000000017 1500", "+7916 1500", "{name}", "<b>"])
def test_nobody_is_guessed(typed: str) -> None:
    assert read_who(typed, "RU") is None
