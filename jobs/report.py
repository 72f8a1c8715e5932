"""The daily line to the owner, looked at every ten minutes: due once it is ten in the morning at the shop."""

from contextlib import suppress

from actions.report_trouble import Day, day_of, report_trouble
from actions.shop import Shop
from jobs.backup import NightlyBackup
from jobs.measured import AlreadyTold
from storage.copies import copy_of
from storage.database_file import file_of


class DailyReport:
    """Once for each local day, whichever replica looks first: the outbox knows what was told, and this process what it
    has looked at.
    """

    def __init__(self, shop: Shop, backup: NightlyBackup) -> None:
        self._shop = shop
        self._backup = backup
        self._looked_at: str | None = None

    async def look(self) -> bool:
        """Whether something was out of order, and has been told now or before."""
        day = day_of(self._shop)
        if day is None or day.key == self._looked_at:
            return False
        with suppress(AlreadyTold):  # the bot may have been asleep at night: what can still be mended is no trouble
            await self._backup.look()
        told = await report_trouble(self._shop, day, copy_missing=self._copy_missing(day))
        self._looked_at = day.key
        return told

    def _copy_missing(self, day: Day) -> bool:
        database = file_of(self._shop.storage)
        return database is not None and not copy_of(database, day.until.date()).exists()
