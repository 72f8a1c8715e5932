"""The lease: one drainer among all replicas, elected by the database.

Each taking gives a greater number, the fence. What a holder writes, it writes under its fence (`Marks`), so one that
was frozen for longer than its lease finds its own out of date when it wakes, and can change nothing any more.
"""

import secrets
import time
from collections.abc import Callable

import sqlalchemy as sa

from storage.database import Storage
from storage.database_clock import database_now, has_run_out
from storage.fence import DRAIN, impatient
from storage.schema import leases
from storage.upsert import insert

LASTS = 15  # seconds; the database counts whole ones, so it may be a second less
RELIED_ON = 12.0  # seconds from the asking: by then the holder stops, well before anybody else may begin


def steady() -> float:
    """Seconds that go on while the machine sleeps, where the system has such a clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Lease:
    """One for a process. SQLite is a file of one process, which may take its lease at once."""

    def __init__(self, storage: Storage, *, clock: Callable[[], float] = steady) -> None:
        self._storage = storage
        self._clock = clock
        self._holder = secrets.token_hex(8)
        self._asked_at = 0.0
        self.fence: int | None = None
        self.shared = storage.dialect == "postgresql"

    @property
    def relied_on(self) -> bool:
        """Whether a call may begin: it is ours, and nobody can have taken it over by now."""
        return self.fence is not None and (not self.shared or self._clock() < self._asked_at + RELIED_ON)

    @property
    def fresh(self) -> bool:
        """Whether it need not be renewed yet."""
        return self.relied_on and (not self.shared or self._clock() < self._asked_at + LASTS / 3)

    async def take(self) -> bool:
        """Whether it is ours now, under a new fence. Somebody else's that has not run out stays theirs."""
        asked = self._clock()
        if self.shared and await self._is_anothers():
            return False
        async with self._storage.transaction() as tx:
            await impatient(tx.connection)
            mine = {"holder": self._holder, "until": database_now() + LASTS}
            first = insert(tx.connection, leases).values(name=DRAIN, fence=1, **mine)
            taken = first.on_conflict_do_update(
                index_elements=["name"],
                set_={"fence": leases.c.fence + 1, **mine},
                where=self._free() if self.shared else None,
            )
            self.fence = (await tx.connection.execute(taken.returning(leases.c.fence))).scalar_one_or_none()
        self._asked_at = asked
        return self.fence is not None

    async def _is_anothers(self) -> bool:
        """A glance first: those who stand by ask every few seconds, and need not write for it."""
        taken = sa.select(leases.c.name).where(leases.c.name == DRAIN, ~self._free())
        async with self._storage.reading() as tx:
            return (await tx.connection.execute(taken)).first() is not None

    async def renew(self) -> bool:
        """Whether it is still ours, for as long again. One that ran out and was not taken over is."""
        if self.fence is None:
            return False
        asked = self._clock()
        if self.shared and not await self._extended(LASTS):
            self.fence = None
            return False
        self._asked_at = asked
        return True

    async def give_back(self) -> None:
        """Whoever asks next has it at once."""
        if self.shared and self.fence is not None:
            await self._extended(0)
        self.fence = None

    def forget(self) -> None:
        """Without a word to the database: taken again, it comes with a new fence, and what is left is settled."""
        self.fence = None

    async def _extended(self, seconds: int) -> bool:
        mine = (leases.c.name == DRAIN, leases.c.fence == self.fence)
        async with self._storage.transaction() as tx:
            await impatient(tx.connection)
            change = sa.update(leases).where(*mine).values(until=database_now() + seconds)
            return bool((await tx.connection.execute(change)).rowcount)

    def _free(self) -> sa.ColumnElement[bool]:
        return has_run_out(leases.c.until, lasts=LASTS) | (leases.c.holder == self._holder)
