"""Each step of a drainer goes by an index, however much is due."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from loyalty.ids import MessageId
from storage.message_marks import Marks
from storage.outbox import Resting
from storage.schema import messages
from tests.drainer import fence

MANY = 5000


async def _fill(shop: Shop) -> None:
    now = shop.now()
    row = {"category": "service", "priority": 2, "letter": {"text": "a"}, "planned_at": now, "due_at": now}
    row |= {"expires_at": now + timedelta(days=1), "chat_id": 1}
    rows = [
        row | {"occurrence": str(number), "state": "sent" if number % 2 else "planned", "chat_id": number % 500}
        for number in range(MANY)
    ]
    async with shop.storage.transaction() as tx:
        await tx.connection.execute(sa.insert(messages), rows)
        await tx.connection.execute(sa.text("ANALYZE"))


class Plans:
    """Collects how the database means to run each statement."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._explaining = False

    def listen(self, connection: Any) -> None:
        sa.event.listen(connection.sync_connection, "before_cursor_execute", self._explain)

    def _explain(self, connection: sa.Connection, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if self._explaining or not statement.lstrip().upper().startswith(("SELECT", "UPDATE")):
            return
        self._explaining = True
        word = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        plan = connection.exec_driver_sql(f"{word} {statement}", parameters).fetchall()
        self.said.append(f"{statement}\n" + "\n".join(str(line[-1]) for line in plan))
        self._explaining = False


@pytest.mark.parametrize("step", ["due", "any_due", "next_due", "settle", "sending", "queue"])
async def test_by_index(shop: Shop, step: str) -> None:
    await _fill(shop)
    number, plans = await fence(shop), Plans()
    async with shop.storage.transaction() as tx:
        plans.listen(tx.connection)
        marks, resting = Marks(tx.connection, number), Resting([1, 2], [3])
        if step == "due":
            assert len(await tx.outbox.due(now=shop.now(), limit=50, resting=resting)) == 50
        elif step == "any_due":
            assert await tx.outbox.any_due(now=shop.now(), resting=resting)
        elif step == "next_due":
            await tx.outbox.next_due(after=shop.now())
        elif step == "settle":
            await marks.settle_left(now=shop.now())
        elif step == "sending":
            await marks.sending([MessageId(number) for number in (1, 2, 3)])
        else:
            await marks.queue_behind(MessageId(1), until=shop.now() + timedelta(minutes=1))
    asked = [plan for plan in plans.said if "messages" in plan]
    assert asked
    for plan in asked:
        assert "SCAN messages" not in plan.replace("SCAN messages USING", ""), plan
        assert "Seq Scan on messages" not in plan, plan
        assert "USE TEMP B-TREE" not in plan, plan
