"""Dialogues: what the bot waits for from one person in one chat. Kept, so that a restart forgets no question."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import dialogues
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`expecting` names the story's step ("sale-amount", "answer"), `data` is what that step needs to go on."""

    expecting: str
    data: dict[str, Any] = field(default_factory=dict)
    since: datetime | None = field(default=None, compare=False)  # of one that is kept: since when it is waited for


class Dialogues:
    """All queries of a dialogue."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, chat: int, user: int) -> Dialogue | None:
        """What is expected of them, if anything."""
        same = (dialogues.c.chat_id == chat, dialogues.c.user_id == user)
        row = (await self._connection.execute(sa.select(dialogues).where(*same))).one_or_none()
        return None if row is None else Dialogue(row.expecting, row.data, row.updated_at)

    async def expect(self, chat: int, user: int, dialogue: Dialogue, *, now: datetime) -> None:
        """Wait for this now, and for nothing else."""
        values = {"expecting": dialogue.expecting, "data": dialogue.data, "updated_at": now}
        statement = insert(self._connection, dialogues).values(chat_id=chat, user_id=user, **values)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["chat_id", "user_id"], set_=values)
        )

    async def end(self, chat: int, user: int) -> None:
        """Nothing is expected any more."""
        same = (dialogues.c.chat_id == chat, dialogues.c.user_id == user)
        await self._connection.execute(sa.delete(dialogues).where(*same))

    async def forget(self, expecting: str, *, before: datetime) -> int:
        """Steps that nobody has taken since then; returns how many."""
        old = (dialogues.c.expecting == expecting, dialogues.c.updated_at < before)
        return int((await self._connection.execute(sa.delete(dialogues).where(*old))).rowcount)
