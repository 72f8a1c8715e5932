"""Customers: people with a phone, perhaps with a Telegram."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.customer import Birthday, Customer
from loyalty.ids import CustomerId, TelegramId
from storage.schema import customers, notes, purchases, returns, tags


def customer_of(row: Any) -> Customer:
    """A row of `customers` as the rules see it."""
    birthday = Birthday(row.birth_month, row.birth_day, row.birth_year) if row.birth_month else None
    return Customer(
        id=CustomerId(row.id),
        language=row.language,
        created_at=row.created_at,
        telegram_id=row.telegram_id,
        phone=row.phone,
        phone_verified=row.phone_verified,
        name=row.name,
        birthday=birthday,
        email=row.email,
        gender=row.gender,
        timezone=row.timezone,
        source=row.source,
        invite_code=row.invite_code,
        enrolled_at=row.enrolled_at,
        blocked_at=row.blocked_at,
        erased_at=row.erased_at,
        processing=row.processing,
        marketing=row.marketing,
        purchase_count=row.purchase_count,
        first_purchase_at=row.first_purchase_at,
        last_purchase_at=row.last_purchase_at,
    )


def birthday_columns(birthday: Birthday | None) -> dict[str, int | None]:
    """The three columns of a birthday."""
    if birthday is None:
        return {"birth_year": None, "birth_month": None, "birth_day": None}
    return {"birth_year": birthday.year, "birth_month": birthday.month, "birth_day": birthday.day}


class Customers:
    """All queries of a customer."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def _one(self, *where: sa.ColumnElement[bool]) -> Customer | None:
        row = (await self._connection.execute(sa.select(customers).where(*where))).one_or_none()
        return None if row is None else customer_of(row)

    async def get(self, id: CustomerId) -> Customer:
        """The customer of that id; NoResultFound where there is none."""
        return customer_of((await self._connection.execute(sa.select(customers).where(customers.c.id == id))).one())

    async def find(self, id: int) -> Customer | None:
        """The customer of an id that came from outside."""
        return await self._one(customers.c.id == id)

    async def hold(self, id: int) -> Customer | None:
        """The same, and nobody else changes what is counted about them until this transaction ends."""
        query = sa.select(customers).where(customers.c.id == id).with_for_update(key_share=True)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else customer_of(row)

    async def by_telegram(self, id: TelegramId) -> Customer | None:
        """Who writes from that account."""
        return await self._one(customers.c.telegram_id == id)

    async def by_phone(self, phone: str) -> Customer | None:
        """Whose phone (E.164) it is."""
        return await self._one(customers.c.phone == phone)

    async def by_invite_code(self, code: str) -> Customer | None:
        """Whose invitation it is."""
        return await self._one(customers.c.invite_code == code)

    async def by_name(self, part: str, *, limit: int) -> list[Customer]:
        """People whose name has `part` in it, in any case; the latest buyers first."""
        pattern = part.casefold().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        name = self._folded(customers.c.name)
        query = (
            sa.select(customers)
            .where(name.like(f"%{pattern}%", escape="\\"), customers.c.erased_at.is_(None))
            .order_by(customers.c.last_purchase_at.desc().nulls_last(), customers.c.id)
            .limit(limit)
        )
        return [customer_of(row) for row in await self._connection.execute(query)]

    async def reachable_with_birthday(self, *, limit: int) -> list[Customer]:
        """People whom a greeting would reach."""
        query = (
            sa.select(customers)
            .where(customers.c.telegram_id.is_not(None), customers.c.birth_month.is_not(None), customers.c.processing)
            .order_by(customers.c.id)
            .limit(limit)
        )
        return [customer_of(row) for row in await self._connection.execute(query)]

    def _folded(self, column: sa.Column[Any]) -> sa.ColumnElement[str]:
        # SQLite's own lower() knows ASCII only; `casefold` is registered by storage.database for every connection.
        return (sa.func.casefold if self._connection.dialect.name == "sqlite" else sa.func.lower)(column)

    async def add(self, *, language: str, now: datetime, **columns: Any) -> CustomerId:
        """A new person; `columns` are those of the table."""
        values = {"language": language, "created_at": now, **columns}
        done = await self._connection.execute(sa.insert(customers).values(**values).returning(customers.c.id))
        return CustomerId(done.scalar_one())

    async def change(self, id: CustomerId, **columns: Any) -> None:
        """Set columns of one person."""
        await self._connection.execute(sa.update(customers).where(customers.c.id == id).values(**columns))

    async def take_phone(self, id: CustomerId, phone: str, *, verified: bool) -> bool:
        """It is theirs now. False where somebody has it, perhaps since this very moment."""
        try:
            async with self._connection.begin_nested():
                await self.change(id, phone=phone, phone_verified=verified)
        except sa.exc.IntegrityError:
            return False
        return True

    async def refresh_purchases(self, id: CustomerId) -> None:
        """Bring the kept count and dates in line with the purchases; call it in the transaction that changed them.

        `hold` the customer before: on PostgreSQL two transactions would not see each other's purchases here.
        A purchase that was returned in full still happened: it counts for the date, not for the sum.
        """
        mine = purchases.c.customer_id == id
        await self._connection.execute(
            sa.update(customers)
            .where(customers.c.id == id)
            .values(
                purchase_count=sa.select(sa.func.count()).where(mine).scalar_subquery(),
                first_purchase_at=sa.select(sa.func.min(purchases.c.at)).where(mine).scalar_subquery(),
                last_purchase_at=sa.select(sa.func.max(purchases.c.at)).where(mine).scalar_subquery(),
            )
        )

    async def spent(self, id: CustomerId, *, since: datetime) -> int:
        """Purchases less returns since then, minor units; never below zero."""
        bought = sa.select(sa.func.coalesce(sa.func.sum(purchases.c.amount), 0)).where(
            purchases.c.customer_id == id, purchases.c.at >= since
        )
        back = sa.select(sa.func.coalesce(sa.func.sum(returns.c.amount), 0)).where(
            returns.c.customer_id == id, returns.c.at >= since
        )
        query = sa.select(bought.scalar_subquery() - back.scalar_subquery())
        return max(0, int((await self._connection.execute(query)).scalar_one()))

    async def tags_of(self, id: CustomerId) -> list[str]:
        """Their tags, by alphabet."""
        query = sa.select(tags.c.tag).where(tags.c.customer_id == id).order_by(tags.c.tag)
        return list((await self._connection.execute(query)).scalars())

    async def notes_of(self, id: CustomerId, *, limit: int) -> Sequence[str]:
        """What staff wrote down, the newest first."""
        query = sa.select(notes.c.text).where(notes.c.customer_id == id).order_by(notes.c.id.desc()).limit(limit)
        return list((await self._connection.execute(query)).scalars())
