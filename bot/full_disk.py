"""The database cannot be written: the owner hears of it at once, by Telegram alone, since nothing can be posted."""

import logging
import time

from aiogram import Bot
from aiogram.exceptions import AiogramError

from actions.shop import Shop
from storage.trouble import Trouble, trouble_of

log = logging.getLogger(__name__)
AGAIN_AFTER = 3600.0  # seconds; a disk that is nearly full takes this and not that, and nobody is told each time
ASK_AGAIN_AFTER = 60.0  # where none of the owners could be told


class FullDisk:
    """Remembers when it was last told of."""

    def __init__(self, shop: Shop, bot: Bot) -> None:
        self._shop = shop
        self._bot = bot
        self._not_before = 0.0  # by the machine's steady clock

    async def is_it(self, error: BaseException) -> bool:
        """Whether that is why something could not be kept; if so, the owners know of it after this."""
        if trouble_of(error) not in (Trouble.FULL, Trouble.READ_ONLY):
            return False
        now = time.monotonic()
        if now >= self._not_before:
            self._not_before = now + ASK_AGAIN_AFTER
            log.error("the database cannot be written (%s): what needs no writing is answered", trouble_of(error))
            if await self._tell_owners():
                self._not_before = now + AGAIN_AFTER
        return True

    async def _tell_owners(self) -> bool:
        """Whether any of them knows now."""
        words, told = self._shop.texts.words(self._shop.programme.shop.languages[0]), False
        for owner in self._shop.owner_ids:
            try:
                await self._bot.send_message(owner, words("disk-full"))
                told = True
            except AiogramError as refused:
                log.warning("an owner could not be told of it (%s)", type(refused).__name__)
        return told
