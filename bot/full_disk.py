"""The database cannot be written: the owner hears of it at once, by Telegram alone, since nothing can be posted."""

import logging
import time

from aiogram import Bot
from aiogram.exceptions import AiogramError

from actions.shop import Shop
from storage.trouble import Trouble, trouble_of

log = logging.getLogger(__name__)
AGAIN_AFTER = 3600.0  # seconds


class FullDisk:
    """Remembers when it was last told of."""

    def __init__(self, shop: Shop, bot: Bot) -> None:
        self._shop = shop
        self._bot = bot
        self._told_at: float | None = None

    async def is_it(self, error: BaseException) -> bool:
        """Whether that is why something could not be kept; if so, the owners know of it after this."""
        if trouble_of(error) not in (Trouble.FULL, Trouble.READ_ONLY):
            return False
        if self._told_at is None or time.monotonic() - self._told_at > AGAIN_AFTER:
            self._told_at = time.monotonic()
            log.error("the database cannot be written (%s): what needs no writing is answered", trouble_of(error))
            await self._tell_owners()
        return True

    def is_over(self) -> None:
        """Something could be written."""
        self._told_at = None

    async def _tell_owners(self) -> None:
        words = self._shop.texts.words(self._shop.programme.shop.languages[0])
        for owner in self._shop.owner_ids:
            try:
                await self._bot.send_message(owner, words("disk-full"))
            except AiogramError as refused:
                log.warning("an owner could not be told of it (%s)", type(refused).__name__)
