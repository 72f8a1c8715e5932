"""Which days are due, and what for."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.notation import DayTime
from loyalty.occasions import (
    anniversary,
    anniversary_spans,
    birthdays_on,
    holiday_names,
    holidays_of,
    moment,
    occasion_days,
    unknown_holidays,
)

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
EARLY = DayTime(-3, time(11))  # "-3d 11:00"
ON_THE_DAY = DayTime(0, time(11))


def test_three_days_before_at_eleven() -> None:
    assert moment(date(2026, 3, 15), EARLY, MOSCOW) == datetime(2026, 3, 12, 8, tzinfo=UTC)
    assert moment(date(2026, 3, 1), EARLY, MOSCOW) == datetime(2026, 2, 26, 8, tzinfo=UTC)
    assert moment(date(2026, 3, 15), DayTime(1, time(9)), MOSCOW) == datetime(2026, 3, 16, 6, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_comes_an_hour_later() -> None:
    assert moment(date(2026, 3, 29), DayTime(0, time(2, 30)), BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_time_that_comes_twice_is_taken_once() -> None:
    assert moment(date(2026, 10, 25), DayTime(0, time(2, 30)), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_window_has_the_days_whose_moment_came_in_it() -> None:
    eleven = datetime(2026, 3, 12, 8, tzinfo=UTC)
    minute = timedelta(minutes=1)
    assert occasion_days(EARLY, MOSCOW, eleven - minute, eleven) == [date(2026, 3, 15)]
    assert occasion_days(EARLY, MOSCOW, eleven, eleven + minute) == []
    assert occasion_days(EARLY, MOSCOW, eleven - minute, eleven - minute / 2) == []
    assert occasion_days(EARLY, MOSCOW, eleven - timedelta(days=2), eleven) == [date(2026, 3, 14), date(2026, 3, 15)]


ZONES = st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/Santiago", "Pacific/Kiritimati", "Pacific/Niue"])
TIMES = st.builds(DayTime, st.integers(-60, 60), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001


@given(TIMES, ZONES.map(ZoneInfo), MOMENTS, st.lists(st.timedeltas(timedelta(0), timedelta(days=9)), max_size=4))
def test_windows_that_meet_miss_no_day_and_take_none_twice(
    at: DayTime, zone: ZoneInfo, since: datetime, steps: list[timedelta]
) -> None:
    ends = [since]
    for step in steps:
        ends.append(ends[-1] + step)
    piecewise = [day for begin, end in pairwise(ends) for day in occasion_days(at, zone, begin, end)]
    whole = occasion_days(at, zone, ends[0], ends[-1])
    assert piecewise == whole == sorted(set(whole))
    assert all(ends[0] < moment(day, at, zone) <= ends[-1] for day in whole)
    assert abs(len(whole) - (ends[-1] - ends[0]) / timedelta(days=1)) <= 1.1


@pytest.mark.parametrize(
    "day, kept",
    [
        (date(2026, 3, 15), ((3, 15),)),
        (date(2026, 2, 28), ((2, 28), (2, 29))),
        (date(2028, 2, 28), ((2, 28),)),
        (date(2028, 2, 29), ((2, 29),)),
        (date(2100, 2, 28), ((2, 28), (2, 29))),
    ],
)
def test_who_was_born_on_29_february_is_greeted_every_year(day: date, kept: tuple[tuple[int, int], ...]) -> None:
    assert birthdays_on(day) == kept


@given(st.integers(2000, 2040))
def test_in_a_year_every_birthday_is_kept_once(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    kept = [month_day for day in days if day.year == year for month_day in birthdays_on(day)]
    assert len(kept) == len(set(kept)) == 366


def test_an_anniversary_is_the_day_of_the_year() -> None:
    assert anniversary(date(2024, 2, 29), 2025) == date(2025, 2, 28)
    assert anniversary(date(2024, 2, 29), 2028) == date(2028, 2, 29)
    assert anniversary(date(2024, 5, 9), 2025) == date(2025, 5, 9)


def test_whose_anniversary_it_is_bought_first_on_that_day_of_an_earlier_year() -> None:
    spans = anniversary_spans(date(2026, 3, 15), MOSCOW, 2024)
    assert spans == [
        (1, datetime(2025, 3, 14, 21, tzinfo=UTC), datetime(2025, 3, 15, 21, tzinfo=UTC)),
        (2, datetime(2024, 3, 14, 21, tzinfo=UTC), datetime(2024, 3, 15, 21, tzinfo=UTC)),
    ]
    assert anniversary_spans(date(2026, 3, 15), MOSCOW, 2026) == []


def test_a_first_purchase_on_29_february_is_remembered_every_year() -> None:
    common = anniversary_spans(date(2026, 2, 28), MOSCOW, 2024)
    assert [(years, until - since) for years, since, until in common] == [
        (1, timedelta(days=1)),
        (2, timedelta(days=2)),  # 28 and 29 February 2024
    ]
    leap = anniversary_spans(date(2028, 2, 29), MOSCOW, 2023)
    assert [(years, since.astimezone(MOSCOW).date()) for years, since, _ in leap] == [(4, date(2024, 2, 29))]


@given(MOMENTS, ZONES.map(ZoneInfo), st.integers(1, 3))
def test_every_first_purchase_has_one_anniversary_a_year(first: datetime, zone: ZoneInfo, years: int) -> None:
    kept = anniversary(first.astimezone(zone).date(), first.astimezone(zone).year + years)
    around = [kept + timedelta(days=number) for number in (-2, -1, 0, 1, 2)]
    found = [
        (day, ago)
        for day in around
        for ago, since, until in anniversary_spans(day, zone, 2023)
        if since <= first < until
    ]
    assert found == [(kept, years)]


def test_holidays_are_days_or_names_in_either_language() -> None:
    wanted = ["01-01", "День Победы", "Unity Day", "8 марта", "23 February", "международный  женский день"]
    assert holidays_of("RU", wanted, 2026) == {
        date(2026, 1, 1): "Новый год",
        date(2026, 2, 23): "День защитника Отечества",
        date(2026, 3, 8): "Международный женский день",
        date(2026, 5, 9): "День Победы",
        date(2026, 11, 4): "День народного единства",
    }


def test_a_holiday_is_called_by_its_name_in_the_customers_language() -> None:
    assert holidays_of("RU", ["05-09", "Новый год", "07-08"], 2026, "en") == {
        date(2026, 1, 1): "New Year",
        date(2026, 5, 9): "Victory Day",
        date(2026, 7, 8): "July 8",
    }
    assert holidays_of("RU", ["07-08"], 2026) == {date(2026, 7, 8): "8 июля"}


def test_a_holiday_of_several_days_is_greeted_once() -> None:
    assert [*holidays_of("RU", ["Новогодние каникулы"], 2026)] == [date(2026, 1, 1)]


def test_a_movable_holiday_moves() -> None:
    assert [*holidays_of("US", ["Thanksgiving Day"], 2026)] == [date(2026, 11, 26)]
    assert [*holidays_of("US", ["thanksgiving day"], 2027)] == [date(2027, 11, 25)]
    assert [*holidays_of("US", ["Valentine’s Day", "Independence Day"], 2026)] == [date(2026, 2, 14), date(2026, 7, 4)]


def test_29_february_is_kept_every_year() -> None:
    assert [*holidays_of("RU", ["02-29"], 2026)] == [date(2026, 2, 28)]
    assert [*holidays_of("RU", ["02-29"], 2028)] == [date(2028, 2, 29)]


@pytest.mark.parametrize(
    "name", ["", "02-30", "13-01", "3-8", "3/8", "День варенья", "завтра", "8 мартобря", "01-01-2026", "5"]
)
def test_what_is_no_holiday_is_told(name: str) -> None:
    assert unknown_holidays("RU", ["01-01", name, "День Победы"], 2026) == [name]
    assert [*holidays_of("RU", [name], 2026)] == []


def test_a_country_without_a_calendar_still_has_days() -> None:
    assert [*holidays_of("AC", ["12-31", "8 марта"], 2026)] == [date(2026, 3, 8), date(2026, 12, 31)]
    assert unknown_holidays("AC", ["Victory Day"], 2026) == ["Victory Day"]
    assert "день победы" in holiday_names("RU", 2026)
