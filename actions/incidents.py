"""What went wrong in this life of the process and leaves no trace in the database, for the owner's daily line."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WORTH_TELLING = timedelta(minutes=5)  # of an outage: shorter ones happen, and nobody has noticed
MOST = 1000  # remembered; the rest says nothing new


@dataclass(frozen=True, slots=True)
class Went:
    """jobs: how often each failed. telegram, database: how long they were away, together."""

    jobs: Mapping[str, int]
    telegram: timedelta
    database: timedelta


@dataclass(slots=True)
class Incidents:
    """Noted as they end, by the shop's clock."""

    _jobs: list[tuple[datetime, str]] = field(default_factory=list)
    _telegram: list[tuple[datetime, timedelta]] = field(default_factory=list)
    _database: list[tuple[datetime, timedelta]] = field(default_factory=list)

    def job_failed(self, job: str, *, at: datetime) -> None:
        """By a mistake of ours, not because the database was away."""
        self._jobs = [*self._jobs[-MOST:], (at, job)]

    def telegram_was_away(self, took: timedelta, *, until: datetime) -> None:
        """It answers again."""
        self._telegram = _with(self._telegram, until, took)

    def database_was_away(self, took: timedelta, *, until: datetime) -> None:
        """It works again; away, full or locked, all the same to whoever waits."""
        self._database = _with(self._database, until, took)

    def between(self, since: datetime, until: datetime) -> Went:
        """What ended after `since` and not after `until`."""
        jobs = Counter(job for at, job in self._jobs if since < at <= until)
        telegram = sum((took for at, took in self._telegram if since < at <= until), timedelta())
        return Went(jobs, telegram, sum((took for at, took in self._database if since < at <= until), timedelta()))


def _with(
    outages: list[tuple[datetime, timedelta]], until: datetime, took: timedelta
) -> list[tuple[datetime, timedelta]]:
    return [*outages[-MOST:], (until, took)] if took >= WORTH_TELLING else outages
