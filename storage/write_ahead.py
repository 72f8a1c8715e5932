"""SQLite's write-ahead log: brought to the disk soon after each change, into the file now and then, by threads; and
cut when nobody has written for a while.

Whoever commits in the second gear holds everybody up, and must not wait for the disk. Nor does a thread sync for free:
meanwhile, a commit may have to wait, and the first one after a checkpoint has to sync the new log itself.
"""

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.sqlite_driver import PATIENT_MS

log = logging.getLogger(__name__)
SYNC_AFTER = 0.1  # seconds after the first change: what a power cut takes away; but on a slow disk not more often than
SHARE = 0.02  # of the time, and yet within
LATEST = 10.0  # seconds
CHECKPOINT_EVERY = 30.0  # seconds, while there are changes; sooner, if the log has grown since by more than
LONG = 256 * 2**20  # bytes
VERY_LONG = 2 * LONG  # those who write have to wait a moment, or it would not end as long as they write all the time
# It is used again from its beginning, and stays as long as it was. Cutting it takes as long as a hundred updates.
KEPT = 64 * 2**20  # bytes; longer, it is cut when nobody has written for
QUIET = 10.0  # seconds
# The length of a file is brought to the disk, when it was changed does not matter: commits wait half as long for it.
_sync = getattr(os, "fdatasync", os.fsync)


class WriteAheadLog:
    """Of one file; `changed()` after each commit that has synced nothing."""

    def __init__(self, engine: AsyncEngine, file: Path, writer: AbstractAsyncContextManager[None]) -> None:
        """engine: the one that works in threads; writer: the right to be the one who writes."""
        self._engine = engine
        self._writer = writer
        self._path = file.with_name(file.name + "-wal")
        self._timer: asyncio.TimerHandle | None = None
        self._quiet: asyncio.TimerHandle | None = None
        self._busy: asyncio.Task[None] | None = None
        self._meanwhile = False
        self._pause = SYNC_AFTER
        self._length = self._length_at_checkpoint = 0  # bytes of the file
        self._next_checkpoint_at = time.monotonic() + CHECKPOINT_EVERY

    def changed(self) -> None:
        """It is looked after soon."""
        if self._busy is not None:
            self._meanwhile = True
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._pause, self._begin, self._look_after)

    async def close(self) -> None:
        """What was changed last is on the disk then; the last connection that is closed brings it into the file."""
        if self._busy is not None:
            await asyncio.wait([self._busy])
        if self._quiet is not None:
            self._quiet.cancel()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            await asyncio.to_thread(_synced, self._path)

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if self._quiet is not None:
            self._quiet.cancel()
        self._timer = self._quiet = None
        self._meanwhile = False
        self._busy = asyncio.create_task(work())
        self._busy.add_done_callback(self._through)

    def _through(self, task: asyncio.Task[None]) -> None:
        self._busy = None
        if task.cancelled():
            return
        if (trouble := task.exception()) is not None:
            log.warning("the log of the database could not be looked after (%s)", type(trouble).__name__)
            self._meanwhile, self._pause = True, LATEST
        if self._meanwhile:
            self.changed()
        elif self._length > KEPT:
            self._quiet = asyncio.get_running_loop().call_later(QUIET, self._cut_if_quiet)

    async def _look_after(self) -> None:
        began = time.monotonic()
        self._length = await asyncio.to_thread(_synced, self._path)
        self._length_at_checkpoint = min(self._length_at_checkpoint, self._length)  # somebody else may have cut it
        if self._length - self._length_at_checkpoint > LONG or time.monotonic() >= self._next_checkpoint_at:
            await self._checkpoint()
        self._pause = min(max(SYNC_AFTER, (time.monotonic() - began) / SHARE), LATEST)

    async def _checkpoint(self) -> None:
        self._next_checkpoint_at, self._length_at_checkpoint = time.monotonic() + CHECKPOINT_EVERY, self._length
        async with self._bare() as connection:
            await _pragma(connection, "wal_checkpoint(PASSIVE)")
            if self._length >= VERY_LONG:
                async with self._writer:  # what came meanwhile is little
                    await _pragma(connection, "wal_checkpoint(PASSIVE)")

    def _cut_if_quiet(self) -> None:
        if self._timer is None:
            self._begin(self._cut)

    async def _cut(self) -> None:
        async with self._bare() as connection:
            await _pragma(connection, "wal_checkpoint(PASSIVE)")
            if not self._meanwhile:
                async with self._writer:
                    await self._empty(connection, patience=0)

    async def empty(self) -> None:
        """Until then, what was erased can still be read there. Where somebody reads now, it stays for this time."""
        async with self._bare() as connection:
            await _pragma(connection, "wal_checkpoint(PASSIVE)")  # most of it while others may write
            async with self._writer:
                await self._empty(connection, patience=200)

    async def _empty(self, connection: Any, *, patience: int) -> None:
        """patience: milliseconds, with those who read or write just now; where they go on, nothing is cut."""
        await _pragma(connection, f"busy_timeout = {patience}")
        try:
            busy, *_ = await _pragma(connection, "wal_checkpoint(TRUNCATE)")
        finally:
            await _pragma(connection, f"busy_timeout = {PATIENT_MS}")
        if not busy:
            self._length = self._length_at_checkpoint = 0

    @asynccontextmanager
    async def _bare(self) -> AsyncIterator[Any]:
        """A connection of the driver's, out of every transaction."""
        async with self._engine.connect() as connection:
            yield (await connection.get_raw_connection()).driver_connection


async def _pragma(connection: Any, pragma: str) -> Any:
    """The first row of what it says."""
    cursor = await connection.execute(f"PRAGMA {pragma}")
    try:
        return await cursor.fetchone()
    finally:
        await cursor.close()


def _synced(path: Path) -> int:
    """Its length, in bytes, when all of it is on the disk. SQLite keeps no locks on this file that closing it ends."""
    with suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            _sync(descriptor)
            return os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
    return 0
