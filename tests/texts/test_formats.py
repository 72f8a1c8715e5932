from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from loyalty.customer import Birthday
from loyalty.money import Money
from texts import formats


@pytest.mark.parametrize(
    "value, russian, english",
    [
        (Money(150050, "RUB"), "1 500,50 ₽", "₽1,500.50"),
        (Money(150000, "RUB"), "1 500 ₽", "₽1,500"),
        (Money(5, "RUB"), "0,05 ₽", "₽0.05"),
        (Money(0, "RUB"), "0 ₽", "₽0"),
        (Money(-99990, "RUB"), "-999,90 ₽", "-₽999.90"),
        (Money(123456789012, "RUB"), "1 234 567 890,12 ₽", "₽1,234,567,890.12"),
        (Money(1500, "JPY"), "1 500 ¥", "¥1,500"),
        (Money(1500, "KWD"), "1,500 KWD", "KWD 1.500"),
        (Money(1000, "BYN"), "10 Br", "Br 10"),
        (Money(250000, "KZT"), "2 500 ₸", "₸2,500"),
    ],
)
def test_money_shows_cents_only_where_there_are_some(value: Money, russian: str, english: str) -> None:
    assert formats.money(value, "ru").replace("\u00a0", " ") == russian
    assert formats.money(value, "en").replace("\u00a0", " ") == english


def test_an_amount_never_breaks_from_its_unit() -> None:
    assert " " not in formats.money(Money(123456789, "RUB"), "ru")
    assert " " not in formats.percent(10, "ru")


def test_per_cents() -> None:
    assert formats.percent(10, "ru") == "10\u00a0%"
    assert formats.percent(10, "en") == "10%"
    assert formats.percent(Decimal("12.5"), "ru") == "12,5\u00a0%"
    assert formats.percent(Decimal("12.54"), "en") == "12.5%"


def test_days() -> None:
    assert formats.day(date(2027, 3, 5), "ru") == "5 марта 2027"
    assert formats.day(date(2027, 3, 5), "en") == "5 March 2027"
    assert formats.day_month(date(2027, 5, 31), "ru") == "31 мая"
    assert formats.day_month(Birthday(2, 29), "ru") == "29 февраля"


def test_a_birthday_says_the_year_only_if_it_was_told() -> None:
    assert formats.birthday(Birthday(3, 8), "ru") == "8 марта"
    assert formats.birthday(Birthday(3, 8, 1990), "en") == "8 March 1990"


def test_a_moment_is_said_in_the_zone_it_carries() -> None:
    kept = datetime(2027, 3, 5, 20, 5, tzinfo=UTC)
    assert formats.moment(kept.astimezone(ZoneInfo("Asia/Vladivostok")), "ru") == "6 марта 2027, 06:05"
    assert formats.moment(kept.astimezone(timezone(timedelta(hours=3))), "en") == "5 March 2027, 23:05"


@pytest.mark.parametrize("nobodys", [datetime(2027, 3, 5, 20, 5, tzinfo=UTC), datetime(2027, 3, 5, 20, 5)])  # noqa: DTZ001
def test_a_moment_in_nobodys_zone_is_refused(nobodys: datetime) -> None:
    with pytest.raises(ValueError, match="zone"):
        formats.moment(nobodys, "ru")
