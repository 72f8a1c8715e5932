"""Where somebody stands on the loyalty ladder."""

from datetime import datetime

from loyalty.customer import Stage
from loyalty.programme import LadderRules


def stage(
    purchase_count: int,
    last_purchase_at: datetime | None,
    friends_earned: int,
    rules: LadderRules,
    now: datetime,
) -> Stage:
    """The step of one customer.

    Silence comes first: an advocate who has not been seen for half a year is lost. Who never bought is a lead, however
    long ago they enrolled. An advocate recommends *and* comes back.
    """
    if purchase_count <= 0:
        return Stage.LEAD
    silence = _of_silence(last_purchase_at, rules, now)
    return silence or _by_purchases(purchase_count, friends_earned, rules)


def _of_silence(last_purchase_at: datetime | None, rules: LadderRules, now: datetime) -> Stage | None:
    if last_purchase_at is None or now - last_purchase_at < rules.sleeping:
        return None
    return Stage.LOST if now - last_purchase_at >= rules.lost else Stage.SLEEPING


def _by_purchases(purchase_count: int, friends_earned: int, rules: LadderRules) -> Stage:
    if purchase_count >= rules.repeat and friends_earned >= rules.advocate:
        return Stage.ADVOCATE
    if purchase_count >= rules.regular:
        return Stage.REGULAR
    return Stage.REPEAT if purchase_count >= rules.repeat else Stage.NEW
