"""The steps of the loyalty ladder."""

from datetime import UTC, datetime, timedelta

import pytest

from loyalty.customer import Stage
from loyalty.ladder import stage
from loyalty.programme import LadderRules

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
RULES = LadderRules()  # repeat 2, regular 5, advocate 1, sleeping 60 days, lost 180


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    "purchases, friends, expected",
    [
        (1, 0, Stage.NEW),
        (2, 0, Stage.REPEAT),
        (4, 0, Stage.REPEAT),
        (5, 0, Stage.REGULAR),
        (50, 0, Stage.REGULAR),
        (1, 3, Stage.NEW),  # recommends, but has not come back
        (2, 1, Stage.ADVOCATE),
        (9, 1, Stage.ADVOCATE),
    ],
)
def test_purchases_and_friends_lead_upwards(purchases: int, friends: int, expected: Stage) -> None:
    assert stage(purchases, days_ago(1), friends, RULES, NOW) is expected


@pytest.mark.parametrize(
    "days, expected",
    [(59.99, Stage.ADVOCATE), (60, Stage.SLEEPING), (179.99, Stage.SLEEPING), (180, Stage.LOST), (4000, Stage.LOST)],
)
def test_silence_outweighs_everything(days: float, expected: Stage) -> None:
    assert stage(9, days_ago(days), 4, RULES, NOW) is expected


def test_who_never_bought_is_a_lead_however_long_ago_they_came() -> None:
    assert stage(0, None, 0, RULES, NOW) is Stage.LEAD
    assert stage(0, days_ago(999), 7, RULES, NOW) is Stage.LEAD  # everything was returned


def test_a_purchase_of_unknown_date_is_no_silence() -> None:
    assert stage(3, None, 0, RULES, NOW) is Stage.REPEAT


def test_a_purchase_that_the_till_dates_in_the_future_is_no_silence() -> None:
    assert stage(1, NOW + timedelta(hours=5), 0, RULES, NOW) is Stage.NEW
