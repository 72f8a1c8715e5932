"""The intake: an update is kept in the inbox before Telegram is told that it was received, and handled from there.

In order within a chat, in parallel across chats, so many of both and no more: what there is no room for waits in the
database. A crash loses nothing: what was kept and not handled is taken up at the next start, or by another replica;
what Telegram sends again is known by its number.
"""

import asyncio
import json
import logging
import uuid
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiogram import Bot

from actions.shop import Shop
from bot.arrivals import arrival_of, written_out
from bot.attempts import Attempts
from bot.dispatch import Routes
from bot.dispatch import routes as all_routes
from bot.full_disk import FullDisk
from bot.late_commands import LateCommands, said
from bot.turns import Turns
from handlers.filters import Staff
from storage.database import TROUBLE
from storage.inbox import HELD_FOR, Arrival, Waiting
from storage.inbox_writer import InboxWriter

log = logging.getLogger(__name__)
AT_ONCE = 32  # chats that are served in the same moment
MOST_CHATS = 500  # in memory; of each
OF_A_CHAT = 20  # updates
LOOK_EVERY, LOOK_OFTEN = 5.0, 1.0  # seconds: for what was put back by hand; for what other replicas have left


@dataclass(slots=True)
class _Chat:
    """more: the database has updates of it that come after the ones here."""

    queue: deque[Waiting] = field(default_factory=deque)
    more: bool = False
    loading: bool = False

    def takes(self, waiting: Waiting) -> None:
        """An arrival; where others come before it, it waits in the database."""
        if self.more or self.loading or len(self.queue) >= OF_A_CHAT:
            self.more = True
        else:
            self.queue.append(waiting)


