"""The database lets a message go its way and no other."""

import pytest
import sqlalchemy as sa

from storage.database import Storage
from storage.schema import MOVES, messages

STATES = ("planned", "due", "sending", "sent", "unreachable", "failed", "withheld", "unknown")


async def _message(storage: Storage, state: str) -> int:
    """Born in that state."""
    values = {"occurrence": "x", "category": "service", "priority": 0, "state": state}
    async with storage.transaction() as tx:
        added = await tx.connection.execute(
            sa.text(
                "INSERT INTO messages (occurrence, category, priority, state, planned_at, due_at, expires_at)"
                " VALUES (:occurrence, :category, :priority, :state, 1, 1, 9) RETURNING id"
            ),
            values,
        )
        return int(added.scalar_one())


@pytest.mark.parametrize("old", STATES)
async def test_only_the_allowed_moves_are_made(storage: Storage, old: str) -> None:
    for new in STATES:
        id = await _message(storage, old)
        change = sa.update(messages).where(messages.c.id == id).values(state=new)
        if new == old or new in MOVES.get(old, ()):
            async with storage.transaction() as tx:
                await tx.connection.execute(change)
            continue
        with pytest.raises(sa.exc.IntegrityError):
            async with storage.transaction() as tx:
                await tx.connection.execute(change)
