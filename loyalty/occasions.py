"""Birthdays, holidays, anniversaries: which days are due.

For a planner that asks the database about many people at once: `occasion_days` gives the days whose moment came in a
window of time, and for each of them `birthdays_on`, `holidays_of` and `anniversary_spans` say what to look for.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from loyalty.customer import Birthday
from loyalty.dates import birthday_of, observed, parse_told_day
from loyalty.local_time import at_local, start_of_day
from loyalty.notation import DayTime

MonthDay = tuple[int, int]


def moment(day: date, at: DayTime, zone: ZoneInfo) -> datetime:
    """When the occasion on `day` is spoken of, UTC: so many days from it, at that time of the clock in `zone`."""
    return at_local(day + timedelta(days=at.days), at.time, zone)


def occasion_days(at: DayTime, zone: ZoneInfo, since: datetime, until: datetime) -> list[date]:
    """The days whose moment lies after `since` and not after `until`, in order."""
    first = since.astimezone(zone).date() - timedelta(days=at.days + 1)
    last = until.astimezone(zone).date() - timedelta(days=at.days - 1)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if since < moment(day, at, zone) <= until]


def birthdays_on(day: date) -> tuple[MonthDay, ...]:
    """The birthdays kept on `day`: its own, and on 28 February of a common year the 29th, too."""
    own = (day.month, day.day)
    leap = observed(Birthday(2, 29), day.year) == day and own == (2, 28)
    return (own, (2, 29)) if leap else (own,)


def anniversary(first: date, year: int) -> date:
    """The day on which it is kept in `year`."""
    return observed(Birthday(first.month, first.day), year)


def anniversary_spans(day: date, zone: ZoneInfo, earliest: int) -> list[tuple[int, datetime, datetime]]:
    """When the first purchase was made by those whose anniversary is `day`: (years ago, from, until), until excluded.

    earliest: the year of the oldest purchase that there is. Latest year first; UTC, as `customers.first_purchase_at`.
    """
    spans = []
    for year in range(day.year - 1, earliest - 1, -1):
        days = [date(year, *month_day) for month_day in birthdays_on(day) if _exists(year, month_day)]
        if days:
            until = start_of_day(days[-1] + timedelta(days=1), zone)
            spans.append((day.year - year, start_of_day(days[0], zone), until))
    return spans


def _exists(year: int, month_day: MonthDay) -> bool:
    return observed(Birthday(*month_day), year).day == month_day[1]


_BY_HEART = {  # what shops greet with and the calendars of public holidays do not have, or call by another name
    (1, 1): {"ru": "Новый год", "en": "New Year"},
    (2, 14): {"ru": "День святого Валентина", "en": "Valentine's Day"},
    (2, 23): {"ru": "День защитника Отечества", "en": "Defender of the Fatherland Day"},
    (3, 8): {"ru": "Международный женский день", "en": "International Women's Day"},
    (6, 1): {"ru": "День защиты детей", "en": "Children's Day"},
    (9, 1): {"ru": "День знаний", "en": "Knowledge Day"},
}


def holidays_of(country: str, names_or_dates: Iterable[str], year: int, language: str = "ru") -> dict[date, str]:
    """The days of `year` that are meant, and what to call them in `language`.

    Understood are `01-01` (month first), `8 марта`, `8 March`, and the names that the country's calendar gives its
    holidays in Russian, in English or in its own language. A holiday of several days is its first one. What is not
    understood is left out (`unknown_holidays` tells which).
    """
    meant = {_day_meant(name, country, year) for name in names_or_dates} - {None}
    return {day: _name_of(day, country, language) for day in sorted(day for day in meant if day is not None)}


def unknown_holidays(country: str, names_or_dates: Iterable[str], year: int) -> list[str]:
    """Those that are neither a day nor a holiday there."""
    return [name for name in names_or_dates if _day_meant(name, country, year) is None]


def holiday_names(country: str, year: int) -> list[str]:
    """Every name that is understood, to suggest one from."""
    return [*_days_by_name(country, year)]


def _day_meant(name: str, country: str, year: int) -> date | None:
    if re.fullmatch(r"\s*[0-9]{2}-[0-9]{2}\s*", name):
        return _kept_on(f"--{name.strip()}", year)
    known = _days_by_name(country, year).get(_folded(name))
    if known is not None or not re.search("[0-9]", name) or re.search("[-/]", name):
        return known  # 3-8 is the eighth of March to some and the third of August to others
    day = parse_told_day(name, date(year, 1, 1))
    return observed(day, year) if isinstance(day, Birthday) else None


def _kept_on(iso: str, year: int) -> date | None:
    try:
        return observed(birthday_of(iso), year)
    except ValueError:
        return None


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").replace("’", "'").split())


@lru_cache(maxsize=32)
def _calendar(country: str, year: int, language: str | None) -> dict[date, str]:
    """The public and customary holidays; empty where the country is unknown. In its own language for None."""
    import holidays  # noqa: PLC0415 - half a second for the first country, and not every programme greets

    try:
        plain = holidays.country_holidays(country)
    except NotImplementedError:  # some places have telephones and no calendar there: AC, TA
        return {}
    spoken = language if language in plain.supported_languages else None
    kinds = {"public", "unofficial"} & set(plain.supported_categories)
    named = holidays.country_holidays(country, years=year, observed=False, language=spoken, categories=kinds)
    return {day: name for day, name in sorted(named.items()) if day.year == year and "(" not in name}


_LIBRARY_LANGUAGE = {"ru": "ru", "en": "en_US"}


@lru_cache(maxsize=32)
def _days_by_name(country: str, year: int) -> dict[str, date]:
    """Folded names, each with its first day."""
    days: dict[str, date] = {}
    for (month, day), names in _BY_HEART.items():
        days |= {_folded(name): date(year, month, day) for name in names.values()}
    for language in (*_LIBRARY_LANGUAGE.values(), None):
        for on, names_there in _calendar(country, year, language).items():
            for name in names_there.split("; "):
                days.setdefault(_folded(name), on)
    return days


def _name_of(day: date, country: str, language: str) -> str:
    by_heart = _BY_HEART.get((day.month, day.day), {}).get(language)
    own = _calendar(country, day.year, _LIBRARY_LANGUAGE.get(language)).get(day)
    return by_heart or own or format_skeleton("MMMMd", day, locale=language)
