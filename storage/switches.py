"""Switches: a touchpoint that the owner has turned off, or on again, from the chat. They outweigh the file."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.planning import switched
from storage.schema import switches
from storage.upsert import insert


class Switches:
    """All queries of a switch."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> dict[str, bool]:
        """Touchpoint → on; those that nobody has touched are not among them."""
        return await switched(self._connection)

    async def turn(self, touchpoint: str, *, on: bool, by: int, now: datetime) -> None:
        """The last word on it."""
        values = {"enabled": on, "changed_by": by, "changed_at": now}
        statement = insert(self._connection, switches).values(touchpoint=touchpoint, **values)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["touchpoint"], set_=values))
