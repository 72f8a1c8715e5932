"""Periods: what may be typed, which days these are, and with what they are compared."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from actions.period import Period, columns, parse_period

TODAY = date(2026, 3, 3)
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    "text,period",
    [
        ("7d", Period("7d", date(2026, 2, 25), TODAY)),
        (" 30D ", Period("30d", date(2026, 2, 2), TODAY)),
        ("90 дней", None),
        ("90 дн", Period("90d", date(2025, 12, 4), TODAY)),
        ("1d", Period("1d", TODAY, TODAY)),
        ("all", Period("all", None, TODAY)),
        ("всё", Period("all", None, TODAY)),
        ("2026-02", Period("2026-02", date(2026, 2, 1), date(2026, 2, 28))),
        ("2025-12", Period("2025-12", date(2025, 12, 1), date(2025, 12, 31))),
        ("2.2024", Period("2024-02", date(2024, 2, 1), date(2024, 2, 29))),
        ("2025", Period("2025", date(2025, 1, 1), date(2025, 12, 31))),
        ("0d", None),
        ("2026-13", None),
        ("0000-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_what_may_be_typed(text: str, period: Period | None) -> None:
    assert parse_period(text, TODAY) == period


@pytest.mark.parametrize("text", ["7d", "365d", "2026-02", "2025", "all"])
def test_the_key_is_the_period_again(text: str) -> None:
    period = parse_period(text, TODAY)
    assert period is not None
    assert parse_period(period.key, TODAY) == period


def test_a_day_is_the_shops_own() -> None:
    span = Period("1d", TODAY, TODAY).span(MOSCOW)
    assert span.since == datetime(2026, 3, 2, 21, tzinfo=UTC)
    assert span.until == datetime(2026, 3, 3, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "text,first,last",
    [
        ("7d", date(2026, 2, 18), date(2026, 2, 24)),
        ("2026-02", date(2026, 1, 1), date(2026, 1, 31)),
        ("2026-01", date(2025, 12, 1), date(2025, 12, 31)),
        ("2025", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_what_it_is_compared_with(text: str, first: date, last: date) -> None:
    period = parse_period(text, TODAY)
    assert period is not None
    before = period.before(TODAY)
    assert before is not None
    assert (before.first, before.last) == (first, last)


@pytest.mark.parametrize("text", ["all", "2026-03", "2026"])
def test_what_is_not_over_or_has_no_beginning_is_compared_with_nothing(text: str) -> None:
    period = parse_period(text, TODAY)
    assert period is not None
    assert period.before(TODAY) is None


@pytest.mark.parametrize(
    "first,last,step,count",
    [
        (date(2026, 2, 25), TODAY, "day", 7),
        (date(2026, 2, 2), TODAY, "week", 5),
        (date(2025, 12, 4), TODAY, "week", 13),
        (date(2025, 3, 4), TODAY, "month", 13),
        (date(2010, 1, 1), TODAY, "month", 60),
        (TODAY, TODAY, "day", 1),
    ],
)
def test_columns_cover_the_period_without_gaps(first: date, last: date, step: str, count: int) -> None:
    found, parts = columns(first, last, MOSCOW)
    spans = [span for _, span in parts]
    assert (found, len(parts)) == (step, count)
    assert [span.until for span in spans[:-1]] == [span.since for span in spans[1:]]
    assert spans[-1].until == Period("", first, last).span(MOSCOW).until
    if count < 60:
        assert spans[0].since == Period("", first, last).span(MOSCOW).since


def test_weeks_end_with_the_period() -> None:
    _, parts = columns(date(2026, 2, 2), TODAY, MOSCOW)
    assert [day for day, _ in parts] == [date(2026, 2, day) for day in (2, 4, 11, 18, 25)]
