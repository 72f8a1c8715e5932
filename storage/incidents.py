"""Outages, and jobs that failed: what the replicas and earlier lives of the process have noted, for the daily line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import incidents


@dataclass(frozen=True, slots=True)
class Outage:
    """what: telegram or database."""

    what: str
    began_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Went:
    """jobs: how often each failed. telegram, database: for how long any of the replicas was without it."""

    jobs: Mapping[str, int]
    telegram: timedelta
    database: timedelta


class IncidentLog:
    """All queries of an incident."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, outages: Sequence[Outage], jobs: Mapping[str, int], *, now: datetime) -> None:
        """jobs: how often each has failed since the last time."""
        rows = [
            {"kind": outage.what, "job": None, "times": 1, "began_at": outage.began_at, "ended_at": outage.ended_at}
            for outage in outages
        ]
        rows += [
            {"kind": "job", "job": job, "times": times, "began_at": now, "ended_at": now} for job, times in jobs.items()
        ]
        if rows:
            await self._connection.execute(sa.insert(incidents), [row | {"noted_at": now} for row in rows])

    async def between(self, since: datetime, until: datetime) -> Went:
        """What was noted after `since` and not after `until`: by then, and not when it was over, everybody can know."""
        noted = (incidents.c.noted_at > since, incidents.c.noted_at <= until)
        failed = sa.select(incidents.c.job, sa.func.sum(incidents.c.times)).where(*noted, incidents.c.kind == "job")
        jobs = {job: int(times) for job, times in await self._connection.execute(failed.group_by(incidents.c.job))}
        query = sa.select(incidents.c.kind, incidents.c.began_at, incidents.c.ended_at).where(*noted)
        away = [Outage(*row) for row in await self._connection.execute(query.order_by(incidents.c.began_at))]
        return Went(jobs, _length_of(away, "telegram"), _length_of(away, "database"))

    async def forget(self, *, before: datetime) -> None:
        """What has been told, or is too old to be."""
        await self._connection.execute(sa.delete(incidents).where(incidents.c.noted_at < before))


def _length_of(outages: Iterable[Outage], what: str) -> timedelta:
    """Of those that began first to those that began last: what several replicas have met at once counts once."""
    length, reached = timedelta(), datetime.min.replace(tzinfo=UTC)
    for outage in outages:
        if outage.what == what:
            length += max(outage.ended_at - max(outage.began_at, reached), timedelta())
            reached = max(reached, outage.ended_at)
    return length
