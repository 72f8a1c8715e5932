"""What came of a letter: it arrived, it has to wait, it never will. The bot's part of the outbox.

Whoever carries letters to Telegram is a `Telegram`; nothing else here knows how.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from actions.answer_survey import ANSWERED, STEP
from actions.shop import Shop
from loyalty.delivery import Reason
from loyalty.ids import ChatId, CustomerId, MessageId, ResponseId
from storage.dialogues import Dialogue
from storage.outbox import Interrupted
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
    """The person has blocked the bot, or never started it; the group has shown it the door."""


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
    """A letter that has passed the gate and is marked as being sent."""

    id: MessageId
    chat_id: ChatId
    letter: Letter
    service: bool
    attempts: int  # this one included
    customer_id: CustomerId | None = None
    expects: ResponseId | None = None  # its question is answered by typing

    @property
    def to_group(self) -> bool:
        """Telegram numbers people above zero."""
        return self.chat_id < 0


RETRIES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=1))


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many failures; None: never."""
    return now + RETRIES[attempts - 1] if attempts <= len(RETRIES) else None


async def settle(shop: Shop, outgoing: Outgoing, result: Result) -> str:
    """Write down what came of it. Returns the state that the message is in now."""
    async with shop.storage.transaction() as tx:
        columns = await _outcome(tx, outgoing, result, shop.now())
        await tx.outbox.change(outgoing.id, **columns)
    if isinstance(result, Migrated):
        shop.manager_chat_id.move(outgoing.chat_id, result.chat_id)
    return str(columns["state"])


async def _outcome(tx: Transaction, outgoing: Outgoing, result: Result, now: datetime) -> dict[str, object]:
    match result:
        case Delivered(message_id):
            await _listen(tx, outgoing, now)
            return {"state": "sent", "sent_at": now, "telegram_message_id": message_id}
        case Migrated(chat):
            await tx.moved_chats.move(outgoing.chat_id, chat)
        case Unreachable():
            if outgoing.customer_id is not None and not outgoing.to_group:
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
    again = retry_at(outgoing.attempts, now)
    return {"state": "planned", "due_at": again} if again else {"state": "failed", "reason": trouble.reason}


async def _listen(tx: Transaction, outgoing: Outgoing, now: datetime) -> None:
    """Wait for the typed answer to the question that arrived, unless something else is being talked about."""
    chat = outgoing.chat_id
    if outgoing.expects is None:
        return
    waiting = await tx.dialogues.of(chat, chat)
    if waiting is not None and waiting.expecting != ANSWERED:
        return
    await tx.dialogues.expect(chat, chat, Dialogue(STEP, {"response": outgoing.expects}), now=now)


async def settle_interrupted(shop: Shop) -> Interrupted:
    """At the start, before anything is sent: what a crash has left half-way is sent again, or never (marketing)."""
    async with shop.storage.transaction() as tx:
        return await tx.outbox.settle_interrupted(now=shop.now())
