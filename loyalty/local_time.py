"""Between a person's clock and UTC, also on the two nights of the year when clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def at_local(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The UTC moment at which a clock in `zone` shows `wall` on `day`.

    A time that the clocks skip is counted by the clock before the change (02:30 becomes 03:30); of a time that they
    show twice, the first is taken.
    """
    return datetime.combine(day, wall.replace(fold=0), zone).astimezone(UTC)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of `day` in `zone`, UTC."""
    return at_local(day, time(), zone)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last whole second of `day` in `zone`, UTC: it still shows the day's own date when it is written out."""
    return start_of_day(day + timedelta(days=1), zone) - timedelta(seconds=1)
