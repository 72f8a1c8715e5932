"""The owner's figures: what a period brought. Every number is one set-based question; nothing is counted in Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.customer import Stage
from loyalty.programme import LadderRules
from storage.schema import answers, customers, purchases, referrals, refusals, responses, returns
from storage.segments import stage_of


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` until before `until`."""

    since: datetime
    until: datetime

    def of(self, moment: sa.Column[datetime]) -> sa.ColumnElement[bool]:
        """Whether a column's moment lies in it."""
        return sa.and_(moment >= self.since, moment < self.until)


@dataclass(frozen=True, slots=True)
class Sales:
    """`new`: people who bought for the first time ever; `again`: those who made a purchase that was not their first.

    Who came for the first time and came back is both. Money in minor units; `returned` is not taken off `amount`.
    """

    buyers: int
    new: int
    again: int
    purchases: int
    amount: int
    returned: int


@dataclass(frozen=True, slots=True)
class Invitations:
    """Friends who came by a link in the period, those who bought in it, and those whom a rule turned down."""

    invited: int
    earned: int
    refused: int


class Statistics:
    """All questions of a period, but those about touchpoints."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def _number(self, query: sa.Select[int]) -> int:
        return int((await self._connection.execute(query)).scalar_one())

    async def stages(self, rules: LadderRules, *, now: datetime) -> dict[Stage, int]:
        """How many people stand on each step now; nobody who asked to be forgotten."""
        step = stage_of(rules, now=now).label("step")
        people = sa.select(step).where(customers.c.erased_at.is_(None)).subquery()
        rows = await self._connection.execute(sa.select(people.c.step, sa.func.count()).group_by(people.c.step))
        counts = {row[0]: row[1] for row in rows}
        return {stage: counts.get(stage.value, 0) for stage in Stage}

    async def sales(self, span: Span) -> Sales:
        """Who bought, how often and for how much."""
        count, total = sa.func.count().label("count"), sa.func.sum(purchases.c.amount).label("total")
        each = sa.select(purchases.c.customer_id, count, total).where(span.of(purchases.c.at))
        each_buyer = each.group_by(purchases.c.customer_id).subquery()
        new = sa.case((span.of(customers.c.first_purchase_at), 1), else_=0)
        again = sa.case((each_buyer.c.count > new, 1), else_=0)
        sums = [new, again, each_buyer.c.count, each_buyer.c.total]
        row = (
            await self._connection.execute(
                sa.select(sa.func.count(), *(sa.func.coalesce(sa.func.sum(part), 0) for part in sums))
                .select_from(each_buyer)
                .join(customers, customers.c.id == each_buyer.c.customer_id)
            )
        ).one()
        back = sa.select(sa.func.coalesce(sa.func.sum(returns.c.amount), 0)).where(span.of(returns.c.at))
        buyers, first, repeated, number, amount = map(int, row)
        return Sales(buyers, first, repeated, number, amount, await self._number(back))

    async def sales_of_each(self, spans: Sequence[Span]) -> list[int]:
        """Purchases less returns in each of them, minor units."""
        if not spans:
            return []
        sums = [
            sa.select(sa.func.coalesce(sa.func.sum(table.c.amount), 0)).where(span.of(table.c.at)).scalar_subquery()
            for span in spans
            for table in (purchases, returns)
        ]
        found = [int(amount) for amount in (await self._connection.execute(sa.select(*sums))).one()]
        return [bought - back for bought, back in zip(found[::2], found[1::2], strict=True)]

    async def first_purchase(self) -> datetime | None:
        """When the history begins."""
        found: datetime | None = (
            await self._connection.execute(sa.select(sa.func.min(customers.c.first_purchase_at)))
        ).scalar_one()
        return found

    async def answers(self, survey: str, question: str, span: Span) -> dict[str, int]:
        """How often each answer was given in the period: its JSON → times. Skipped ones are left out."""
        value = sa.cast(answers.c.value, sa.Text).label("value")
        given = (
            sa.select(value)
            .join(responses, responses.c.id == answers.c.response_id)
            .where(responses.c.survey == survey, answers.c.question == question, span.of(answers.c.at))
            .subquery()
        )
        query = sa.select(given.c.value, sa.func.count()).where(given.c.value != "null").group_by(given.c.value)
        return {row[0]: row[1] for row in await self._connection.execute(query)}

    async def refusals(self, span: Span) -> int:
        """How many went away without buying."""
        return await self._number(sa.select(sa.func.count()).where(span.of(refusals.c.at)))

    async def invitations(self, span: Span) -> Invitations:
        """Friends brought by friends."""
        came, bought = span.of(referrals.c.at), span.of(referrals.c.earned_at)
        counts = [
            await self._number(sa.select(sa.func.count()).where(*where))
            for where in ([came], [bought], [came, referrals.c.state == "refused"])
        ]
        return Invitations(*counts)
