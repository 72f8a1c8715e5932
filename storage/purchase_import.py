"""Purchases from a file: each once, however often the file comes."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import BigId, Moment
from storage.schema import cards, customers, purchases
from storage.staging import Batch, Merged, Staging, staged
from storage.upsert import insert

ROWS = staged(
    "staged_purchases",
    sa.Column("phone", sa.Text),
    sa.Column("card", sa.Text),
    sa.Column("at", Moment),
    sa.Column("amount", sa.BigInteger),
    sa.Column("receipt", sa.Text),
    sa.Column("items", sa.Text),
    sa.Column("own_key", sa.Text),  # our own mark, where the file is an export of ours
    sa.Column("key", sa.Text),  # of a row with neither mark nor receipt: equal rows have equal ones
    sa.Column("twin", sa.Integer, nullable=False),  # how many equal rows stand before it in the file
    sa.Column("customer_id", BigId),
)


async def number_twins(staging: Staging) -> None:
    """Tell equal rows apart by their order: two purchases of one person on one day for one sum are two purchases."""
    place = sa.func.row_number().over(partition_by=ROWS.c.key, order_by=ROWS.c.number) - 1
    numbered = sa.select(ROWS.c.number, place.label("twin")).where(ROWS.c.key.is_not(None)).subquery()
    change = sa.update(ROWS).where(ROWS.c.number == numbered.c.number, numbered.c.twin > 0)
    async with staging.connection.begin():
        await staging.connection.execute(change.values(twin=numbered.c.twin))


async def merge_purchases(staging: Staging, batch: Batch, *, currency: str, now: datetime) -> Merged:
    """Record a batch, and refuse in it what has no customer, or the receipt of another sale."""
    good = batch.of(ROWS)
    async with staging.merging():
        await _find_customers(staging, batch)
        added = await _record(staging.connection, good, currency=currency, now=now)
        await _refuse_other_sales(staging, batch)
        if added:
            await _refresh_customers(staging.connection, good)
        return Merged(added, await staging.count(good) - added)


async def _find_customers(staging: Staging, batch: Batch) -> None:
    by_phone = sa.select(customers.c.id).where(customers.c.phone == ROWS.c.phone).scalar_subquery()
    by_card = sa.select(cards.c.customer_id).where(cards.c.number == ROWS.c.card).scalar_subquery()
    await staging.refuse(batch, "two-customers", by_phone != by_card, value=ROWS.c.phone + " / " + ROWS.c.card)
    change = sa.update(ROWS).where(batch.of(ROWS)).values(customer_id=sa.func.coalesce(by_phone, by_card))
    await staging.connection.execute(change)
    who = sa.func.coalesce(ROWS.c.phone, ROWS.c.card)
    await staging.refuse(batch, "unknown-customer", ROWS.c.customer_id.is_(None), value=who)


async def _record(connection: AsyncConnection, good: sa.ColumnElement[bool], *, currency: str, now: datetime) -> int:
    by_receipt = sa.literal("receipt:") + ROWS.c.receipt
    by_content = ROWS.c.key + ":" + sa.cast(ROWS.c.twin, sa.Text)
    values: dict[str, Any] = {
        "customer_id": ROWS.c.customer_id,
        "at": ROWS.c.at,
        "recorded_at": sa.literal(now, Moment),
        "amount": ROWS.c.amount,
        "currency": sa.literal(currency),
        "receipt": ROWS.c.receipt,
        "items": ROWS.c["items"],
        "key": sa.func.coalesce(ROWS.c.own_key, by_content, by_receipt),
    }
    rows = sa.select(*values.values()).where(good).order_by(ROWS.c.number)
    done = await connection.execute(
        insert(connection, purchases).from_select(list(values), rows).on_conflict_do_nothing()
    )
    return int(done.rowcount)


async def _refuse_other_sales(staging: Staging, batch: Batch) -> None:
    """A till that begins anew every morning gives the same number to other sales: they would vanish in silence."""
    same = (purchases.c.receipt == ROWS.c.receipt) | (purchases.c.key == ROWS.c.own_key)
    differs = (purchases.c.customer_id != ROWS.c.customer_id) | (purchases.c.amount != ROWS.c.amount)
    number = sa.func.coalesce(ROWS.c.receipt, ROWS.c.own_key)
    await staging.refuse(batch, "receipt-taken", sa.exists().where(same, differs), value=number)


async def _refresh_customers(connection: AsyncConnection, good: sa.ColumnElement[bool]) -> None:
    """As `Customers.refresh_purchases`, for everybody in the batch at once."""
    figures = (
        sa.select(
            purchases.c.customer_id,
            sa.func.count().label("count"),
            sa.func.min(purchases.c.at).label("first"),
            sa.func.max(purchases.c.at).label("last"),
        )
        .where(purchases.c.customer_id.in_(sa.select(ROWS.c.customer_id).where(good)))
        .group_by(purchases.c.customer_id)
        .subquery()
    )
    await connection.execute(
        sa.update(customers)
        .where(customers.c.id == figures.c.customer_id)
        .values(
            purchase_count=figures.c.count,
            first_purchase_at=figures.c.first,
            last_purchase_at=figures.c.last,
        )
    )
