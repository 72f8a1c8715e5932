"""The nightly copy, looked at every hour: made when the shop sleeps, or as soon after that as the bot is awake."""

import asyncio
from datetime import time, timedelta
from pathlib import Path

import structlog

from actions.shop import Shop
from jobs.measured import AlreadyTold
from storage.backup import UNFINISHED, NoBackup, backup
from storage.copies import copy_of, drop_copies
from storage.database_file import file_of

QUIET_FROM = time(4)  # by the shop's clock
KEPT = timedelta(days=14)

log = structlog.get_logger(__name__)


class NightlyBackup:
    """What was copied, the folder knows: looking twice, or late, does no harm."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    async def look(self) -> Path | None:
        """Make the copy of this day of the shop's, unless it is there or it is too early; returns it if made now.

        PostgreSQL is its administrator's to copy. AlreadyTold: it could not be made.
        """
        database = file_of(self._shop.storage)
        local = self._shop.now().astimezone(self._shop.programme.shop.zone)
        if database is None or local.time() < QUIET_FROM:
            return None
        path = copy_of(database, local.date())
        if path.exists():
            return None
        try:
            await self._make(path)
            await asyncio.to_thread(drop_copies, database, before=local.date() - KEPT + timedelta(days=1))
        except (NoBackup, OSError) as failed:
            log.error("the nightly copy was not made", reason=str(failed))  # noqa: TRY400 -- one line says it
            raise AlreadyTold(str(failed)) from failed
        return path

    async def _make(self, path: Path) -> None:
        path.with_name(path.name + UNFINISHED).unlink(missing_ok=True)  # the bot was killed while it copied
        size = await backup(self._shop.storage, path)
        log.info("the nightly copy was made", file=path.name, bytes=size)
