"""Two records turn out to be one person: everything that belongs to one moves to the other."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.customer import Customer
from loyalty.ids import CustomerId
from storage.customers import birthday_columns
from storage.schema import answers, cards, customers, messages, metadata, referrals, responses, tags


async def merge(connection: AsyncConnection, newer: Customer, into: Customer) -> None:
    """`newer` (with its Telegram account) becomes `into` (with its card and history), and is gone.

    What the person has just told (`newer`) wins over what the record said; what they did not tell stays.
    """
    await _make_room(connection, newer.id, into.id)
    for column in _references():
        if column.table is not cards:
            change = sa.update(column.table).where(column == newer.id).values({column: into.id})
            await connection.execute(change)
    await connection.execute(sa.delete(cards).where(cards.c.customer_id == newer.id))
    await connection.execute(sa.delete(customers).where(customers.c.id == newer.id))
    values = _told(newer, into)
    await connection.execute(sa.update(customers).where(customers.c.id == into.id).values(**values))


def _references() -> list[sa.Column[int]]:
    """Every column that names a customer: a new table cannot be forgotten."""
    columns = (column for table in metadata.sorted_tables for column in table.columns)
    return [column for column in columns if any(key.column is customers.c.id for key in column.foreign_keys)]


async def _make_room(connection: AsyncConnection, newer: CustomerId, into: CustomerId) -> None:
    """Take away what would stand twice: the older of two equal things, and a referral of oneself."""
    twin = responses.alias()
    doubled = sa.select(responses.c.id).where(
        responses.c.customer_id == into,
        sa.exists().where(
            twin.c.customer_id == newer, twin.c.survey == responses.c.survey, twin.c.occasion == responses.c.occasion
        ),
    )
    ids = list((await connection.execute(doubled)).scalars())
    await connection.execute(sa.delete(answers).where(answers.c.response_id.in_(ids)))
    await connection.execute(sa.delete(responses).where(responses.c.id.in_(ids)))
    other = messages.alias()
    greeted = sa.exists().where(
        other.c.customer_id == newer,
        other.c.touchpoint == messages.c.touchpoint,
        other.c.occurrence == messages.c.occurrence,
    )
    # Only touches that found nobody to write to can be doubled; one that was sent had an account behind it.
    await connection.execute(sa.delete(messages).where(messages.c.customer_id == into, greeted))
    known = sa.select(tags.c.tag).where(tags.c.customer_id == into)
    await connection.execute(sa.delete(tags).where(tags.c.customer_id == newer, tags.c.tag.in_(known)))
    await _settle_referrals(connection, newer, into)


async def _settle_referrals(connection: AsyncConnection, newer: CustomerId, into: CustomerId) -> None:
    both = (newer, into)
    oneself = sa.and_(referrals.c.inviter_id.in_(both), referrals.c.friend_id.in_(both))
    await connection.execute(sa.delete(referrals).where(oneself))
    brought = sa.select(referrals.c.friend_id).where(referrals.c.friend_id == into)
    await connection.execute(
        sa.delete(referrals).where(referrals.c.friend_id == newer, sa.exists(brought.correlate(None)))
    )


def _told(newer: Customer, into: Customer) -> dict[str, object]:
    birthday = newer.birthday or into.birthday
    return {
        "telegram_id": newer.telegram_id,
        "blocked_at": None,
        "language": newer.language,
        "name": newer.name or into.name,
        "email": newer.email or into.email,
        "gender": newer.gender or into.gender,
        "source": into.source or newer.source,
        "invite_code": into.invite_code or newer.invite_code,
        "processing": newer.processing or into.processing,
        "marketing": newer.marketing,
        **birthday_columns(birthday),
    }
