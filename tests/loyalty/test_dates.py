"""Days as people write them."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from loyalty.customer import Birthday
from loyalty.dates import (
    DayProblem,
    birthday_of,
    kept_day,
    next_birthday,
    observed,
    parse_birthday,
    parse_day,
    parse_told_day,
)

TODAY = date(2026, 3, 3)
IDES = Birthday(3, 15, 1990)
LEAP = Birthday(2, 29)
PAST_DAYS = st.dates(date(1905, 3, 4), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "15 марта 1990", "15 марта 1990 г.", "15 марта 1990 года", "15 Марта 1990г", "15-го марта 1990",
        "15го марта 90", "15 мар 1990", "15 мар. 1990", "15-мар-1990", "15 март 1990", "15.03.1990", "15.03.90",
        "15.3.90", "15. 03. 1990", "15/03/1990", "15/3/90", "15-03-1990", "15 03 1990", "15,03,1990", "1990-03-15",
        "1990.03.15", "1990/3/15", "15031990", "March 15, 1990", "march 15 1990", "15 March 1990",
        "15th of March, 1990", "Mar. 15, 1990", "the 15th of march 90", "3/15/1990", "03-15-1990", " 15.03.1990. ",
        "\uff11\uff15.03.1990", "15\u00a0марта\u00a01990",
    ],
)  # fmt: skip
def test_one_birthday_however_it_is_written(text: str) -> None:
    assert parse_birthday(text, TODAY) == IDES


@pytest.mark.parametrize("text", ["15 марта", "15.03", "15/03", "15 march", "March 15", "15-е марта", "15.03.", "3/15"])
def test_a_birthday_needs_no_year(text: str) -> None:
    assert parse_birthday(text, TODAY) == Birthday(3, 15)


@pytest.mark.parametrize("text", ["29 февраля", "29.02", "29 feb", "Feb 29"])
def test_without_a_year_29_february_is_a_day(text: str) -> None:
    assert parse_birthday(text, TODAY) == LEAP


@pytest.mark.parametrize("text", ["29.02.2000", "29.02.04", "29 февраля 1996"])
def test_in_a_leap_year_29_february_is_a_day(text: str) -> None:
    found = parse_birthday(text, TODAY)
    assert isinstance(found, Birthday)
    assert (found.month, found.day) == (2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "завтра", "вчера", "сегодня", "tomorrow", "в пятницу", "29.02.2001", "31.02", "31.04.1990",
        "00.01.1990", "15.13.1990", "32 марта", "15", "1990", "марта", "март 1990", "15 мартобря", "мартышка 15",
        "15 ма 1990", "abc", "15.03.1990 16:00", "15.03.199", "03.15.1990", "😀", "15.03.19901", "0000-00-00",
        "15.03.0000", "1.1.1",
    ],
)  # fmt: skip
def test_what_is_no_day_is_said_to_be_none(text: str) -> None:
    assert parse_birthday(text, TODAY) is DayProblem.NOT_A_DAY


@pytest.mark.parametrize("text", ["04.03.2026", "1 января 2030", "31.12.9999"])
def test_nobody_is_born_tomorrow(text: str) -> None:
    assert parse_birthday(text, TODAY) is DayProblem.FUTURE


@pytest.mark.parametrize("text", ["02.03.1905", "15.03.1890", "15.03.0090"])
def test_nobody_is_older_than_120(text: str) -> None:
    assert parse_birthday(text, TODAY) is DayProblem.TOO_OLD


def test_who_turns_120_today_is_not_too_old() -> None:
    assert parse_birthday("03.03.1906", TODAY) == Birthday(3, 3, 1906)
    assert parse_birthday("04.03.1905", TODAY) == Birthday(3, 4, 1905)
    assert parse_birthday("03.03.1905", TODAY) is DayProblem.TOO_OLD


@pytest.mark.parametrize("text, year", [("03.03.26", 2026), ("04.03.26", 1926), ("31.12.27", 1927), ("01.01.00", 2000)])
def test_two_digits_are_never_in_the_future(text: str, year: int) -> None:
    found = parse_birthday(text, TODAY)
    assert isinstance(found, Birthday)
    assert found.year == year


@given(
    PAST_DAYS, st.sampled_from(["dd.MM.yyyy", "d/M/yyyy", "yyyy-MM-dd", "d MMMM yyyy", "MMMM d, yyyy", "d MMM yyyy"])
)
def test_every_day_is_read_back_in_both_languages(day: date, form: str) -> None:
    for locale in ("ru", "en"):
        written = format_date(day, form, locale=locale)
        assert parse_birthday(written, TODAY) == Birthday(day.month, day.day, day.year)


@given(st.text(max_size=30))
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    assert isinstance(parse_birthday(text, TODAY), Birthday | DayProblem)


@pytest.mark.parametrize(
    "text, day",
    [
        ("завтра", date(2026, 3, 4)),
        ("послезавтра", date(2026, 3, 5)),
        ("вчера", date(2026, 3, 2)),
        ("в пятницу", date(2026, 3, 6)),
        ("через 2 недели", date(2026, 3, 17)),
        ("через месяц", date(2026, 4, 3)),
        ("next friday", date(2026, 3, 6)),
        ("in 3 days", date(2026, 3, 6)),
        ("15.04.2026", date(2026, 4, 15)),
        ("15.04.26", date(2026, 4, 15)),
        ("15.04.35", date(2035, 4, 15)),
        ("15.04.90", date(1990, 4, 15)),
        ("2 марта", date(2027, 3, 2)),
        ("3 марта", date(2026, 3, 3)),
        ("15 апреля", date(2026, 4, 15)),
        ("29 февраля", date(2027, 2, 28)),
    ],
)
def test_a_day_may_lie_ahead_and_be_said_in_words(text: str, day: date) -> None:
    assert parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "потом", "скоро", "5", "в мае", "мая", "31.02", "29.02.2027", "не знаю", "часа в два"]
)
def test_a_vague_day_is_no_day(text: str) -> None:
    assert parse_day(text, TODAY) is DayProblem.NOT_A_DAY


def test_no_year_is_invented_for_a_told_day() -> None:
    assert parse_told_day("15 марта", TODAY) == Birthday(3, 15)
    assert parse_told_day("15 марта 1890", TODAY) is DayProblem.TOO_OLD


@pytest.mark.parametrize("year, day", [(2024, date(2024, 2, 29)), (2025, date(2025, 2, 28)), (2100, date(2100, 2, 28))])
def test_29_february_is_kept_on_the_28th_in_a_common_year(year: int, day: date) -> None:
    assert observed(LEAP, year) == day


@given(st.dates(), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_the_next_birthday_is_the_first_from_that_day_on(born: date, today: date) -> None:
    birthday = Birthday(born.month, born.day)
    ahead = next_birthday(birthday, today)
    assert ahead == observed(birthday, ahead.year)
    assert today <= ahead <= today + timedelta(days=366)
    assert observed(birthday, ahead.year - 1) < today


@pytest.mark.parametrize(
    "day, kept",
    [(IDES, "1990-03-15"), (Birthday(3, 15), "--03-15"), (date(1990, 3, 15), "1990-03-15"), (LEAP, "--02-29")],
)
def test_how_a_day_is_kept(day: Birthday | date, kept: str) -> None:
    assert kept_day(day) == kept


@given(st.dates(), st.booleans())
def test_a_kept_day_is_read_back(day: date, with_year: bool) -> None:
    birthday = Birthday(day.month, day.day, day.year if with_year else None)
    assert birthday_of(kept_day(birthday)) == birthday


@pytest.mark.parametrize("text", ["", "1990-3-15", "--02-30", "-03-15", "1990-02-29", "15.03.1990"])
def test_what_was_not_kept_so_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a day"):
        birthday_of(text)
