"""Between a person's clock and UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from loyalty.local_time import at_local, end_of_day, start_of_day

ZONES = st.sampled_from(["Europe/Moscow", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Asia/Kathmandu"]).map(
    ZoneInfo
)
DAYS = st.dates(date(2015, 1, 1), date(2030, 1, 1))


def test_noon_in_moscow() -> None:
    assert at_local(date(2026, 3, 3), time(12), ZoneInfo("Europe/Moscow")) == datetime(2026, 3, 3, 9, tzinfo=UTC)


@given(DAYS, ZONES)
def test_days_meet_and_are_about_a_day_long(day: date, zone: ZoneInfo) -> None:
    start, end = start_of_day(day, zone), end_of_day(day, zone)
    assert start.astimezone(zone).date() == end.astimezone(zone).date() == day
    assert end + timedelta(seconds=1) == start_of_day(day + timedelta(days=1), zone)
    assert timedelta(hours=23) <= end + timedelta(seconds=1) - start <= timedelta(hours=25)
    assert (start - timedelta(seconds=1)).astimezone(zone).date() == day - timedelta(days=1)
