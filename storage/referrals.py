"""Referrals: who brought whom, and whether it was earned."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.ids import CustomerId, ReferralId
from storage.schema import referrals
from storage.upsert import insert_once


@dataclass(frozen=True, slots=True)
class Referral:
    """A friend who came by somebody's link."""

    id: ReferralId
    inviter_id: CustomerId
    friend_id: CustomerId
    state: str


@dataclass(frozen=True, slots=True)
class Invited:
    """What an inviter's invitations came to."""

    pending: int
    earned: int


class Referrals:
    """All queries of a referral."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        *,
        inviter: CustomerId,
        friend: CustomerId,
        at: datetime,
        state: str = "pending",
        reason: str | None = None,
    ) -> bool:
        """Whether it is new: a friend is brought once, by one."""
        values = {"inviter_id": inviter, "friend_id": friend, "at": at, "state": state, "reason": reason}
        return await insert_once(self._connection, referrals, values, "friend_id") is not None

    async def pending_of_friend(self, friend: CustomerId) -> Referral | None:
        """The referral that this friend's purchase may earn."""
        query = sa.select(referrals).where(referrals.c.friend_id == friend, referrals.c.state == "pending")
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        return Referral(ReferralId(row.id), CustomerId(row.inviter_id), CustomerId(row.friend_id), row.state)

    async def inviter_of(self, friend: CustomerId) -> CustomerId | None:
        """Who brought them."""
        found = await self._connection.execute(
            sa.select(referrals.c.inviter_id).where(referrals.c.friend_id == friend, referrals.c.state != "refused")
        )
        id = found.scalar_one_or_none()
        return None if id is None else CustomerId(id)

    async def earn(self, id: ReferralId, *, now: datetime) -> None:
        """Both sides have their reward."""
        change = sa.update(referrals).where(referrals.c.id == id).values(state="earned", earned_at=now)
        await self._connection.execute(change)

    async def refuse(self, id: ReferralId, *, reason: str) -> None:
        """No reward, and why."""
        change = sa.update(referrals).where(referrals.c.id == id).values(state="refused", reason=reason)
        await self._connection.execute(change)

    async def earned_since(self, inviter: CustomerId, *, since: datetime) -> int:
        """How many rewards the inviter got since then."""
        query = sa.select(sa.func.count()).where(referrals.c.inviter_id == inviter, referrals.c.earned_at >= since)
        return int((await self._connection.execute(query)).scalar_one())

    async def of_inviter(self, inviter: CustomerId) -> Invited:
        """What somebody's link brought."""
        query = (
            sa.select(referrals.c.state, sa.func.count())
            .where(referrals.c.inviter_id == inviter)
            .group_by(referrals.c.state)
        )
        counts = {row[0]: row[1] for row in await self._connection.execute(query)}
        return Invited(pending=counts.get("pending", 0), earned=counts.get("earned", 0))
