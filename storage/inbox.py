"""The inbox: every update is kept before Telegram is told that it was received, until it has been handled."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import inbox
from storage.upsert import insert


class Inbox:
    """All queries of an update."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, updates: Sequence[tuple[int, int | None, dict[str, Any]]], *, now: datetime) -> set[int]:
        """Keep (update id, chat id, payload); returns the ids that were not known before."""
        rows = [
            {"update_id": id, "chat_id": chat, "payload": payload, "state": "new", "received_at": now}
            for id, chat, payload in updates
        ]
        statement = insert(self._connection, inbox).values(rows).on_conflict_do_nothing(index_elements=["update_id"])
        done = await self._connection.execute(statement.returning(inbox.c.update_id))
        return set(done.scalars())

    async def unhandled(self) -> list[dict[str, Any]]:
        """Payloads of what was received and not handled, in order."""
        query = sa.select(inbox.c.payload).where(inbox.c.state == "new").order_by(inbox.c.update_id)
        return list((await self._connection.execute(query)).scalars())

    async def done(self, id: int) -> None:
        """Handled: forget what it said and who, remember that it was."""
        change = sa.update(inbox).where(inbox.c.update_id == id).values(state="done", payload=None, chat_id=None)
        await self._connection.execute(change)

    async def failed(self, id: int, *, attempts: int) -> None:
        """Put aside what cannot be handled, so that it blocks nobody behind it."""
        attempt = inbox.c.attempts + 1
        state = sa.case((attempt >= attempts, "parked"), else_="new")
        await self._connection.execute(
            sa.update(inbox).where(inbox.c.update_id == id).values(attempts=attempt, state=state)
        )

    async def forget(self, *, before: datetime) -> int:
        """Drop what was handled or put aside long ago (Telegram repeats nothing after a day). Returns how many."""
        done = await self._connection.execute(
            sa.delete(inbox).where(inbox.c.state != "new", inbox.c.received_at < before)
        )
        return int(done.rowcount)
