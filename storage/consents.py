"""Consents: what somebody agreed to, in which words, when; and the documents that were shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.ids import CustomerId
from storage.schema import consents, customers, documents
from storage.upsert import insert

ConsentKind = Literal["processing", "marketing"]


@dataclass(frozen=True, slots=True)
class Consent:
    """One yes or no. `document` is the hash of what was shown, None for an imported consent."""

    kind: str
    given: bool
    wording: str
    document: str | None
    source: str
    at: datetime


class Consents:
    """Append-only; `customers.processing` and `.marketing` repeat the last word."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep_document(self, *, hash: str, kind: ConsentKind, language: str, text: str, now: datetime) -> None:
        """Keep a wording for ever, once."""
        statement = insert(self._connection, documents).values(
            hash=hash, kind=kind, language=language, text=text, first_shown_at=now
        )
        await self._connection.execute(statement.on_conflict_do_nothing(index_elements=["hash"]))

    async def record(self, customer: CustomerId, consent: Consent) -> None:
        """Add a row, and repeat it where plans and messages look."""
        values = {"customer_id": customer, "kind": consent.kind, "given": consent.given, "document": consent.document}
        values |= {"wording": consent.wording, "source": consent.source, "at": consent.at}
        await self._connection.execute(sa.insert(consents).values(**values))
        await self._connection.execute(
            sa.update(customers).where(customers.c.id == customer).values(**{consent.kind: consent.given})
        )

    async def of(self, customer: CustomerId) -> list[Consent]:
        """The whole history of one person, the oldest first."""
        query = sa.select(consents).where(consents.c.customer_id == customer).order_by(consents.c.id)
        return [
            Consent(row.kind, row.given, row.wording, row.document, row.source, row.at)
            for row in await self._connection.execute(query)
        ]
