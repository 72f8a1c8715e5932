"""What each touchpoint came to, those held back included."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import answers, messages, purchases, responses
from storage.seconds import as_seconds, seconds
from storage.statistics import Span

BOUGHT_WITHIN = timedelta(days=14)  # of the message
CONTROL = "control"  # withheld, so that the others can be compared with them


@dataclass(slots=True)
class TouchFigures:
    """Messages of one touchpoint that were planned in a period.

    `bought`: those after which the person bought something within 14 days; `control_bought`: of the control group,
    within 14 days of the message that they did not get. `withheld` by reason; `lost`: it did
    not arrive, or nobody knows, by state.
    """

    planned: int = 0
    sent: int = 0
    answered: int = 0
    bought: int = 0
    waiting: int = 0
    control_bought: int = 0
    withheld: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)


async def touch_figures(connection: AsyncConnection, span: Span) -> Mapping[str, TouchFigures]:
    """By touchpoint, of those that planned anything in the period."""
    at = seconds(sa.func.coalesce(messages.c.sent_at, messages.c.due_at))
    bought = sa.exists().where(
        purchases.c.customer_id == messages.c.customer_id,
        seconds(purchases.c.at) > at,
        seconds(purchases.c.at) <= at + as_seconds(BOUGHT_WITHIN),
    )
    answered = sa.exists().where(responses.c.message_id == messages.c.id, answers.c.response_id == responses.c.id)
    columns = (messages.c.touchpoint, messages.c.state, messages.c.reason)
    each = (
        sa.select(
            *columns,
            sa.case((answered, 1), else_=0).label("answered"),
            sa.case((bought, 1), else_=0).label("bought"),
        )
        .where(messages.c.touchpoint.is_not(None), span.of(messages.c.planned_at))
        .subquery()
    )
    group = (each.c.touchpoint, each.c.state, each.c.reason)
    query = sa.select(*group, sa.func.count(), sa.func.sum(each.c.answered), sa.func.sum(each.c.bought))
    found: dict[str, TouchFigures] = {}
    for touchpoint, state, reason, *counts in await connection.execute(query.group_by(*group)):
        _add(found.setdefault(touchpoint, TouchFigures()), state, reason or "", counts)
    return found


def _add(figures: TouchFigures, state: str, reason: str, counts: list[int]) -> None:
    count, answered, bought = map(int, counts)
    figures.planned += count
    if state == "withheld":
        figures.withheld[reason] += count
        figures.control_bought += bought if reason == CONTROL else 0
    elif state == "sent":
        figures.sent += count
        figures.answered += answered
        figures.bought += bought
    elif state in ("planned", "due", "sending"):
        figures.waiting += count
    else:
        figures.lost[state] += count
