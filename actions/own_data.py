"""What somebody may do with what is kept about them: see it, take it along, have it erased."""

import json

from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.question import Kind
from storage.consents import Consent
from storage.erasure import erase, everything_about

_CLOSED = {Kind.CHOICE, Kind.CHOICES, Kind.NUMBER, Kind.SCALE5, Kind.SCALE10, Kind.YES_NO, Kind.CONSENT}
_SECRET = {"token", "key", "letter"}  # how the machine works, not who the person is


async def own_data(shop: Shop, customer: Customer) -> bytes:
    """Everything about one person, as JSON (UTF-8) with times in ISO 8601."""
    async with shop.storage.reading() as tx:
        tables = await everything_about(tx.connection, customer.id)
    readable = {
        name: [{column: value for column, value in row.items() if column not in _SECRET} for row in rows]
        for name, rows in tables.items()
    }
    return json.dumps(readable, ensure_ascii=False, indent=2, default=str).encode()


async def forget_customer(shop: Shop, customer: Customer, *, wording: str) -> bool:
    """Erase somebody; False where that was done before. Their consents end with a withdrawal in these words."""
    now = shop.now()
    async with shop.storage.transaction(long=True) as tx:  # every message is looked at, whom it is about
        if (await tx.customers.get(customer.id)).erased_at is not None:
            return False
        for kind in ("marketing", "processing"):
            await tx.consents.record(customer.id, Consent(kind, False, wording, None, source="chat", at=now))
        closed = _closed_questions(shop)
        await erase(tx.connection, customer.id, telegram_id=customer.telegram_id, closed=closed, now=now)
    await shop.storage.drop_traces()
    return True


def _closed_questions(shop: Shop) -> dict[str, list[str]]:
    """What is answered by a choice or a number, and so tells nobody who it was."""
    return {
        survey.id: [question.id for question in survey.questions if question.kind in _CLOSED]
        for survey in shop.programme.surveys
    }
