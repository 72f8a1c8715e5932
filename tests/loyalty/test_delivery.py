"""The gate through which everything proactive leaves."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.delivery import (
    Reason,
    Send,
    TouchFacts,
    Wait,
    Withhold,
    decide,
    in_control,
    quiet_until,
)
from loyalty.ids import CustomerId
from loyalty.notation import AtMost
from loyalty.programme import DeliveryRules, QuietHours
from loyalty.touchpoint import Category

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
KAMCHATKA = ZoneInfo("Asia/Kamchatka")
NOON = datetime(2026, 3, 3, 9, tzinfo=UTC)  # in Moscow
RULES = DeliveryRules()  # one in three days
NIGHT = QuietHours(start=time(21), end=time(10))
FACTS = TouchFacts(
    category=Category.OFFER, expires_at=NOON + timedelta(days=1), zone=MOSCOW, processing=True, marketing=True
)


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


def test_who_agreed_is_written_to_by_day() -> None:
    assert decide(FACTS, NOON, RULES, NIGHT) == Send()


@pytest.mark.parametrize(
    "facts, reason",
    [
        (replace(FACTS, erased=True), Reason.ERASED),
        (replace(FACTS, enabled=False), Reason.SWITCHED_OFF),
        (replace(FACTS, marketing=False), Reason.NO_CONSENT),
        (replace(FACTS, processing=False), Reason.NO_CONSENT),
        (replace(FACTS, has_telegram=False), Reason.NO_TELEGRAM),
        (replace(FACTS, blocked=True), Reason.BLOCKED),
        (replace(FACTS, in_control=True), Reason.CONTROL),
        (replace(FACTS, expires_at=NOON - timedelta(seconds=1)), Reason.STALE),
    ],
)
def test_every_refusal_has_its_reason(facts: TouchFacts, reason: Reason) -> None:
    assert decide(facts, NOON, RULES, NIGHT) == Withhold(reason)


def test_the_first_reason_is_the_one_that_is_kept() -> None:
    everything = replace(
        FACTS, marketing=False, blocked=True, in_control=True, expires_at=NOON - timedelta(days=1), recent=(NOON,)
    )
    assert decide(everything, NOON, RULES, NIGHT) == Withhold(Reason.NO_CONSENT)
    assert decide(replace(everything, marketing=True), NOON, RULES, NIGHT) == Withhold(Reason.BLOCKED)
    willing = replace(everything, marketing=True, blocked=False)
    assert decide(willing, NOON, RULES, NIGHT) == Withhold(Reason.CONTROL)
    assert decide(replace(willing, in_control=False), NOON, RULES, NIGHT) == Withhold(Reason.STALE)


@pytest.mark.parametrize("category", [Category.USEFUL, Category.NEWS, Category.ABOUT_US, Category.OFFER])
def test_everything_but_service_needs_the_consent_to_offers(category: Category) -> None:
    assert decide(replace(FACTS, category=category, marketing=False), NOON, RULES, NIGHT) == Withhold(Reason.NO_CONSENT)
    assert decide(replace(FACTS, category=category), NOON, RULES, NIGHT) == Send()


def test_service_needs_consent_to_processing_only_and_is_not_capped() -> None:
    service = replace(FACTS, category=Category.SERVICE, marketing=False, recent=(NOON, NOON, NOON))
    assert decide(service, NOON, RULES, NIGHT) == Send()
    assert decide(replace(service, processing=False), NOON, RULES, NIGHT) == Withhold(Reason.NO_CONSENT)


def test_service_sleeps_at_night_too() -> None:
    service = replace(FACTS, category=Category.SERVICE)
    assert decide(service, moscow(3, 23), RULES, NIGHT) == Wait(moscow(4, 10))


@pytest.mark.parametrize(
    "now, until",
    [
        (moscow(3, 20, 59), None),
        (moscow(3, 21), moscow(4, 10)),
        (moscow(3, 23, 59), moscow(4, 10)),
        (moscow(4, 0), moscow(4, 10)),
        (moscow(4, 9, 59), moscow(4, 10)),
        (moscow(4, 10), None),
    ],
)
def test_the_night_ends_at_ten(now: datetime, until: datetime | None) -> None:
    assert quiet_until(now, NIGHT, MOSCOW) == until


def test_quiet_hours_are_of_the_customers_own_zone() -> None:
    far = replace(FACTS, zone=KAMCHATKA)  # noon in Moscow is 21:00 there
    assert decide(far, NOON, RULES, NIGHT) == Wait(datetime(2026, 3, 4, 10, tzinfo=KAMCHATKA).astimezone(UTC))


def test_what_is_not_welcome_any_more_in_the_morning_is_withheld_at_night() -> None:
    tonight = replace(FACTS, expires_at=moscow(4, 9, 59))
    assert decide(tonight, moscow(3, 22), RULES, NIGHT) == Withhold(Reason.QUIET)
    assert decide(replace(tonight, expires_at=moscow(4, 10)), moscow(3, 22), RULES, NIGHT) == Wait(moscow(4, 10))


def test_quiet_hours_by_day_and_none_at_all() -> None:
    siesta = QuietHours(start=time(13), end=time(15, 30))
    assert quiet_until(moscow(3, 14), siesta, MOSCOW) == moscow(3, 15, 30)
    assert quiet_until(moscow(3, 12, 59), siesta, MOSCOW) is None
    assert quiet_until(moscow(3, 15, 30), siesta, MOSCOW) is None
    assert quiet_until(moscow(3, 0), QuietHours(start=time(9), end=time(9)), MOSCOW) is None


def test_a_night_in_which_the_clocks_skip_an_hour_ends_after_it() -> None:
    """29 March 2026 in Berlin: after 01:59 comes 03:00, so 02:30 is read by the clock before, as 03:30."""
    quiet = QuietHours(start=time(22), end=time(2, 30))
    now = datetime(2026, 3, 29, 0, 15, tzinfo=UTC)  # 01:15
    until = quiet_until(now, quiet, BERLIN)
    assert until == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert until.astimezone(BERLIN).time() == time(3, 30)
    assert quiet_until(until, quiet, BERLIN) is None


def test_an_ordinary_end_is_kept_on_a_night_of_23_or_25_hours() -> None:
    for day, hours in ((29, 12), (25, 14)):
        month = 3 if day == 29 else 10
        evening = datetime(2026, month, day - 1, 21, tzinfo=BERLIN).astimezone(UTC)
        until = quiet_until(evening, NIGHT, BERLIN)
        assert until is not None
        assert until.astimezone(BERLIN).time() == time(10)
        assert until - evening == timedelta(hours=hours)


def test_an_hour_that_is_shown_twice_is_judged_by_what_the_clock_shows() -> None:
    """25 October 2026 in Berlin: after 02:59 comes 02:00 again."""
    quiet = QuietHours(start=time(22), end=time(2, 30))
    first, second = datetime(2026, 10, 25, 0, 15, tzinfo=UTC), datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert quiet_until(first, quiet, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert quiet_until(second, quiet, BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert quiet_until(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), quiet, BERLIN) is None


def test_who_got_one_lately_waits_until_the_cap_is_free() -> None:
    lately = replace(FACTS, recent=(NOON - timedelta(days=2, hours=12),))
    assert decide(lately, NOON, RULES, NIGHT) == Wait(NOON + timedelta(hours=12))
    assert decide(replace(lately, expires_at=NOON + timedelta(hours=11)), NOON, RULES, NIGHT) == Withhold(Reason.CAP)


def test_three_days_later_one_may_come_again() -> None:
    assert decide(replace(FACTS, recent=(NOON - timedelta(days=3),)), NOON, RULES, NIGHT) == Send()


def test_with_two_a_week_the_second_last_decides() -> None:
    rules = DeliveryRules(at_most=AtMost(2, timedelta(days=7)))
    recent = tuple(NOON - timedelta(days=days) for days in (1, 6.5, 30, 8))
    assert decide(replace(FACTS, recent=recent), NOON, rules, NIGHT) == Wait(NOON + timedelta(days=0.5))
    assert decide(replace(FACTS, recent=recent[:1]), NOON, rules, NIGHT) == Send()
    too_many = tuple(NOON - timedelta(days=days) for days in (1, 2, 6.5))
    patient = replace(FACTS, recent=too_many, expires_at=NOON + timedelta(days=9))
    assert decide(patient, NOON, rules, NIGHT) == Wait(NOON + timedelta(days=5))


ZONES = st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/Santiago", "Asia/Kathmandu", "Australia/Lord_Howe"])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
TOUCHES = st.builds(
    TouchFacts,
    category=st.sampled_from(Category),
    expires_at=MOMENTS,
    zone=ZONES.map(ZoneInfo),
    erased=st.booleans(),
    processing=st.booleans(),
    marketing=st.booleans(),
    has_telegram=st.booleans(),
    blocked=st.booleans(),
    in_control=st.booleans(),
    enabled=st.booleans(),
    recent=st.lists(MOMENTS, max_size=4),
)
NIGHTS = st.tuples(TIMES, TIMES).map(lambda ends: QuietHours(start=ends[0], end=ends[1]))


@given(TOUCHES, MOMENTS, NIGHTS)
def test_the_gate_always_decides_and_waiting_leads_somewhere(
    facts: TouchFacts, now: datetime, quiet: QuietHours
) -> None:
    match decide(facts, now, RULES, quiet):
        case Send():
            assert facts.processing
            assert not any((facts.blocked, facts.erased, facts.in_control))
            assert quiet_until(now, quiet, facts.zone) is None
        case Wait(until):
            assert now < until <= facts.expires_at
        case Withhold(reason):
            assert reason in Reason


@given(MOMENTS, NIGHTS, ZONES.map(ZoneInfo))
def test_quiet_hours_end_within_a_day_and_an_hour(now: datetime, quiet: QuietHours, zone: ZoneInfo) -> None:
    until = quiet_until(now, quiet, zone)
    if until is not None:
        assert now < until <= now + timedelta(hours=25)


def test_a_control_group_is_the_same_on_every_machine() -> None:
    chosen = [number for number in range(1, 41) if in_control(CustomerId(number), "come-back", 10)]
    assert chosen == [13, 18, 35]  # whoever changes the draw, changes running experiments


def test_a_control_group_has_its_share() -> None:
    drawn = sum(in_control(CustomerId(number), "come-back", 10) for number in range(20_000))
    assert 1_850 < drawn < 2_150


def test_another_touchpoint_holds_back_others() -> None:
    people = [CustomerId(number) for number in range(2_000)]
    one = {person for person in people if in_control(person, "come-back", 50)}
    other = {person for person in people if in_control(person, "birthday", 50)}
    assert 400 < len(one & other) < 600


@given(st.integers(1), st.text(max_size=24))
def test_nobody_and_everybody(number: int, touchpoint: str) -> None:
    assert not in_control(CustomerId(number), touchpoint, 0)
    assert in_control(CustomerId(number), touchpoint, 100)


@given(st.integers(1), st.integers(0, 99))
def test_a_larger_group_contains_the_smaller(number: int, percent: int) -> None:
    if in_control(CustomerId(number), "x", percent):
        assert in_control(CustomerId(number), "x", percent + 1)
