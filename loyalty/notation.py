"""How the programme file writes things: durations, days, percentages, texts in several languages."""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints


class Rule(BaseModel):
    """A part of the programme: unknown keys are mistakes, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,23}$")]  # fits into callback data and deep links
Percent = Annotated[int, Field(ge=0, le=100)]

_UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(?P<size>[0-9]{1,5})(?P<unit>[mhdw])")


def duration(text: object) -> object:
    """`90m`, `2h`, `1d`, `6w` → timedelta; anything else is refused with the forms that are understood."""
    if isinstance(text, timedelta):
        return text
    if text == 0:
        return timedelta()
    found = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError('write a duration as "90m", "2h", "1d" or "6w"')
    return _time(found)


def _time(found: re.Match[str]) -> timedelta:
    return timedelta(seconds=int(found["size"]) * _UNITS[found["unit"]])


Duration = Annotated[timedelta, BeforeValidator(duration)]


@dataclass(frozen=True, slots=True)
class DayTime:
    """So many days from the occasion's day (negative: before), at a local time."""

    days: int
    time: time


_CLOCK = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])")
_DAY_TIME = re.compile(rf"(?:(?P<days>[+-]?[0-9]{{1,3}})d\s+)?{_CLOCK.pattern}")


def day_time(text: object) -> object:
    """`-3d 11:00` or `11:00` → DayTime."""
    if isinstance(text, DayTime):
        return text
    found = _DAY_TIME.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError('write it as "11:00" or "-3d 11:00" (three days before, at eleven)')
    return DayTime(int(found["days"] or 0), time(int(found["hour"]), int(found["minute"])))


At = Annotated[DayTime, BeforeValidator(day_time)]


def clock_time(text: object) -> object:
    """`21:00` → time. A number is refused: it would count as seconds."""
    if isinstance(text, time):
        return text
    found = _CLOCK.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError('write a time as "21:00"')
    return time(int(found["hour"]), int(found["minute"]))


ClockTime = Annotated[time, BeforeValidator(clock_time)]


@dataclass(frozen=True, slots=True)
class AtMost:
    """No more than `count` in `period`."""

    count: int
    period: timedelta


_AT_MOST = re.compile(rf"(?P<count>\d{{1,3}}) per {_DURATION.pattern}")


def at_most(text: object) -> object:
    """`1 per 90d` → AtMost."""
    if isinstance(text, AtMost):
        return text
    found = _AT_MOST.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None or int(found["count"]) < 1:
        raise ValueError('write it as "1 per 90d"')
    return AtMost(int(found["count"]), _time(found))


Limit = Annotated[AtMost, BeforeValidator(at_most)]


def _localised(value: object) -> object:
    """A plain string stands for every language (key ``*``)."""
    return {"*": value} if isinstance(value, str) else value


def _not_empty(value: dict[str, str]) -> dict[str, str]:
    if not value or not all(text.strip() for text in value.values()):
        raise ValueError('write the text, as "…" or { ru = "…", en = "…" }')
    return value


Localised = Annotated[dict[str, str], BeforeValidator(_localised), AfterValidator(_not_empty)]


def in_language(text: dict[str, str], language: str) -> str:
    """The text in `language`, or the one for every language, or the first there is."""
    return text.get(language) or text.get("*") or next(iter(text.values()))


def _decimal(value: object) -> object:
    return str(value) if isinstance(value, float) else value


# Money as an owner writes it, in major units (roubles); the programme turns it into minor ones by the shop's currency.
Amount = Annotated[
    Decimal, BeforeValidator(_decimal), Field(ge=0, le=Decimal(10**9), decimal_places=2), PlainSerializer(str)
]
