"""Cards: a number for the till's scanner, a secret token for the phone's camera."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.customer import Customer
from loyalty.ids import CustomerId
from storage.customers import customer_of
from storage.schema import cards, customers
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Card:
    """One person's card."""

    customer_id: CustomerId
    number: str  # EAN-13
    token: str
    issued_at: datetime
    valid_until: datetime | None


def _card(row: Any) -> Card:
    return Card(CustomerId(row.customer_id), row.number, row.token, row.issued_at, row.valid_until)


class Cards:
    """All queries of a card."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, customer: CustomerId) -> Card | None:
        """Their card."""
        row = (await self._connection.execute(sa.select(cards).where(cards.c.customer_id == customer))).one_or_none()
        return None if row is None else _card(row)

    async def issue(
        self,
        customer: CustomerId,
        *,
        number: Callable[[int], str],
        token: str,
        now: datetime,
        valid_until: datetime | None,
    ) -> Card:
        """Their card, made now unless they have one. `number` turns a running number into an EAN-13.

        It runs with the customers, whose rows stay when people are erased: nobody gets the number of an erased card,
        and two who enrol in one moment never the same.
        """
        values = {"customer_id": customer, "token": token, "issued_at": now, "valid_until": valid_until}
        statement = insert(self._connection, cards).values(number=number(customer), **values)
        await self._connection.execute(statement.on_conflict_do_nothing(index_elements=["customer_id"]))
        card = await self.of(customer)
        assert card is not None
        return card

    async def renew(self, customer: CustomerId, *, valid_until: datetime | None, now: datetime) -> bool:
        """Make an expired card valid again; False where it was not expired."""
        expired = (cards.c.customer_id == customer, cards.c.valid_until < now)
        statement = sa.update(cards).where(*expired).values(valid_until=valid_until)
        return bool((await self._connection.execute(statement)).rowcount)

    async def _holder(self, *where: sa.ColumnElement[bool]) -> Customer | None:
        query = sa.select(customers).join(cards, cards.c.customer_id == customers.c.id).where(*where)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else customer_of(row)

    async def holder_by_number(self, number: str) -> Customer | None:
        """Whose card has that EAN-13."""
        return await self._holder(cards.c.number == number)

    async def holder_by_token(self, token: str) -> Customer | None:
        """Whose card the QR code belongs to."""
        return await self._holder(cards.c.token == token)