class Intake:
    """Receives updates, keeps them, has them handled."""

    def __init__(
        self,
        shop: Shop,
        staff: Staff,
        bot: Bot,
        full_disk: FullDisk | None = None,
        *,
        handled: Callable[[], None] = lambda: None,
        routes: Routes | None = None,
    ) -> None:
        """handled: called after each update, since it may have posted something. routes: other than the bot's own."""
        self._shop = shop
        self._full_disk = full_disk or FullDisk(shop, bot)
        self._attempts = Attempts(shop, staff, bot, routes or all_routes(), self._full_disk)
        self._handled = handled
        self._holder = uuid.uuid4().hex
        self._writer = InboxWriter(shop.storage, shop.now, self._holder)
        self._shared = shop.storage.dialect == "postgresql"
        self._chats: dict[int, _Chat] = {}
        self._turns = Turns(most=AT_ONCE)
        self._unkept = asyncio.Semaphore(AT_ONCE)
        self._taking: asyncio.Task[int] | None = None
        self._late = LateCommands(shop)
        self._behind = True  # something of chats that are not here may wait in the database
        self._missed: list[tuple[Waiting, bool]] = []  # what arrived for one of those; is it in our hands?
        self._away = False  # the database failed a chat since the last look began
        self._arriving: set[int] = set()  # updates that may stand in the database, and are not in our hands yet
        self._trouble: BaseException | None = None  # of the latest look
        self._closed = False

    async def receive(self, updates: Sequence[dict[str, Any]]) -> None:
        """Keep a batch; when this returns, Telegram may forget it. Raises what the database raised."""
        if updates:
            await self._keep([arrival_of(update, written_out(update)) for update in updates])

    async def receive_text(self, text: str) -> None:
        """One update as a webhook brings it. ValueError: it is none."""
        await self._keep([arrival_of(json.loads(text), text)])

    async def _keep(self, arrivals: Sequence[Arrival]) -> None:
        once = {arrival.update_id: arrival for arrival in arrivals}
        self._arriving.update(once)
        try:
            kept = await self._writer.keep(arrivals)
            for id, arrival in sorted(once.items()):
                if id in kept.new:
                    self._arrived(Waiting(arrival.update_id, arrival.chat_id, arrival.payload), held=kept.held)
        except TROUBLE as trouble:
            if not await self._full_disk.is_it(trouble):
                raise
            await self._handle_unkept(arrivals)
        finally:
            self._arriving.difference_update(once)

    async def _handle_unkept(self, arrivals: Sequence[Arrival]) -> None:
        """Telegram may forget them: whoever asked for what cannot be done now is told so."""
        for arrival in arrivals:
            async with self._unkept:
                await self._attempts.handle_unkept(Waiting(arrival.update_id, arrival.chat_id, arrival.payload))

    def _arrived(self, waiting: Waiting, *, held: Collection[int]) -> None:
        chat = self._chats.get(waiting.chat_id)
        if chat is not None:
            chat.takes(waiting)
        elif waiting.chat_id in held and not self._behind and len(self._chats) < MOST_CHATS and not self._closed:
            self._serve(waiting.chat_id).takes(waiting)
        else:
            if self._taking is not None:
                self._missed.append((waiting, waiting.chat_id in held))
            self._look()

    def _look(self) -> None:
        """See what the database has for us, if there is room."""
        self._behind = True
        if self._taking is None and not self._closed and len(self._chats) <= MOST_CHATS // 2:
            self._taking = asyncio.create_task(self._take(), name="the inbox")
            self._taking.add_done_callback(self._looked)

    def _looked(self, task: asyncio.Task[int]) -> None:
        self._taking = None
        before, self._trouble = self._trouble, None if task.cancelled() else task.exception()
        if self._trouble is not None:
            if before is None:  # said once, not at every look
                log.warning("the inbox could not be looked into (%s)", type(self._trouble).__name__)
        elif self._behind and not self._away:  # there was no room; perhaps there is by now
            self._look()

    async def take_up(self) -> int:
        """What was kept and is in nobody's hands, as much as there is room for. Returns how many updates.

        At the start, what an earlier life of the process has left; later, what there was no room for, what was put
        back by hand, what other replicas have left. Raises what the database raised.
        """
        self._look()
        return 0 if self._taking is None else await asyncio.shield(self._taking)

    async def _take(self) -> int:
        """Meanwhile whatever arrives for chats that are not here waits, as it may come after what is found."""
        taken, self._away = 0, False
        while (room := MOST_CHATS - len(self._chats)) > 0 and not self._away:
            self._missed = []
            found = (await self._waiting(room))[:room]
            if self._closed:
                for waiting in found:
                    self._writer.release(waiting.chat_id)
                break
            for waiting in found:
                chat = self._chats.get(waiting.chat_id) or self._serve(waiting.chat_id)
                chat.queue.append(waiting)
                chat.more = True  # perhaps; it is looked after when these are through
            taken += len(found)
            if len(found) < room and self._caught_up({waiting.update_id for waiting in found}):
                self._behind = False
                break
        return taken

    def _caught_up(self, found: set[int]) -> bool:
        """The last look has left nothing behind. Whether the same is true of what has arrived since it began."""
        left, missed, self._missed = self._away, self._missed, []
        for waiting, mine in missed:
            if waiting.update_id not in found:
                chat = self._chats.get(waiting.chat_id)
                if chat is None and mine and not left and len(self._chats) < MOST_CHATS:
                    chat = self._serve(waiting.chat_id)
                if chat is not None:
                    chat.more = True  # from the database, in its order
                left |= chat is None
        return not left

    async def _waiting(self, room: int) -> list[Waiting]:
        here, known = set(self._chats), self._known()
        storage = self._shop.storage
        async with storage.transaction(long=True) if self._shared else storage.reading(long=True) as tx:
            limit = room + len(known)  # which still stand among them
            found = await tx.inbox.waiting(
                limit=limit, of_a_chat=OF_A_CHAT + len(known), without=here, holder=self._holder
            )
            if self._shared:
                held = await tx.inbox.hold({waiting.chat_id for waiting in found}, holder=self._holder)
                found = [waiting for waiting in found if waiting.chat_id in held]
        return [waiting for waiting in found if waiting.update_id not in known]

    def _known(self) -> set[int]:
        """What the database may show as new, though it has been handled, or is about to come into our hands."""
        return self._writer.finished() | self._arriving

    def _serve(self, id: int) -> _Chat:
        """Begin with a chat that is not here yet."""
        chat = self._chats[id] = _Chat()
        self._writer.holds(id)
        self._turns.ask(partial(self._work, id, chat))
        return chat

    async def _work(self, id: int, chat: _Chat) -> None:
        """One chat's next update; where another waits, it queues up again."""
        try:
            if await self._has_next(id, chat) and not self._closed:
                await self._next(chat)
        except BaseException as trouble:  # what is left is found again (`look_around`)
            self._away = self._behind = True  # what comes now must not overtake what is left
            self._leave(id)
            if not isinstance(trouble, TROUBLE):
                raise
            log.warning("a chat could not be served on (%s)", type(trouble).__name__)
        else:
            if (chat.queue or chat.more) and not self._closed:
                self._turns.ask(partial(self._work, id, chat))
            else:
                self._leave(id)
                if self._behind:
                    self._look()

    def _leave(self, id: int) -> None:
        """Nothing of that chat is in our hands any more."""
        self._chats.pop(id, None)
        self._writer.release(id)

    async def _has_next(self, id: int, chat: _Chat) -> bool:
        while not chat.queue and chat.more:
            chat.more, chat.loading = False, True
            known = self._known()
            limit = OF_A_CHAT + len(known)  # which still stand among them
            async with self._shop.storage.reading() as tx:
                found = await tx.inbox.of_chat(id, limit=limit)
            chat.queue.extend(waiting for waiting in found if waiting.update_id not in known)
            chat.more |= len(found) == limit
            chat.loading = False
        return bool(chat.queue)

    async def _next(self, chat: _Chat) -> None:
        if late := self._late.taken_from(chat.queue):
            handled = self._late.told(late[0].chat_id) or await self._attempts.handle(late[-1], late=said(late))
            self._late.tells(late[0].chat_id)
        else:
            late = [chat.queue.popleft()]
            handled = await self._attempts.handle(late[0])
        for waiting in late if handled else ():
            self._writer.done(waiting.update_id)
        self._handled()

    async def look_around(self) -> None:
        """Until cancelled: for what was left or put back, and, where there are replicas, keep one's chats in hand."""
        since = 0.0
        pause = LOOK_OFTEN if self._shared else LOOK_EVERY
        while True:
            await asyncio.sleep(pause)
            since += pause
            try:
                await self.take_up()
                if self._shared and since >= HELD_FOR / 3:
                    since = 0.0
                    await self._hold_on()
            except TROUBLE:
                continue  # told already

    async def _hold_on(self) -> None:
        """A chat that is another's by now (we were away for long) is left to them."""
        mine = set(self._chats)
        async with self._shop.storage.transaction() as tx:
            held = await tx.inbox.hold(mine, holder=self._holder)
        for lost in mine - held:
            if (chat := self._chats.get(lost)) is not None:
                chat.queue.clear()
                chat.more = False

    async def close(self, *, within: float) -> None:
        """Finish what has begun; what has not stays in the inbox for the next start."""
        self._closed = True
        await self._turns.close(within=within)
        if self._taking is not None:
            await asyncio.wait([self._taking])
        for id in list(self._chats):
            self._leave(id)
        await self._writer.close()

    async def idle(self) -> None:
        """Wait until everything that was received has been handled."""
        while self._turns or self._taking is not None:
            await (self._turns.idle() if self._taking is None else asyncio.wait([self._taking]))
        await self._writer.close()
