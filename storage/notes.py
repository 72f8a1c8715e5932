"""Notes: what staff wrote down about a customer."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.ids import CustomerId
from storage.schema import notes
from storage.upsert import insert_once


class Notes:
    """All queries of a note (reading them belongs to the customer's page)."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, customer: CustomerId, text: str, *, author: int, now: datetime, key: str) -> bool:
        """False where this key was written down already."""
        values = {"customer_id": customer, "text": text, "author_id": author, "at": now, "key": key}
        return await insert_once(self._connection, notes, values, "key") is not None
