"""While the database is in trouble every tick fails alike: that is said once, and once that it is over."""

import time
from collections.abc import Callable

import structlog

from storage.trouble import Trouble

log = structlog.get_logger(__name__)


class Outage:
    """Of all jobs together. over: told, when one has ended, how many seconds it took."""

    def __init__(self, over: Callable[[float], None] = lambda _: None) -> None:
        self._over = over
        self._told: set[Trouble] = set()
        self._jobs: set[str] = set()
        self._since = 0.0

    def met(self, job: str, trouble: Trouble, error: Exception) -> None:
        """A job could not do its work."""
        if not self._jobs:
            self._since = time.monotonic()
        self._jobs.add(job)
        if trouble not in self._told:
            self._told.add(trouble)
            reason = str(error).partition("\n")[0]
            log.error("the database is in trouble: jobs wait for it", trouble=trouble.value, job=job, reason=reason)

    def passed(self, job: str) -> None:
        """A job did its work. It ends the outage if it had failed in it: of a full disk others may notice nothing."""
        if job in self._jobs:
            seconds = round(time.monotonic() - self._since)
            self._over(seconds)
            log.warning("the database works again", seconds=seconds, job=job)
            self._jobs.clear()
            self._told.clear()
