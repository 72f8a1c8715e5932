"""Dialogues: what the bot waits for from one person in one chat. Kept, so that a restart forgets no question."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import prepare
from storage.schema import dialogues


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`expecting` names the story's step ("sale-amount", "answer"), `data` is what that step needs to go on."""

    expecting: str
    data: dict[str, Any] = field(default_factory=dict)
    since: datetime | None = field(default=None, compare=False)  # of one that is kept: since when it is waited for


# Asked and changed with many updates: making the statement would take longer than running it.
_THEIRS = (dialogues.c.chat_id == sa.bindparam("chat"), dialogues.c.user_id == sa.bindparam("user"))
_OF = prepare(sa.select(dialogues.c.expecting, dialogues.c.data, dialogues.c.updated_at).where(*_THEIRS))
_END = prepare(sa.delete(dialogues).where(*_THEIRS))


def _expect(dialect: Any) -> Any:
    statement = dialect.insert(dialogues)
    new = {name: statement.excluded[name] for name in ("expecting", "data", "updated_at")}
    keyed = statement.on_conflict_do_update(index_elements=["chat_id", "user_id"], set_=new)
    return prepare(keyed, "chat_id", "user_id", *new)


_EXPECT = {name: _expect(dialect) for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()}


def dialogue_of(row: Any) -> Dialogue:
    """A row of `dialogues` with these three columns."""
    return Dialogue(row.expecting, row.data, row.updated_at)


class Dialogues:
    """All queries of a dialogue."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, chat: int, user: int) -> Dialogue | None:
        """What is expected of them, if anything."""
        row = (await self._connection.execute(_OF, {"chat": chat, "user": user})).one_or_none()
        return None if row is None else dialogue_of(row)

    async def expect(self, chat: int, user: int, dialogue: Dialogue, *, now: datetime) -> None:
        """Wait for this now, and for nothing else."""
        values = {"expecting": dialogue.expecting, "data": dialogue.data, "updated_at": now}
        statement = _EXPECT[self._connection.dialect.name]
        await self._connection.execute(statement, {"chat_id": chat, "user_id": user, **values})

    async def end(self, chat: int, user: int) -> None:
        """Nothing is expected any more."""
        await self._connection.execute(_END, {"chat": chat, "user": user})

    async def forget(self, expecting: str, *, before: datetime) -> int:
        """Steps that nobody has taken since then; returns how many."""
        old = (dialogues.c.expecting == expecting, dialogues.c.updated_at < before)
        return int((await self._connection.execute(sa.delete(dialogues).where(*old))).rowcount)
