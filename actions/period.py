"""Periods of a report: `7d`, `30d`, `90d`, `365d`, `2026-10`, `2026`, `all`. Whole days of the shop's own time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from loyalty.local_time import start_of_day
from storage.statistics import Span

USUAL = "30d"
OFFERED = ("7d", "30d", "90d", "365d", "all")
Step = Literal["day", "week", "month"]

_DAYS = re.compile(r"([1-9]\d{0,3})\s*(?:d|д|дн|days?)", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})\.(\d{4})", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_ALL = {"all", "всё", "все"}
_MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Period:
    """`key`: as it is typed, and on the buttons. Both days belong to it; `first` None: from the beginning."""

    key: str
    first: date | None
    last: date

    def span(self, zone: ZoneInfo) -> Span:
        """Its moments."""
        return _span(self.first or date(1900, 1, 1), self.last, zone)

    def before(self, today: date) -> "Period | None":
        """The one to compare it with: as long, and just before it; None where that would say nothing."""
        if self.first is None or self.last > today:
            return None
        last = self.first - timedelta(days=1)
        if self.first.day == 1 and (self.last + timedelta(days=1)).day == 1 and not self.key.endswith("d"):
            months = 1 if "-" in self.key else 12
            return Period("", _months_before(self.first, months), last)
        return Period("", self.first - (self.last - last), last)


def parse_period(text: str, today: date) -> Period | None:
    """None: it is none."""
    text = text.strip().casefold()
    if text in _ALL:
        return Period("all", None, today)
    if days := _DAYS.fullmatch(text):
        return Period(f"{int(days[1])}d", today - timedelta(days=int(days[1]) - 1), today)
    if _YEAR.fullmatch(text):
        return Period(text, date(int(text), 1, 1), date(int(text), 12, 31))
    month = _MONTH.fullmatch(text)
    return _month(int(month[1] or month[4]), int(month[2] or month[3])) if month else None


def _month(year: int, number: int) -> Period | None:
    if not (1900 <= year <= 9998 and 1 <= number <= 12):
        return None
    first = date(year, number, 1)
    return Period(f"{year}-{number:02}", first, _months_before(first, -1) - timedelta(days=1))


def _months_before(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)


def columns(first: date, last: date, zone: ZoneInfo) -> tuple[Step, list[tuple[date, Span]]]:
    """The period cut into the columns of a chart: their first days and moments, the oldest first."""
    length = (last - first).days + 1
    step: Step = "day" if length <= 14 else "week" if length <= 120 else "month"
    starts = list(_starts(first, last, step))[-_MOST_COLUMNS:]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
    return step, [(start, _span(start, end, zone)) for start, end in zip(starts, ends, strict=True)]


def _starts(first: date, last: date, step: Step) -> Iterator[date]:
    """Weeks end with the period, so that the newest is a whole one."""
    day = first if step != "week" else first - timedelta(days=6 - (last - first).days % 7)
    while day <= last:
        yield max(day, first)
        day = (
            _months_before(day.replace(day=1), -1)
            if step == "month"
            else day + timedelta(days=1 if step == "day" else 7)
        )


def _span(first: date, last: date, zone: ZoneInfo) -> Span:
    return Span(start_of_day(first, zone), start_of_day(last + timedelta(days=1), zone))
