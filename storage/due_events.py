"""What is due because something happened, or has not happened for long. Each function is one SELECT:

    customer_id, occurrence, due_at, anchor_at

Times are seconds since 1970. Nothing is planned before it is due, so a purchase in between needs no un-planning. The
statements are put together once and take the time as parameters (see `Window`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from loyalty.survey import Survey
from loyalty.touchpoint import Touchpoint
from storage.purchases import came_back
from storage.schema import answers, customers, messages, purchases, refusals, responses
from storage.seconds import as_seconds, seconds

SAME_DAY = timedelta(days=1)  # several purchases within it are one visit, and are asked about once
LATE = timedelta(hours=1)  # a till may report that late; what comes still later is an import of history
LONGEST_WAIT = timedelta(days=14)  # between planning and sending: quiet hours, the cap

PURCHASE = "purchase"  # how the occurrence of a touch after a purchase begins; the purchase's id follows
REACHED = ("sent", "unknown")  # it is with the person, or may be

NOW = sa.bindparam("now", type_=sa.BigInteger)
SINCE = sa.bindparam("since", type_=sa.BigInteger)
NOTICED = sa.bindparam("noticed", type_=sa.BigInteger)


@dataclass(frozen=True, slots=True)
class Window:
    """What to look at: what became due after `since` and not after `now`.

    A thorough look also finds those whose silence began whenever, and who have not been written to about it.
    """

    since: datetime
    now: datetime
    thorough: bool = True

    @property
    def parameters(self) -> dict[str, int]:
        """For the statements."""
        since = int(self.since.timestamp())
        return {"now": int(self.now.timestamp()), "since": since, "noticed": -since if self.thorough else since}


def _due(customer: Any, occurrence: Any, due_at: Any, anchor_at: Any) -> sa.Select[Any]:
    return sa.select(
        customer.label("customer_id"),
        sa.cast(occurrence, sa.Text).label("occurrence"),
        seconds(due_at).label("due_at"),
        seconds(anchor_at).label("anchor_at"),
    )


def _within(at: Any, after: timedelta, since: Any = SINCE) -> Any:
    """So long after `at` lies in the window. Written so that an index on `at` serves."""
    span = as_seconds(after)
    return (seconds(at) > since - span) & (seconds(at) <= NOW - span)


def after_purchase(touchpoint: Touchpoint) -> sa.Select[Any]:
    """So long after a purchase that was kept. Of what the same person bought on one day, only one is asked about."""
    in_time = seconds(purchases.c.recorded_at) <= seconds(purchases.c.at) + as_seconds(touchpoint.after + LATE)
    return _after(touchpoint, purchases, PURCHASE, in_time & ~came_back())


def after_refusal(touchpoint: Touchpoint) -> sa.Select[Any]:
    """So long after somebody went away without buying."""
    return _after(touchpoint, refusals, "refusal", sa.true())


def _after(touchpoint: Touchpoint, events: sa.Table, name: str, in_time: sa.ColumnElement[bool]) -> sa.Select[Any]:
    asked = messages.alias("asked")
    asked_that_day = sa.exists().where(
        asked.c.touchpoint == touchpoint.id,
        asked.c.customer_id == events.c.customer_id,
        seconds(asked.c.anchor_at) > seconds(events.c.at) - as_seconds(SAME_DAY),
        seconds(asked.c.anchor_at) < seconds(events.c.at) + as_seconds(SAME_DAY),
    )
    latest = (
        sa.select(sa.func.max(events.c.id))
        .where(_within(events.c.at, touchpoint.after), in_time, ~asked_that_day)
        .group_by(events.c.customer_id)
    )
    occurrence = sa.literal(f"{name}:", sa.Text) + sa.cast(events.c.id, sa.Text)
    due_at = seconds(events.c.at) + as_seconds(touchpoint.after)
    return _due(events.c.customer_id, occurrence, due_at, events.c.at).where(events.c.id.in_(latest))


def silent(touchpoint: Touchpoint, *, thorough: bool) -> sa.Select[Any]:
    """Nothing bought for so long. Due from when it is noticed: who was imported yesterday is not written off.

    thorough: for looking through everybody, which is five times faster in the order of the table than by the index.
    """
    last = customers.c.last_purchase_at
    noticed = _within(seconds(last) + 0 if thorough else last, touchpoint.after, NOTICED)
    return _due(customers.c.id, seconds(last), NOW, last).where(customers.c.purchase_count > 0, noticed)


def still_silent(touchpoint: Touchpoint) -> sa.Select[Any]:
    """The next step: the one that it follows was sent so long ago, and the silence is still the same one."""
    before, last = messages.alias("before"), customers.c.last_purchase_at
    sent_at = seconds(sa.func.coalesce(before.c.sent_at, before.c.due_at))
    due = _due(customers.c.id, seconds(last), NOW, last)
    return due.join(before, before.c.customer_id == customers.c.id).where(
        before.c.touchpoint == touchpoint.follows,
        seconds(before.c.planned_at) > NOTICED - as_seconds(touchpoint.after + LONGEST_WAIT),
        before.c.state.in_(REACHED),
        before.c.occurrence == sa.cast(seconds(last), sa.Text),
        sent_at <= NOW - as_seconds(touchpoint.after),
    )


def enrolled(touchpoint: Touchpoint) -> sa.Select[Any]:
    """So long after the enrolment: the first portion of the questions."""
    at = customers.c.enrolled_at
    due = _due(customers.c.id, sa.literal("1", sa.Text), seconds(at) + as_seconds(touchpoint.after), at)
    return due.where(_within(at, touchpoint.after))


def enrolled_before(touchpoint: Touchpoint, survey: Survey, repeat: timedelta) -> sa.Select[Any]:
    """The next portion, so long after the last, while questions are left.

    At most as many portions as there are questions: who answers none of them is left in peace then.
    """
    last, later = messages.alias("last"), messages.alias("later")
    same = (later.c.touchpoint == touchpoint.id, later.c.customer_id == last.c.customer_id)
    count = sa.select(sa.func.count()).where(*same).scalar_subquery()
    return _due(last.c.customer_id, count + 1, NOW, last.c.anchor_at).where(
        last.c.touchpoint == touchpoint.id,
        seconds(last.c.planned_at) > NOTICED - as_seconds(repeat + LONGEST_WAIT),
        seconds(last.c.due_at) <= NOW - as_seconds(repeat),
        ~sa.exists().where(*same, later.c.id > last.c.id),
        count < len(survey.questions),
        _answered(survey, last.c.customer_id) < len(survey.questions),
        ~_cancelled(survey, last.c.customer_id),
    )


def _answered(survey: Survey, customer: Any) -> Any:
    return (
        sa.select(sa.func.count(answers.c.question.distinct()))
        .join(responses, responses.c.id == answers.c.response_id)
        .where(responses.c.customer_id == customer, responses.c.survey == survey.id)
        .scalar_subquery()
    )


def _cancelled(survey: Survey, customer: Any) -> sa.ColumnElement[bool]:
    """They have said that they want to be left alone with it."""
    mine = (responses.c.customer_id == customer, responses.c.survey == survey.id)
    return sa.exists().where(*mine, responses.c.cancelled_at.is_not(None))


def unfinished(touchpoint: Touchpoint, survey: Survey, *, enrolment: bool) -> sa.Select[Any]:
    """Their latest go through a survey was begun and left, so long ago.

    Begun: they came to it by themselves, or have answered something; who did not react to a question that the shop
    asked has left nothing half-way. The enrolment is over when there is a card, whatever is asked later.
    """
    at, later = responses.c.touched_at, responses.alias("later")
    answered = sa.exists().where(answers.c.response_id == responses.c.id)
    has_card = sa.exists().where(customers.c.id == responses.c.customer_id, customers.c.enrolled_at.is_not(None))
    return _due(responses.c.customer_id, responses.c.id, seconds(at) + as_seconds(touchpoint.after), at).where(
        responses.c.survey == survey.id,
        responses.c.finished_at.is_(None),
        responses.c.cancelled_at.is_(None),
        _within(at, touchpoint.after),
        responses.c.message_id.is_(None) | answered,
        ~sa.exists().where(
            later.c.survey == survey.id, later.c.customer_id == responses.c.customer_id, later.c.id > responses.c.id
        ),
        ~has_card if enrolment else sa.true(),
    )
