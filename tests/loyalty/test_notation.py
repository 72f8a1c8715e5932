"""How the programme file writes durations, days and texts."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from loyalty.notation import Amount, At, AtMost, ClockTime, DayTime, Duration, Limit, Localised, in_language

DURATION: TypeAdapter[timedelta] = TypeAdapter(Duration)
AT: TypeAdapter[DayTime] = TypeAdapter(At)
CLOCK: TypeAdapter[time] = TypeAdapter(ClockTime)
LIMIT: TypeAdapter[AtMost] = TypeAdapter(Limit)
TEXT: TypeAdapter[dict[str, str]] = TypeAdapter(Localised)
AMOUNT: TypeAdapter[Decimal] = TypeAdapter(Amount)


@pytest.mark.parametrize(
    "text, meant",
    [
        ("90m", timedelta(minutes=90)),
        ("2h", timedelta(hours=2)),
        ("1d", timedelta(days=1)),
        ("6w", timedelta(weeks=6)),
        (0, timedelta()),
    ],
)
def test_a_duration(text: object, meant: timedelta) -> None:
    assert DURATION.validate_python(text) == meant


@pytest.mark.parametrize("text", ["", "1", "1 day", "1y", "-1d", "1.5d", "d", 5, True, None, "1d 2h", "123456d"])
def test_what_is_no_duration(text: object) -> None:
    with pytest.raises(ValidationError, match='"90m", "2h", "1d" or "6w"'):
        DURATION.validate_python(text)


@pytest.mark.parametrize(
    "text, meant",
    [
        (DayTime(1, time(9)), DayTime(1, time(9))),
        ("11:00", DayTime(0, time(11))),
        ("-3d 11:00", DayTime(-3, time(11))),
        ("+1d  09:30", DayTime(1, time(9, 30))),
    ],
)
def test_a_day_and_a_time(text: object, meant: DayTime) -> None:
    assert AT.validate_python(text) == meant


@pytest.mark.parametrize("text", ["", "-3d", "24:00", "11.00", "3 days before", 11, "-3d11:00"])
def test_what_is_no_day_and_time(text: object) -> None:
    with pytest.raises(ValidationError, match='"11:00" or "-3d 11:00"'):
        AT.validate_python(text)


def test_a_time_of_the_clock() -> None:
    assert CLOCK.validate_python("9:05") == CLOCK.validate_python(time(9, 5)) == time(9, 5)
    for wrong in ("25:00", "-3d 21:00", 21, "9", None):
        with pytest.raises(ValidationError, match='write a time as "21:00"'):
            CLOCK.validate_python(wrong)


def test_a_limit() -> None:
    assert LIMIT.validate_python("1 per 90d") == AtMost(1, timedelta(days=90))
    assert LIMIT.validate_python("12 per 1w") == AtMost(12, timedelta(weeks=1))
    for wrong in ("0 per 1d", "1 in 90d", "once", 3, "1 per day"):
        with pytest.raises(ValidationError, match='"1 per 90d"'):
            LIMIT.validate_python(wrong)


def test_a_text_is_for_every_language_or_for_each() -> None:
    every, each = TEXT.validate_python("Привет"), TEXT.validate_python({"ru": "Привет", "en": "Hello"})
    assert in_language(every, "en") == "Привет"
    assert in_language(each, "en") == "Hello"
    assert in_language(each, "de") == "Привет"
    for empty in ("", " ", {}, {"ru": "Привет", "en": ""}):
        with pytest.raises(ValidationError, match="write the text"):
            TEXT.validate_python(empty)


def test_an_amount_is_exact() -> None:
    assert AMOUNT.validate_python(0.1) == Decimal("0.1")
    assert AMOUNT.validate_python("1499.90") == Decimal("1499.90")
    for wrong in ("1499.999", -1, "x", float("nan")):
        with pytest.raises(ValidationError):
            AMOUNT.validate_python(wrong)
