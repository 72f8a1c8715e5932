"""Days as people write them, in Russian and English: `15 марта 1990`, `15.03.90`, `March 15, 1990`, `29 февраля`."""

import re
import unicodedata
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache

from babel.dates import get_month_names

from loyalty.customer import Birthday

OLDEST = 120  # years; the oldest person whose age is proved reached 122


class DayProblem(StrEnum):
    """Why it is no day that can be kept."""

    NOT_A_DAY = "not_a_day"
    FUTURE = "future"
    TOO_OLD = "too_old"


def parse_birthday(text: str, today: date) -> Birthday | DayProblem:
    """The birthday that `text` states; the year may be missing, and one of two digits is never in the future."""
    written = _written(text)
    day = None if written is None else _in_century(*written, latest=today)
    if day is None:
        return DayProblem.NOT_A_DAY
    if isinstance(day, Birthday):
        return day
    if day > today:
        return DayProblem.FUTURE
    return _too_old(day, today) or Birthday(day.month, day.day, day.year)


def parse_day(text: str, today: date) -> date | DayProblem:
    """A day in the past or the future, `завтра` and `next friday` among them; without a year, the next such day."""
    day = parse_told_day(text, today)
    return next_birthday(day, today) if isinstance(day, Birthday) else day


def parse_told_day(text: str, today: date) -> date | Birthday | DayProblem:
    """As `parse_day`, but where no year was told none is invented: then it is a Birthday, a day of any year."""
    written = _written(text)
    if written is None:
        return _said(text, today) or DayProblem.NOT_A_DAY
    day = _in_century(*written, latest=observed(Birthday(today.month, today.day), today.year + 10))
    if day is None or isinstance(day, Birthday):
        return day or DayProblem.NOT_A_DAY
    return _too_old(day, today) or day


def observed(birthday: Birthday, year: int) -> date:
    """The day on which it is kept in `year`: 29 February is 28 February where there is none."""
    try:
        return date(year, birthday.month, birthday.day)
    except ValueError:
        return date(year, 2, 28)


def next_birthday(birthday: Birthday, on_or_after: date) -> date:
    """The first day from then on on which it is kept."""
    this_year = observed(birthday, on_or_after.year)
    return this_year if this_year >= on_or_after else observed(birthday, on_or_after.year + 1)


def kept_day(day: date | Birthday) -> str:
    """How an answer is kept: `1990-03-15`, or `--03-15` (as ISO 8601 once had it) without a year."""
    if isinstance(day, date):
        return day.isoformat()
    year = "-" if day.year is None else f"{day.year:04}"
    return f"{year}-{day.month:02}-{day.day:02}"


def birthday_of(kept: str) -> Birthday:
    """What `kept_day` wrote; ValueError where it did not."""
    found = re.fullmatch(r"(-|[0-9]{4})-([0-9]{2})-([0-9]{2})", kept)
    day = found and _checked(None if found[1] == "-" else int(found[1]), int(found[2]), int(found[3]))
    if not day:
        raise ValueError(f"not a day as it is kept: {kept!r}")
    return day if isinstance(day, Birthday) else Birthday(day.month, day.day, day.year)


_ISO = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})([-./ ])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2}))?")
_SOLID = re.compile(r"([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})")
_YEAR, _DAY, _MONTH = r"(?P<year>[0-9]{4}|[0-9]{2})", r"(?P<day>[0-9]{1,2})", r"(?P<month>[^\W\d_]{3,})"
_WORDS = re.compile(rf"{_DAY} {_MONTH}(?: {_YEAR})?")
_WORDS_MONTH_FIRST = re.compile(rf"{_MONTH} {_DAY}(?: {_YEAR})?")

_CLEANING = (
    (r",|\b(?:of|the)\b", " "),
    (r"(?<=[0-9])-?(?:го|ого|ое|е|st|nd|rd|th)\b", ""),  # 15-го, 15th
    (r"(?<=[0-9])\s*(?:года|год|гг?)\b\.?", ""),  # 1990 г.
    (r"\s*([-./])\s*", r"\1"),
    (r"(?<=[^\W\d_])[-./]|(?<=[0-9])[-./](?=[^\W\d_])", " "),  # мар. 15, 15-март-1990
    (r"[\s.]+$|^\s+", ""),
    (r"\s+", " "),
)

_Written = tuple[str | None, int, int]  # the year's digits, month, day


def _written(text: str) -> _Written | None:
    """What stands there, whether or not there is such a day."""
    clean = unicodedata.normalize("NFKC", text).casefold()
    for pattern, replacement in _CLEANING:
        clean = re.sub(pattern, replacement, clean)
    return _in_numbers(clean) or _in_words(clean)


def _in_numbers(text: str) -> _Written | None:
    """Day first, as in Russia; month first only where it cannot be read otherwise (3/15/1990)."""
    if found := _ISO.fullmatch(text):
        return found[1], int(found[2]), int(found[3])
    if found := _SOLID.fullmatch(text):
        return found[3], int(found[2]), int(found[1])
    found = _NUMBERS.fullmatch(text)
    if found is None:
        return None
    day, month = int(found[1]), int(found[3])
    if month > 12 >= day and found[2] in "/-":
        day, month = month, day
    return found[4], month, day


def _in_words(text: str) -> _Written | None:
    found = _WORDS.fullmatch(text) or _WORDS_MONTH_FIRST.fullmatch(text)
    month = _months().get(found["month"]) if found else None
    return None if found is None or month is None else (found["year"], month, int(found["day"]))


@cache
def _months() -> dict[str, int]:
    """Names of the months and their beginnings of three letters and more; март and марта, сен and сент."""
    found: dict[str, int] = {}
    for locale in ("ru", "en"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names("wide", context, locale).items():
                found |= {name.casefold()[:size]: number for size in range(3, len(name) + 1)}
    return found


def _in_century(year: str | None, month: int, day: int, latest: date) -> date | Birthday | None:
    """The day, if there is one. Two digits are of this century unless that would be after `latest`."""
    full = None if year is None else int(year)
    if full is not None and year is not None and len(year) == 2:
        full += 2000 if (2000 + full, month, day) <= (latest.year, latest.month, latest.day) else 1900
    return _checked(full, month, day)


def _checked(year: int | None, month: int, day: int) -> date | Birthday | None:
    """None: there is no such day."""
    try:
        whole = date(2000 if year is None else year, month, day)  # 2000: there was a 29 February
    except ValueError:
        return None
    return Birthday(month, day) if year is None else whole


def _too_old(day: date, today: date) -> DayProblem | None:
    years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return DayProblem.TOO_OLD if years > OLDEST else None


def _said(text: str, today: date) -> date | None:
    """`завтра`, `через неделю`, `next friday`."""
    from dateparser import DateDataParser  # noqa: PLC0415 - a tenth of a second, and only for words

    settings = {"RELATIVE_BASE": datetime.combine(today, time()), "PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY"}
    parser = DateDataParser(languages=["ru", "en"], settings=settings | {"PARSERS": ["relative-time", "absolute-time"]})
    found = parser.get_date_data(text.strip())
    # A bare number or month is understood, too, and is filled up with today's: that is a guess, not a day.
    return found.date_obj.date() if found.date_obj is not None and "year" in (found.parts or ()) else None
