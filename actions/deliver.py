"""What came of a letter: it arrived, it has to wait, it never will. The bot's part of the outbox.

Whoever carries letters to Telegram is a `Telegram`; nothing else here knows how.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from actions.answer_survey import ANSWERED, STEP
from actions.manager_chat import post_lost
from actions.shop import Shop
from loyalty.delivery import Reason
from loyalty.ids import ChatId, CustomerId, MessageId, ResponseId
from storage.dialogues import Dialogue
from storage.message_marks import Left, Marks
from storage.outbox import MARKETING
from storage.transaction import Transaction
from texts.letter import Letter


@dataclass(frozen=True, slots=True)
class Delivered:
    """Telegram has it, under this number."""

    message_id: int


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Nothing at all is to be sent for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person has blocked the bot, or never started it; the group does not let the bot write."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group is a supergroup now, under another number."""

    chat_id: ChatId


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault of a server or of the network.

    perhaps_arrived: the connection was lost after the letter had left, so nobody knows.
    """

    reason: str
    perhaps_arrived: bool = False


Result = Delivered | RateLimited | Unreachable | Migrated | Refused | Trouble


class Telegram(Protocol):
    """Whoever carries letters."""

    async def deliver(self, chat_id: ChatId, letter: Letter) -> Result:
        """Carry one letter, once; draw its picture, if it has one. What Telegram answers is a result, not an error."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter that has passed the gate and is this drainer's; see storage/outbox.py for the priorities."""

    id: MessageId
    chat_id: ChatId
    letter: Letter
    service: bool
    attempts: int  # this one included
    priority: int
    customer_id: CustomerId | None = None
    expects: ResponseId | None = None  # its question is answered by typing
    origin: str | None = None

    @property
    def to_group(self) -> bool:
        """Telegram numbers people above zero."""
        return self.chat_id < 0

    @property
    def urgent(self) -> bool:
        """Not kept waiting by a broadcast."""
        return self.priority != MARKETING


@dataclass(frozen=True, slots=True)
class Written:
    """marked: which of the letters may leave now. ends: the state that each of the others is in."""

    marked: frozenset[MessageId]
    ends: Mapping[MessageId, str]


Landed = tuple[Outgoing, Result]
RETRIES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=1))
MOST = {True: 64, False: len(RETRIES)}  # of a service message by the hour: until it is stale, after two days
JITTER = 0.2  # of each pause, either way: what failed together does not come back together


def retry_at(attempts: int, now: datetime, chance: float, *, service: bool = False) -> datetime | None:
    """When to try again after so many failures; None: never. chance: from 0 to 1.

    An offer that is hours late is none. A card, a coupon, an answer is wanted as long as it is welcome at all.
    """
    if attempts > MOST[service]:
        return None
    pause = RETRIES[min(attempts, len(RETRIES)) - 1]
    return now + pause * (1 - JITTER + 2 * JITTER * chance)


async def write_down(
    shop: Shop,
    fence: int,
    landed: Sequence[Landed],
    *,
    leaving: Collection[MessageId] = (),
    put_back: Collection[MessageId] = (),
) -> Written:
    """What came of those that landed, and the mark on those that are about to leave: one commit for both.

    put_back: claimed or marked, and not to leave now. Raises LeaseLost.
    """
    async with shop.storage.transaction() as tx:
        marks = Marks(tx.connection, fence)
        await marks.guard()
        now = shop.now()
        arrived = [(outgoing, result) for outgoing, result in landed if isinstance(result, Delivered)]
        await marks.sent([(outgoing.id, result.message_id) for outgoing, result in arrived], now=now)
        for outgoing, _ in arrived:
            await _listen(tx, shop, outgoing, now)
        ends = {outgoing.id: "sent" for outgoing, _ in arrived}
        for outgoing, result in landed:
            if not isinstance(result, Delivered):
                ends[outgoing.id] = await _write_end(tx, shop, marks, outgoing, result)
        await marks.put_back(put_back)
        marked = await marks.sending(leaving)
    for outgoing, result in landed:
        if isinstance(result, Migrated):
            shop.manager_chat_id.move(outgoing.chat_id, result.chat_id)
    return Written(frozenset(marked), ends)


async def _write_end(tx: Transaction, shop: Shop, marks: Marks, outgoing: Outgoing, result: Result) -> str:
    now = shop.now()
    columns = await _end(tx, shop, outgoing, result, now)
    if columns["state"] == "planned":
        columns["fence"] = None
    else:
        columns["ended_at"] = now
    await marks.ended(outgoing.id, **columns)
    until = columns.get("due_at")
    if isinstance(until, datetime):
        await marks.queue_behind(outgoing.id, until=until)
    return str(columns["state"])


async def _end(tx: Transaction, shop: Shop, outgoing: Outgoing, result: Result, now: datetime) -> dict[str, object]:
    match result:
        case Migrated(chat):
            await tx.moved_chats.move(outgoing.chat_id, chat)
        case Unreachable() if outgoing.to_group:  # the shop's own: whoever showed the bot the door may take it back
            if outgoing.chat_id == shop.manager_chat_id():
                await post_lost(tx, shop)
            return _again(outgoing, Reason.BLOCKED.value, now)
        case Unreachable():
            if outgoing.customer_id is not None:
                await tx.customers.change(outgoing.customer_id, blocked_at=now)
            return {"state": "unreachable", "reason": Reason.BLOCKED.value}
        case Refused(reason):
            return {"state": "failed", "reason": reason}
        case Trouble():
            return _after_trouble(outgoing, result, now)
    return {"state": "planned", "attempts": outgoing.attempts - 1}  # moved, or too fast: it costs no attempt


def _after_trouble(outgoing: Outgoing, trouble: Trouble, now: datetime) -> dict[str, object]:
    """Service is sent again even if it may have arrived; of marketing nobody gets the same thing twice."""
    if trouble.perhaps_arrived and not outgoing.service:
        return {"state": "unknown", "reason": trouble.reason}
    return _again(outgoing, trouble.reason, now)


def _again(outgoing: Outgoing, reason: str, now: datetime) -> dict[str, object]:
    again = retry_at(outgoing.attempts, now, random.random(), service=outgoing.service)
    return {"state": "planned", "due_at": again} if again else {"state": "failed", "reason": reason}


async def _listen(tx: Transaction, shop: Shop, outgoing: Outgoing, now: datetime) -> None:
    """Wait for the typed answer to the question that arrived, unless something else is being talked about."""
    chat = outgoing.chat_id
    if outgoing.expects is None:
        return
    waiting = await tx.dialogues.of(chat, chat)
    if waiting is not None and not await _is_over(tx, shop, waiting, now):
        return
    await tx.dialogues.expect(chat, chat, Dialogue(STEP, {"response": outgoing.expects}), now=now)


async def _is_over(tx: Transaction, shop: Shop, waiting: Dialogue, now: datetime) -> bool:
    """Answered, or a question of the shop's that was asked so long ago that words are not taken for its answer."""
    if waiting.expecting != STEP or waiting.since is None:
        return waiting.expecting == ANSWERED
    if now - waiting.since <= shop.programme.delivery.listen_for:
        return False
    response = await tx.responses.find(waiting.data["response"])
    return response is None or response.survey != shop.programme.enrolment.id


async def settle_left(shop: Shop, fence: int) -> list[Left]:
    """With a new lease, before anything is sent: what the one before has left half-way is sent again, or never
    (marketing). Raises LeaseLost.
    """
    async with shop.storage.transaction() as tx:
        marks = Marks(tx.connection, fence)
        await marks.guard()
        return await marks.settle_left(now=shop.now())
