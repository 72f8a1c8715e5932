"""What goes wrong and is no row's state: outages and failed jobs, noted as they end, for the owner's daily line."""

from collections import Counter
from datetime import datetime, timedelta

from actions.shop import Shop
from storage.incidents import Outage

WORTH_TELLING = timedelta(minutes=5)  # of an outage: shorter ones happen, and nobody has noticed


class Incidents:
    """Of this process, until they are written down: while it lasts, an outage of the database cannot be."""

    def __init__(self) -> None:
        self._outages: list[Outage] = []
        self._jobs: Counter[str] = Counter()

    def job_failed(self, job: str) -> None:
        """By a mistake of ours, not because the database was away."""
        self._jobs[job] += 1

    def telegram_was_away(self, took: timedelta, *, until: datetime) -> None:
        """It answers again."""
        self._was_away("telegram", took, until)

    def database_was_away(self, took: timedelta, *, until: datetime) -> None:
        """It works again; away, full or locked, all the same to whoever waits."""
        self._was_away("database", took, until)

    def _was_away(self, what: str, took: timedelta, until: datetime) -> None:
        if took >= WORTH_TELLING:
            self._outages.append(Outage(what, until - took, until))

    async def write_down(self, shop: Shop) -> None:
        """What was noted since the last time. Raises what the database raised; then nothing is forgotten."""
        outages, jobs = self._outages, self._jobs
        if not outages and not jobs:
            return
        self._outages, self._jobs = [], Counter()
        try:
            async with shop.storage.transaction() as tx:
                await tx.incidents.note(outages, jobs, now=shop.now())
        except BaseException:
            self._outages, self._jobs = outages + self._outages, jobs + self._jobs
            raise
