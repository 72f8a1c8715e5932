"""Coupons: whose they are, and when they may be used."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from loyalty.coupon import (
    AlreadyUsed,
    Coupon,
    Expired,
    Offer,
    SomebodyElses,
    TooEarly,
    Usable,
    check_coupon,
    new_code,
    normalised_code,
    validity,
)
from loyalty.ids import CouponId, CustomerId

MOSCOW = ZoneInfo("Europe/Moscow")
SINCE = datetime(2026, 3, 1, 21, tzinfo=UTC)
UNTIL = datetime(2026, 3, 8, 20, 59, 59, tzinfo=UTC)
ANNA, BORIS = CustomerId(1), CustomerId(2)
COUPON = Coupon(CouponId(7), ANNA, "gift", "ABCD2345", 10, 0, SINCE, UNTIL, SINCE)
NAME = {"*": "Gift"}


def test_it_may_be_used_from_the_first_second_to_the_last() -> None:
    for now in (SINCE, UNTIL, UNTIL + timedelta(milliseconds=999)):
        assert check_coupon(COUPON, ANNA, now) == Usable()
    assert check_coupon(COUPON, ANNA, SINCE - timedelta(seconds=1)) == TooEarly(SINCE)
    assert check_coupon(COUPON, ANNA, UNTIL + timedelta(seconds=1)) == Expired(UNTIL)


def test_once_is_enough() -> None:
    used = replace(COUPON, redeemed_at=SINCE + timedelta(days=1))
    assert check_coupon(used, ANNA, UNTIL) == AlreadyUsed(SINCE + timedelta(days=1))
    assert check_coupon(used, ANNA, UNTIL + timedelta(days=9)) == AlreadyUsed(SINCE + timedelta(days=1))


def test_a_strangers_coupon_tells_nothing_about_them() -> None:
    used = replace(COUPON, redeemed_at=SINCE)
    assert check_coupon(COUPON, BORIS, SINCE) == check_coupon(used, BORIS, UNTIL + timedelta(days=9)) == SomebodyElses()


def test_a_bearer_coupon_is_for_whoever_bears_it() -> None:
    bearer = replace(COUPON, customer_id=None)
    assert check_coupon(bearer, BORIS, SINCE) == check_coupon(bearer, ANNA, SINCE) == Usable()


def test_a_coupon_lasts_until_the_end_of_a_local_day() -> None:
    offer = Offer(id="gift", name=NAME, percent=10, valid_for=timedelta(days=14))
    issued = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)  # half past one of the 4th in Moscow
    since, until = validity(offer, issued, MOSCOW, None)
    assert since == issued
    assert until.astimezone(MOSCOW).isoformat()[:19] == "2026-03-18T23:59:59"


def test_a_coupon_for_two_hours_is_not_refused_at_the_till_in_the_third() -> None:
    offer = Offer(id="gift", name=NAME, percent=10, valid_for=timedelta(hours=2))
    _, until = validity(offer, datetime(2026, 3, 3, 12, tzinfo=UTC), MOSCOW, None)
    assert until.astimezone(MOSCOW).isoformat()[:19] == "2026-03-03T23:59:59"


def test_a_birthday_coupon_is_valid_on_the_days_around() -> None:
    offer = Offer(id="birthday", name=NAME, percent=15, days_before=3, days_after=7)
    since, until = validity(offer, datetime(2026, 3, 12, 8, tzinfo=UTC), MOSCOW, date(2026, 3, 15))
    assert since.astimezone(MOSCOW).isoformat()[:19] == "2026-03-12T00:00:00"
    assert until.astimezone(MOSCOW).isoformat()[:19] == "2026-03-22T23:59:59"


def test_an_offer_around_an_occasion_given_without_one_counts_from_the_day_of_issue() -> None:
    offer = Offer(id="birthday", name=NAME, percent=15, days_after=7)
    since, until = validity(offer, datetime(2026, 3, 3, 22, tzinfo=UTC), MOSCOW, None)
    assert (since.astimezone(MOSCOW).date(), until.astimezone(MOSCOW).date()) == (date(2026, 3, 4), date(2026, 3, 11))


def test_with_both_ways_given_the_occasion_decides_where_there_is_one() -> None:
    offer = Offer(id="both", name=NAME, percent=15, valid_for=timedelta(days=30), days_after=1)
    issued = datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert validity(offer, issued, MOSCOW, date(2026, 3, 10))[1].astimezone(MOSCOW).date() == date(2026, 3, 11)
    assert validity(offer, issued, MOSCOW, None)[1].astimezone(MOSCOW).date() == date(2026, 4, 2)


def test_days_are_whole_where_the_clocks_skip_midnight() -> None:
    santiago = ZoneInfo("America/Santiago")  # 6 September 2026 begins at one o'clock
    offer = Offer(id="day", name=NAME, percent=15, days_after=1)
    since, until = validity(offer, datetime(2026, 9, 5, 12, tzinfo=UTC), santiago, date(2026, 9, 6))
    assert since.astimezone(santiago).isoformat()[:19] == "2026-09-06T01:00:00"
    assert until.astimezone(santiago).isoformat()[:19] == "2026-09-07T23:59:59"
    before = validity(offer, since, santiago, date(2026, 9, 4))[1]
    assert since - before == timedelta(seconds=1)  # nothing lies between two days


@pytest.mark.parametrize("kind", [{}, {"percent": 0}, {"percent": 5, "amount": Decimal(100)}, {"amount": Decimal(0)}])
def test_an_offer_is_either_a_percentage_or_an_amount(kind: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="either percent or amount"):
        Offer.model_validate({"id": "x", "name": "x", "valid_for": "1d", **kind})


def test_an_offer_has_an_end() -> None:
    with pytest.raises(ValidationError, match="until when"):
        Offer(id="x", name=NAME, percent=5)


@given(st.text())
def test_a_code_is_short_and_fits_into_a_link(token: str) -> None:
    code = new_code(token)
    assert re.fullmatch("[A-Z2-9]{8}", code)
    assert not set(code) & set("0O1IL")
    assert code == new_code(token)


def test_codes_do_not_repeat() -> None:
    assert len({new_code(str(number)) for number in range(5_000)}) == 5_000


@given(st.text(min_size=1))
def test_a_code_is_recognised_as_it_is_typed(token: str) -> None:
    code = new_code(token)
    cyrillic = code.translate(str.maketrans("ABEKMHPCTYX", "АВЕКМНРСТУХ"))
    for typed in (code, code.lower(), f" {code[:4]}-{code[4:]} ", cyrillic, cyrillic.lower()):
        assert normalised_code(typed) == code


@pytest.mark.parametrize("text", ["", "ABC", "ABCD2345X", "ABCD234O", "89161234567", "привет", "ABCD234!"])
def test_what_can_be_no_code_is_none(text: str) -> None:
    assert normalised_code(text) is None
