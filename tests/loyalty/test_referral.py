"""Who is rewarded for a friend, and who is not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from loyalty.customer import Customer
from loyalty.ids import CustomerId, TelegramId
from loyalty.programme import ReferralRules, Reward
from loyalty.referral import Earned, NotEarned, Reason, judge, may_invite

NOW = datetime(2026, 3, 3, tzinfo=UTC)
RULES = ReferralRules(
    inviter=Reward(coupon="friend-10"), friend=Reward(coupon="welcome-10"), text={"*": "{link}"}, per_day=2
)
ANNA = Customer(CustomerId(1), "ru", NOW, TelegramId(11), "+79161234567")
BORIS = Customer(CustomerId(2), "ru", NOW, TelegramId(12), "+79161234568")


def test_both_sides_gain_by_the_first_purchase() -> None:
    assert judge(ANNA, BORIS, False, 0, RULES) == Earned("friend-10", "welcome-10")
    assert judge(ANNA, BORIS, False, 1, RULES) == Earned("friend-10", "welcome-10")


def test_a_day_has_only_so_many_rewards() -> None:
    assert judge(ANNA, BORIS, False, 2, RULES) == NotEarned(Reason.DAILY_CAP)


def test_who_was_a_customer_before_was_not_brought() -> None:
    assert judge(ANNA, BORIS, True, 0, RULES) == NotEarned(Reason.ALREADY_CUSTOMER)
    assert may_invite(ANNA, BORIS, friend_was_known=True) is Reason.ALREADY_CUSTOMER


@pytest.mark.parametrize(
    "oneself", [ANNA, replace(ANNA, id=CustomerId(3)), replace(ANNA, id=CustomerId(3), phone="+49151")]
)
def test_nobody_brings_themselves(oneself: Customer) -> None:
    assert judge(ANNA, oneself, False, 0, RULES) == NotEarned(Reason.ONESELF)
    assert may_invite(ANNA, oneself, friend_was_known=False) is Reason.ONESELF


def test_two_accounts_with_one_phone_are_one_person() -> None:
    second = replace(BORIS, phone=ANNA.phone)
    assert judge(ANNA, second, False, 0, RULES) == NotEarned(Reason.SAME_PHONE)
    assert may_invite(ANNA, BORIS, friend_was_known=False, phone_seen=True) is Reason.SAME_PHONE


def test_two_people_without_phones_are_two_people() -> None:
    assert may_invite(replace(ANNA, phone=None), replace(BORIS, phone=None), friend_was_known=False) is None
    assert may_invite(replace(ANNA, telegram_id=None), replace(BORIS, telegram_id=None), friend_was_known=False) is None


def test_a_code_leads_to_somebody_who_is_still_there() -> None:
    gone = replace(ANNA, erased_at=NOW)
    assert may_invite(None, BORIS, friend_was_known=False) is Reason.UNKNOWN_CODE
    assert may_invite(gone, BORIS, friend_was_known=False) is Reason.UNKNOWN_CODE
    assert judge(gone, BORIS, False, 0, RULES) == NotEarned(Reason.UNKNOWN_CODE)


def test_who_was_erased_and_comes_back_was_known() -> None:
    assert may_invite(ANNA, replace(BORIS, erased_at=NOW), friend_was_known=False) is Reason.ALREADY_CUSTOMER
