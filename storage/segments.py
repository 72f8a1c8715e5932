"""Segments in SQL: who belongs to one, asked of the whole table at once. The same rules as loyalty/ladder.py."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from loyalty.customer import Stage
from loyalty.programme import LadderRules, Programme
from loyalty.touchpoint import Segment
from storage.schema import customers, purchases, referrals, returns, tags
from storage.seconds import as_seconds, at, seconds

YEAR = timedelta(days=365)

Moment = datetime | sa.ColumnElement[int]  # a time, or a statement's parameter (seconds since 1970) that will be one


def belongs(segment: Segment | None, programme: Programme, *, now: Moment) -> sa.ColumnElement[bool]:
    """Whether a row of `customers` belongs to the segment: every line that is given holds. None: everybody does."""
    if segment is None:
        return sa.true()
    lines: list[sa.ColumnElement[bool]] = []
    if segment.stages:
        lines.append(stage_of(programme.ladder, now=now).in_([stage.value for stage in segment.stages]))
    if segment.purchases_at_least is not None:
        lines.append(customers.c.purchase_count >= segment.purchases_at_least)
    if segment.languages:
        lines.append(customers.c.language.in_(segment.languages))
    if segment.gender is not None:
        lines.append(customers.c.gender == segment.gender)
    if segment.tags:
        tagged = sa.exists().where(tags.c.customer_id == customers.c.id, tags.c.tag.in_(segment.tags))
        lines.append(tagged)
    if segment.spent_at_least is not None:
        lines.append(spent_in_a_year(now=now) >= programme.shop.minor(segment.spent_at_least))
    return sa.and_(sa.true(), *lines)


def stage_of(rules: LadderRules, *, now: Moment) -> sa.ColumnElement[str]:
    """The step of the ladder on which a row of `customers` stands."""
    count, last = customers.c.purchase_count, seconds(customers.c.last_purchase_at)
    silent = last <= _number(now) - as_seconds(rules.sleeping)
    friends = (
        sa.select(sa.func.count())
        .where(referrals.c.inviter_id == customers.c.id, referrals.c.state == "earned")
        .scalar_subquery()
    )
    return sa.case(
        (count <= 0, Stage.LEAD.value),
        (silent & (last <= _number(now) - as_seconds(rules.lost)), Stage.LOST.value),
        (silent, Stage.SLEEPING.value),
        ((count >= rules.repeat) & (friends >= rules.advocate), Stage.ADVOCATE.value),
        (count >= rules.regular, Stage.REGULAR.value),
        (count >= rules.repeat, Stage.REPEAT.value),
        else_=Stage.NEW.value,
    )


def spent_in_a_year(*, now: Moment) -> Any:
    """What a row of `customers` has spent in 365 days, less what was brought back; minor units."""
    since = _number(now) - as_seconds(YEAR)
    return _sum_of(purchases, since) - _sum_of(returns, since)


def _sum_of(table: sa.Table, since: sa.ColumnElement[int]) -> Any:
    mine = (table.c.customer_id == customers.c.id, seconds(table.c.at) >= since)
    total = sa.func.coalesce(sa.func.sum(table.c.amount), 0)
    return sa.select(total).where(*mine).correlate(customers).scalar_subquery()


def _number(moment: Moment) -> sa.ColumnElement[int]:
    return at(moment) if isinstance(moment, datetime) else moment
