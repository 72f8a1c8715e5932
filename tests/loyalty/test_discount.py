"""What somebody pays, and why."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.coupon import Coupon
from loyalty.discount import Because, BelowMargin, DiscountRules, Price, highest_percent, price
from loyalty.ids import CouponId
from loyalty.money import Money

NOW = datetime(2026, 3, 3, tzinfo=UTC)
BEST, ADD = DiscountRules(), DiscountRules(stacking="add")


def coupon(percent: int = 0, amount: int = 0) -> Coupon:
    return Coupon(CouponId(1), None, "gift", "ABCD2345", percent, amount, NOW, NOW, NOW)


def roubles(whole: float) -> Money:
    return Money(round(whole * 100), "RUB")


def paid(outcome: Price | BelowMargin) -> Price:
    assert isinstance(outcome, Price)
    return outcome


def test_the_card_gives_its_percentage() -> None:
    assert price(roubles(1000), 5, None, BEST) == Price(roubles(950), 5_000, 5, (Because.TIER,), False)


def test_no_discount_needs_no_reason() -> None:
    assert price(roubles(1000), 0, None, BEST) == Price(roubles(1000), 0, 0, (), False)


def test_of_two_discounts_the_better_one_counts() -> None:
    assert price(roubles(1000), 5, coupon(15), BEST) == Price(roubles(850), 15_000, 15, (Because.COUPON,), True)


@pytest.mark.parametrize("lesser", [coupon(7), coupon(5), coupon(amount=7_000), coupon(amount=1)])
def test_a_coupon_that_adds_nothing_is_kept_for_another_day(lesser: Coupon) -> None:
    assert price(roubles(1000), 7, lesser, BEST) == Price(roubles(930), 7_000, 7, (Because.TIER,), False)


def test_discounts_add_up_where_the_owner_wants_it() -> None:
    outcome = price(roubles(1000), 5, coupon(15), ADD)
    assert outcome == Price(roubles(800), 20_000, 20, (Because.TIER, Because.COUPON), True)


def test_nothing_adds_up_to_more_than_the_cap() -> None:
    outcome = price(roubles(1000), 15, coupon(15), ADD)
    assert outcome == Price(roubles(750), 25_000, 25, (Because.TIER, Because.COUPON, Because.CAP), True)
    assert price(roubles(1000), 0, coupon(40), BEST) == Price(
        roubles(750), 25_000, 25, (Because.COUPON, Because.CAP), True
    )


def test_a_coupon_above_a_card_that_is_at_the_cap_is_kept() -> None:
    assert price(roubles(1000), 25, coupon(15), ADD) == Price(roubles(750), 25_000, 25, (Because.TIER,), False)
    assert not paid(price(roubles(1000), 25, coupon(40), BEST)).coupon_used


def test_an_amount_is_taken_off_and_shown_as_its_percentage() -> None:
    outcome = price(roubles(1500), 5, coupon(amount=20_000), BEST)
    assert outcome == Price(roubles(1300), 20_000, 13, (Because.COUPON,), True)
    assert paid(price(roubles(1500), 5, coupon(amount=20_000), ADD)).to_pay == roubles(1225)


def test_an_amount_is_never_more_than_the_goods_or_the_cap() -> None:
    outcome = paid(price(roubles(100), 0, coupon(amount=50_000), BEST))
    assert (outcome.to_pay, outcome.because) == (roubles(75), (Because.COUPON, Because.CAP))
    assert paid(price(roubles(100), 0, coupon(amount=50_000), DiscountRules(cap=100))).to_pay == roubles(0)


def test_half_a_kopeck_goes_to_the_customer() -> None:
    assert paid(price(Money(50, "RUB"), 5, None, BEST)).discount == 3  # 2.5 kopecks
    assert paid(price(Money(49, "RUB"), 5, None, BEST)).discount == 2  # 2.45


def test_goods_for_nothing_cost_nothing_and_use_no_coupon() -> None:
    assert price(roubles(0), 5, coupon(amount=100), ADD) == Price(roubles(0), 0, 5, (Because.TIER,), False)


def test_bought_for_300_marked_up_by_30_per_cent_sold_at_30_off_is_a_loss_of_27_apiece() -> None:
    """The example that every owner should work out before they print leaflets."""
    rules = DiscountRules(cap=30, usual_margin=23)  # 90 of 390
    outcome = price(roubles(390), 30, None, rules)
    assert isinstance(outcome, BelowMargin)
    assert outcome.to_pay == roubles(273)
    assert round(outcome.cost.minor / 100) == 300
    assert round(outcome.margin_left / 100) == -27
    assert round(outcome.floor.minor / 100) == 300


def test_a_margin_is_of_what_is_paid() -> None:
    rules = DiscountRules(cap=50, usual_margin=40, min_margin=20)
    assert paid(price(roubles(100), 25, None, rules)).to_pay == roubles(75)  # 15 of 75 are left
    refused = price(roubles(100), 26, None, rules)
    assert refused == BelowMargin(roubles(75), 1_400, roubles(74), roubles(60))


def test_a_coupon_below_the_margin_is_refused_and_the_card_alone_is_not() -> None:
    rules = DiscountRules(cap=50, usual_margin=40, min_margin=20)
    assert isinstance(price(roubles(100), 10, coupon(30), rules), BelowMargin)
    assert paid(price(roubles(100), 10, None, rules)).to_pay == roubles(90)


def test_goods_without_a_discount_are_always_sold() -> None:
    rules = DiscountRules(usual_margin=5, min_margin=10)
    assert paid(price(roubles(100), 0, None, rules)).to_pay == roubles(100)
    assert isinstance(price(roubles(100), 1, None, rules), BelowMargin)


RULES = st.builds(
    DiscountRules,
    cap=st.integers(0, 100),
    stacking=st.sampled_from(["best", "add"]),
    usual_margin=st.none() | st.integers(0, 100),
    min_margin=st.integers(0, 100),
)
COUPONS = st.none() | st.integers(1, 100).map(coupon) | st.integers(1, 10**7).map(lambda amount: coupon(amount=amount))
GOODS = st.integers(0, 10**9).map(lambda minor: Money(minor, "RUB"))
PERCENT = st.integers(0, 100)


@given(GOODS, PERCENT, COUPONS, RULES)
def test_nobody_pays_less_than_nothing_or_gets_more_than_the_cap(
    goods: Money, percent: int, used: Coupon | None, rules: DiscountRules
) -> None:
    match price(goods, percent, used, rules):
        case Price() as outcome:
            assert 0 <= outcome.to_pay.minor <= goods.minor
            assert outcome.to_pay.minor + outcome.discount == goods.minor
            assert outcome.discount * 100 <= goods.minor * rules.cap + 50  # half a kopeck of rounding
            assert 0 <= outcome.percent_shown <= rules.cap
            assert outcome.coupon_used == (Because.COUPON in outcome.because)
        case BelowMargin() as refused:
            assert refused.to_pay < refused.floor <= goods
            assert rules.usual_margin is not None


@given(GOODS, PERCENT, COUPONS, st.sampled_from(["best", "add"]), PERCENT)
def test_a_coupon_never_makes_it_dearer(
    goods: Money, percent: int, used: Coupon | None, stacking: Any, cap: int
) -> None:
    rules = DiscountRules(cap=cap, stacking=stacking)
    assert paid(price(goods, percent, used, rules)).to_pay <= paid(price(goods, percent, None, rules)).to_pay


@given(GOODS, PERCENT, PERCENT)
def test_what_the_programme_may_promise_is_never_refused_at_the_till(goods: Money, usual: int, least: int) -> None:
    rules = DiscountRules(cap=100, usual_margin=usual, min_margin=least)
    assert isinstance(price(goods, highest_percent(rules), None, rules), Price)


@given(PERCENT, PERCENT)
def test_one_per_cent_more_would_be_refused(usual: int, least: int) -> None:
    rules = DiscountRules(cap=100, usual_margin=usual, min_margin=least)
    if highest_percent(rules) < 100:
        assert isinstance(price(Money(10**9, "RUB"), highest_percent(rules) + 1, None, rules), BelowMargin)


def test_without_a_known_margin_anything_may_be_given() -> None:
    assert highest_percent(DiscountRules(min_margin=50)) == 100
    assert paid(price(roubles(100), 25, None, DiscountRules(min_margin=50))).to_pay == roubles(75)
