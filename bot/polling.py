"""Long polling: ask, keep, and only then confirm."""

import asyncio
import logging
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramConflictError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod

from bot.intake import Intake
from storage.database import TROUBLE

log = logging.getLogger(__name__)
WAIT = 25  # seconds that Telegram may keep us waiting
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]
PAUSES = (0.5, 1, 2, 5, 10, 30)  # seconds after the first, second, … failure in a row


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` as Telegram wrote it: an update is kept before anybody makes sense of it."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


async def poll(bot: Bot, intake: Intake) -> None:
    """Until cancelled. A failed call is repeated, and so is one whose updates could not be kept, since they are not
    confirmed; TelegramUnauthorizedError (a wrong token) goes up.
    """
    offset, failures = None, 0
    while True:
        try:
            call = RawUpdates(offset=offset, timeout=WAIT, allowed_updates=UPDATES)
            updates = await bot(call, request_timeout=WAIT + 10)
            await intake.receive(updates)
        except TelegramUnauthorizedError:
            raise
        except (AiogramError, *TROUBLE) as trouble:  # a proxy's page instead of an answer is no TelegramAPIError
            pause = trouble.retry_after if isinstance(trouble, TelegramRetryAfter) else PAUSES[min(failures, 5)]
            failures += 1
            _tell(trouble, failures, pause)
            await asyncio.sleep(pause)
        else:
            failures = 0
            offset = updates[-1]["update_id"] + 1 if updates else offset


def _tell(trouble: Exception, failures: int, pause: float) -> None:
    if failures not in (1, 10, 100):  # once at the start of an outage, and then seldom
        return
    if isinstance(trouble, TelegramConflictError):
        log.error("another process uses the same bot token, or a webhook is set; trying again in %s s", pause)
    elif isinstance(trouble, AiogramError):
        log.warning("Telegram does not answer (%s); trying again in %s s", type(trouble).__name__, pause)
    else:
        log.error("the database cannot be used (%s); trying again in %s s", type(trouble).__name__, pause)
