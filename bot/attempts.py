"""One update through its handler: once more where that failed, and put aside where it keeps failing."""

import asyncio
import hashlib
import logging
import traceback
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramForbiddenError
from aiogram.types import Update
from pydantic import ValidationError

from actions.shop import Shop
from bot.dispatch import Routes
from bot.full_disk import FullDisk
from bot.patience import Replying
from handlers.filters import Staff
from storage.database import TROUBLE
from storage.handling import HandledElsewhere, Handling
from storage.inbox import Waiting
from storage.trouble import Trouble, trouble_of

log = logging.getLogger(__name__)
ATTEMPTS = 3
PAUSE = 0.3  # seconds between attempts
_NO_ROOM = (Trouble.FULL, Trouble.READ_ONLY)
_PASSING = (Trouble.AWAY, *_NO_ROOM)  # another attempt is of no use as long as it lasts
ROOT = Path(__file__).parent.parent
ROOMS = tuple(f"{ROOT / room}/" for room in ("handlers", "actions", "storage", "texts", "loyalty"))


class DatabaseAway(OSError):
    """An update waits in the inbox until the database works again, and what its chat said later waits behind it."""


class Attempts:
    """The way of each update to its handler."""

    def __init__(self, shop: Shop, staff: Staff, bot: Bot, routes: Routes, full_disk: FullDisk) -> None:
        self._shop = shop
        self._staff = staff
        self._bot = bot
        self._routes = routes
        self._full_disk = full_disk
        self._told_to_wait: set[int] = set()  # updates

    async def handle(self, waiting: Waiting, *, late: Sequence[str] = ()) -> bool:
        """Whether it has been handled; False: it was put aside, or another replica had it. DatabaseAway: not yet.

        late: commands that came too late, this one the last of them (bot/late_commands.py).
        """
        update, kept, expected = self._read(waiting), waiting.acted, waiting.expected
        if update is None:
            with _named(waiting):
                await self._failed(waiting.update_id, ValueError("no update of Telegram's"), attempts=1)
            return False
        for attempt in range(1, ATTEMPTS + 1):
            with Handling(waiting.update_id, kept, expected) as run:
                try:
                    await self._feed(update, late=late)
                except HandledElsewhere:
                    log.info("an update was handled by another replica")
                    return False
                except TelegramForbiddenError:
                    log.info("whoever wrote has blocked the bot since: what they asked for is done, nobody hears of it")
                    return self._through(waiting)
                except Exception as error:  # noqa: BLE001 -- the outer boundary of an update
                    failure = error
                else:
                    return self._through(waiting)
                kept, expected = run.kept, run.expected
            with _named(waiting):
                if await self._after(failure, update, attempt):
                    break  # some of the attempts were made in an earlier life of the process
        with _named(waiting):
            await self._apologise(update, "something-failed")
        return False

    async def _after(self, failure: Exception, update: Update, attempt: int) -> bool:
        """Write down that an attempt has failed; returns whether it was the last. DatabaseAway: it was for want of the
        database, or could not be written.
        """
        trouble = trouble_of(failure)
        if trouble in _PASSING:
            await self._full_disk.is_it(failure)
            await self._leave(update, trouble)
        log.error("an update was not handled (attempt %s of %s)", attempt, ATTEMPTS, exc_info=failure)
        put_aside = await self._failed(update.update_id, failure, attempts=ATTEMPTS)
        if put_aside is None:
            await self._leave(update, trouble)
        if not put_aside:
            await asyncio.sleep(PAUSE * attempt)
        return bool(put_aside)

    async def _leave(self, update: Update, trouble: Trouble | None) -> NoReturn:
        """It stays in the inbox, and whoever was told to try again would have it done twice. Where there is no room to
        write, which may be for hours, they hear that; once, however often it comes again.
        """
        if trouble in _NO_ROOM and update.update_id not in self._told_to_wait:
            self._told_to_wait.add(update.update_id)
            await self._apologise(update, "kept-for-later")
        raise DatabaseAway(f"the database: {trouble or 'in trouble'}")

    def _through(self, waiting: Waiting) -> bool:
        self._told_to_wait.discard(waiting.update_id)
        return True

    async def handle_unkept(self, waiting: Waiting) -> None:
        """Where nothing can be written (the disk is full): what needs no writing is answered, the rest is declined."""
        update = self._read(waiting)
        if update is None:
            return
        try:
            with _named(waiting):
                await self._feed(update)
        except Exception as error:
            if trouble_of(error) is None:
                log.exception("an update was not handled, and could not be kept")
            await self._apologise(update, "nothing-can-be-saved")

    def _read(self, waiting: Waiting) -> Update | None:
        try:
            return Update.model_validate_json(waiting.payload, context={"bot": self._bot})
        except ValidationError as wrong:
            with _named(waiting):
                log.error("what came is no update that this program knows: %s problems", wrong.error_count())  # noqa: TRY400 -- the rest is what was said
            return None

    async def _feed(self, update: Update, *, late: Sequence[str] = ()) -> None:
        with Replying():
            await self._routes.feed(self._bot, update, shop=self._shop, staff=self._staff, late=late)

    async def _failed(self, update_id: int, error: BaseException, *, attempts: int) -> bool | None:
        """Whether it is put aside now. None: that could not be written down, and it is found in the inbox later."""
        digest, now = digest_of(error), self._shop.now()
        try:
            async with self._shop.storage.transaction() as tx:
                return await tx.inbox.failed(update_id, attempts=attempts, digest=digest, now=now)
        except TROUBLE as trouble:
            log.exception("what came of an update could not be written down")
            await self._full_disk.is_it(trouble)
            return None

    async def _apologise(self, update: Update, sentence: str) -> None:
        """A human sentence, in the shop's first language: what went wrong may have been finding out who it is."""
        words = self._shop.texts.words(self._shop.programme.shop.languages[0])
        try:
            if update.callback_query is not None:
                await self._bot.answer_callback_query(update.callback_query.id, words.plain(f"{sentence}-short"))
            elif update.message is not None:
                await self._bot.send_message(update.message.chat.id, words(sentence))
        except AiogramError:
            log.warning("nor could that be said", exc_info=True)


def _named(waiting: Waiting) -> AbstractContextManager[None]:
    """Lines of the log name the update; while it is handled they do anyway (bot/logs.py)."""
    return structlog.contextvars.bound_contextvars(update=waiting.update_id)


def digest_of(error: BaseException) -> str:
    """What failed and where, so that two of a kind look the same; without the error's words, which may quote people.

    `KeyError in handlers/staff/sale.py:41 (3f2a9c1e)`: the place is the last one in the rooms below this one.
    """
    steps = traceback.extract_tb(error.__traceback__)
    ours = [step for step in steps if step.filename.startswith(ROOMS)]
    where = f" in {Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].lineno}" if ours else ""
    path = "\n".join(f"{Path(step.filename).name}:{step.name}" for step in steps)
    short = hashlib.sha256(f"{type(error).__name__}\n{path}".encode()).hexdigest()[:8]
    return f"{type(error).__name__}{where} ({short})"
