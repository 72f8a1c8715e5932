"""Planning: what is due becomes rows of the outbox, by one INSERT … SELECT for each touchpoint.

May be run again, late, or by two replicas at once: the key (touchpoint, customer, occurrence) stands once.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.programme import Programme
from loyalty.touchpoint import Touchpoint
from storage import due_days
from storage.due_days import Day
from storage.due_events import Window
from storage.due_statements import Statements
from storage.schema import customers, switches

_LOCK = 0x706C616E  # "plan"


class Planning:
    """All touchpoints of a programme, at one moment."""

    def __init__(self, connection: AsyncConnection, programme: Programme, window: Window) -> None:
        self._connection = connection
        self.window = window
        self._statements = Statements.of(programme, connection.dialect.name, thorough=window.thorough)

    async def begin(self) -> None:
        """Take turns on PostgreSQL: two planners at once would each allow the last message of an `at_most`."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))

    async def zones(self) -> list[str]:
        """Every time zone that a customer has chosen."""
        query = sa.select(customers.c.timezone).where(customers.c.timezone.is_not(None)).distinct()
        return list((await self._connection.execute(query)).scalars())

    async def first_purchase(self) -> datetime | None:
        """When the oldest purchase that is known was made."""
        query = sa.select(sa.func.min(customers.c.first_purchase_at))
        moment: datetime | None = (await self._connection.execute(query)).scalar_one()
        return moment

    async def due(self) -> set[str]:
        """The touchpoints on events by which somebody is due; mostly none, and then no writer has to wait."""
        found = await self._connection.execute(self._statements.due, self.window.parameters)
        return set(found.scalars())

    async def due_on(self, touchpoint: Touchpoint, days: Sequence[Day]) -> bool:
        """Whether anybody is due because of one of these days."""
        parameters = self.window.parameters | due_days.parameters(days)
        found = await self._connection.execute(self._statements.days[touchpoint.id], parameters)
        return found.first() is not None

    async def plan(self, touchpoint: Touchpoint, days: Sequence[Day] = ()) -> int:
        """How many messages were planned. days: for the triggers that are days."""
        parameters = self.window.parameters | due_days.parameters(days)
        statements = self._statements.inserts[touchpoint.id]
        done = [await self._connection.execute(statement, parameters) for statement in statements]
        return sum(result.rowcount for result in done)


async def switched(connection: AsyncConnection) -> dict[str, bool]:
    """What the owner has switched by hand, whatever the file says: touchpoint → on."""
    rows = await connection.execute(sa.select(switches.c.touchpoint, switches.c.enabled))
    return {row.touchpoint: row.enabled for row in rows}
