"""Touchpoints in one line, and the outbox read back."""

from collections import Counter
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from jobs.drain import Drainer
from jobs.plan import Planner
from loyalty.ids import CustomerId
from loyalty.touchpoint import Touchpoint
from storage.schema import messages, switches
from tests.postman import Postman, quick_pace
from tests.shop import Clock, bought, preset, with_programme


def touch(id: str, on: str, **parts: Any) -> Touchpoint:
    """A touchpoint as the programme file would give it; service and wordy unless said otherwise."""
    values = {"category": "service", "text": "{name}, здравствуйте!", **parts}
    return Touchpoint.model_validate({"id": id, "on": on, **values})


def with_touches(shop: Shop, *touches: Touchpoint, **parts: Any) -> Shop:
    """The preset with these touchpoints and no others."""
    return with_programme(shop, preset(touchpoints=touches, **parts))


async def outbox(shop: Shop) -> list[Any]:
    """Every message, in the order of planning; through a connection of its own."""
    async with shop.storage.reading() as tx:
        return list(await tx.connection.execute(sa.select(messages).order_by(messages.c.id)))


async def states(shop: Shop) -> Counter[str]:
    """How many messages are in which state; withheld ones by their reason."""
    rows = await outbox(shop)
    return Counter(row.reason if row.state == "withheld" else row.state for row in rows)


async def planned(shop: Shop) -> list[tuple[str, int, str]]:
    """Plan, and say what the outbox holds: touchpoint, customer, occurrence."""
    await plan_touchpoints(shop)
    return [(row.touchpoint, row.customer_id, row.occurrence) for row in await outbox(shop)]


async def switch(shop: Shop, touchpoint: str, *, on: bool) -> None:
    """As the owner does it in the chat."""
    values = {"enabled": on, "changed_by": 3001, "changed_at": shop.now()}
    async with shop.storage.transaction() as tx:
        await tx.connection.execute(sa.insert(switches).values(touchpoint=touchpoint, **values))


async def live(shop: Shop, clock: Clock, postman: Postman, *, days: int, every: int = 1) -> None:
    """Let time pass, and every day (or so many) at this hour plan and send."""
    planner, drainer = Planner(shop), Drainer(shop, postman, pace=quick_pace())
    for _ in range(0, days, every):
        clock.advance(days=every)
        await planner.plan()
        await drainer.drain()


async def bought_once(shop: Shop, customer: CustomerId, at: datetime, *, recorded_at: datetime | None = None) -> None:
    """A sale that was reported at another time than it was made."""
    if recorded_at is None:
        await bought(shop, customer, 100_00, at=at)
        return
    async with shop.storage.transaction() as tx:
        await tx.purchases.add(
            customer_id=customer, at=at, recorded_at=recorded_at, amount=1, currency="RUB", key=f"{customer}:{at}"
        )
        await tx.customers.refresh_purchases(customer)
