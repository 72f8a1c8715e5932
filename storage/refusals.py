"""Refusals: somebody came, asked, and did not buy."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.ids import CustomerId
from storage.schema import refusals
from storage.upsert import insert_once


class Refusals:
    """All queries of a refusal."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, customer: CustomerId, *, at: datetime, note: str | None, recorded_by: int | None, key: str
    ) -> bool:
        """Whether it is new (the key was not seen before)."""
        values = {"customer_id": customer, "at": at, "note": note, "recorded_by": recorded_by, "key": key}
        return await insert_once(self._connection, refusals, values, "key") is not None
