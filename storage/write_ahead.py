"""SQLite's write-ahead log: brought to the disk soon after each change, into the file now and then, by threads.

Whoever commits in the second gear holds everybody up, and must not wait for the disk. Nor does a thread sync for free:
meanwhile, a commit may have to wait, and the first one after a checkpoint has to sync the new log itself.
"""

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator
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
# It is used again from its beginning, and stays as long as it was. Cutting it takes as long as a hundred updates: that
# is done when nobody writes.
KEPT = 64 * 2**20  # bytes
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
        self._looking_after: asyncio.Task[None] | None = None
        self._meanwhile = False
        self._pause = SYNC_AFTER
        self._checkpoint_at = time.monotonic() + CHECKPOINT_EVERY
        self._length_then = 0

    def changed(self) -> None:
        """It is looked after soon."""
        if self._looking_after is not None:
            self._meanwhile = True
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._pause, self._begin)

    async def close(self) -> None:
        """What was changed last is on the disk then; the last connection that is closed brings it into the file."""
        if self._looking_after is not None:
            await asyncio.wait([self._looking_after])
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            await asyncio.to_thread(_synced, self._path)

    def _begin(self) -> None:
        self._timer = None
        self._meanwhile = False
        self._looking_after = asyncio.create_task(self._look_after())
        self._looking_after.add_done_callback(self._looked)

    def _looked(self, task: asyncio.Task[None]) -> None:
        self._looking_after = None
        if not task.cancelled() and (trouble := task.exception()) is not None:
            log.warning("the log of the database could not be looked after (%s)", type(trouble).__name__)
            self._meanwhile, self._pause = True, LATEST
        if self._meanwhile and not task.cancelled():
            self.changed()

    async def _look_after(self) -> None:
        began = time.monotonic()
        length = await asyncio.to_thread(_synced, self._path)
        grown = length - self._length_then > LONG
        if grown or time.monotonic() >= self._checkpoint_at or self._to_be_cut(length):
            await self._checkpoint(length)
        self._pause = min(max(SYNC_AFTER, (time.monotonic() - began) / SHARE), LATEST)

    def _to_be_cut(self, length: int) -> bool:
        return length > KEPT and not self._meanwhile

    async def _checkpoint(self, length: int) -> None:
        self._checkpoint_at, self._length_then = time.monotonic() + CHECKPOINT_EVERY, length
        async with self._bare() as connection:
            await _pragma(connection, "wal_checkpoint(PASSIVE)")
            if self._to_be_cut(length):  # what comes after the checkpoint is little
                async with self._writer:
                    await self._cut(connection, patience=0)
            elif length >= VERY_LONG:
                async with self._writer:
                    await _pragma(connection, "wal_checkpoint(PASSIVE)")

    async def empty(self) -> None:
        """Until then, what was erased can still be read there. Where somebody reads just now, it stays for this time.

        Nobody in this process may write meanwhile.
        """
        async with self._bare() as connection:
            await self._cut(connection, patience=200)

    async def _cut(self, connection: Any, *, patience: int) -> None:
        """patience: milliseconds, with those who read just now."""
        for pragma in (f"busy_timeout = {patience}", "wal_checkpoint(TRUNCATE)", f"busy_timeout = {PATIENT_MS}"):
            await _pragma(connection, pragma)
        self._length_then = 0

    @asynccontextmanager
    async def _bare(self) -> AsyncIterator[Any]:
        """A connection of the driver's, out of every transaction."""
        async with self._engine.connect() as connection:
            yield (await connection.get_raw_connection()).driver_connection


async def _pragma(connection: Any, pragma: str) -> None:
    cursor = await connection.execute(f"PRAGMA {pragma}")
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
