"""Chats whose number changed when Telegram turned the group into a supergroup."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import dialogues, messages, moved_chats
from storage.upsert import insert


class MovedChats:
    """All queries of a move."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def move(self, old: int, new: int) -> None:
        """Remember it, and readdress what has not left yet, what was sent, and what is expected there."""
        statement = insert(self._connection, moved_chats).values(old_id=old, new_id=new)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["old_id"], set_={"new_id": new}))
        for change in (
            sa.update(messages).where(messages.c.chat_id == old).values(chat_id=new),
            sa.delete(dialogues).where(dialogues.c.chat_id == new),  # none yet, or it was heard of twice
            sa.update(dialogues).where(dialogues.c.chat_id == old).values(chat_id=new),
        ):
            await self._connection.execute(change)

    async def of(self, old: int) -> int | None:
        """Its number now; None: the same as ever."""
        query = sa.select(moved_chats.c.new_id).where(moved_chats.c.old_id == old)
        new: int | None = (await self._connection.execute(query)).scalar_one_or_none()
        return new
