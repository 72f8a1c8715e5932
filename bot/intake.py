"""The intake: an update is kept in the inbox before Telegram is told that it was received, and handled from there.

In order within a chat, in parallel across chats. A crash loses nothing: what was kept and not handled is taken up at
the next start; what Telegram sends again is known by its number.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import Update

from actions.shop import Shop
from bot.dispatch import dispatcher
from bot.patience import replying
from handlers.filters import Staff
from storage.database import TROUBLE
from storage.inbox import Inbox

log = logging.getLogger(__name__)
AT_ONCE = 32  # chats that are served in the same moment
ATTEMPTS = 3
PAUSE = 0.3  # seconds between attempts


def chat_of(update: Update) -> int:
    """What decides the order: the chat, or the person where there is none; 0 for the rest."""
    event = update.event
    message = getattr(event, "message", None)
    chat = getattr(event, "chat", None) or getattr(message, "chat", None)
    person = getattr(event, "from_user", None)
    return chat.id if chat is not None else person.id if person is not None else 0


class Intake:
    """Receives updates, keeps them, hands them to the dispatcher."""

    def __init__(self, shop: Shop, staff: Staff, bot: Bot, *, handled: Callable[[], None] = lambda: None) -> None:
        """handled: called after each update, since it may have posted something."""
        self._shop = shop
        self._bot = bot
        self._staff = staff
        self._dispatcher = dispatcher()
        self._handled = handled
        self._waiting: dict[int, deque[Update]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._closed = False

    async def take_up(self) -> int:
        """What an earlier life of the process kept and did not handle. Returns how many."""
        async with self._shop.storage.reading() as tx:
            payloads = await tx.inbox.unhandled()
        for payload in payloads:
            self._queue(self._read(payload))
        return len(payloads)

    async def receive(self, updates: list[Update]) -> None:
        """Keep a batch; when this returns, Telegram may forget it."""
        if not updates:
            return
        rows = [(update.update_id, chat_of(update), _write(update)) for update in updates]
        async with self._shop.storage.transaction() as tx:
            new = await tx.inbox.keep(rows, now=self._shop.now())
        for update in updates:
            if update.update_id in new:
                self._queue(update)

    async def receive_raw(self, payload: Any) -> None:
        """One update as a webhook brings it. ValueError: it is none."""
        await self.receive([self._read(payload)])

    async def close(self, *, within: float) -> None:
        """Finish what has begun; what has not stays in the inbox for the next start."""
        self._closed = True
        if self._workers:
            _, late = await asyncio.wait(self._workers, timeout=within)
            for task in late:
                task.cancel()

    async def idle(self) -> None:
        """Wait until everything that was received has been handled."""
        while self._workers:
            await asyncio.wait(self._workers)

    def _read(self, payload: Any) -> Update:
        return Update.model_validate(payload, context={"bot": self._bot})

    def _queue(self, update: Update) -> None:
        chat = chat_of(update)
        if chat in self._waiting:
            self._waiting[chat].append(update)
            return
        self._waiting[chat] = deque([update])
        task = asyncio.create_task(self._serve(chat), name=f"chat {chat}")
        self._workers.add(task)
        task.add_done_callback(self._workers.discard)

    async def _serve(self, chat: int) -> None:
        """One chat's updates, one after the other, until none waits."""
        waiting = self._waiting[chat]
        try:
            while waiting and not self._closed:
                async with self._slots:
                    await self._handle(waiting.popleft())
        finally:
            del self._waiting[chat]

    async def _handle(self, update: Update) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with replying():
                    await self._dispatcher.feed_update(self._bot, update, shop=self._shop, staff=self._staff)
            except Exception:
                log.exception("an update was not handled (attempt %s of %s)", attempt, ATTEMPTS)
                await self._note(lambda inbox: inbox.failed(update.update_id, attempts=ATTEMPTS))
                await asyncio.sleep(PAUSE * attempt)
            else:
                await self._note(lambda inbox: inbox.done(update.update_id))
                self._handled()
                return
        await self._apologise(update)

    async def _note(self, change: Callable[[Inbox], Awaitable[None]]) -> None:
        """Where the database is away the update stays in the inbox for the next start; the chat is served on."""
        try:
            async with self._shop.storage.transaction() as tx:
                await change(tx.inbox)
        except TROUBLE:
            log.exception("what came of an update could not be written down")

    async def _apologise(self, update: Update) -> None:
        """A human sentence, in the shop's first language: what went wrong may have been finding out who it is."""
        words = self._shop.texts.words(self._shop.programme.shop.languages[0])
        try:
            if update.callback_query is not None:
                await self._bot.answer_callback_query(update.callback_query.id, words.plain("something-failed-short"))
            elif update.message is not None:
                await self._bot.send_message(update.message.chat.id, words("something-failed"))
        except AiogramError:
            log.warning("nor could that be said", exc_info=True)


def _write(update: Update) -> dict[str, Any]:
    return update.model_dump(mode="json", by_alias=True, exclude_unset=True)
