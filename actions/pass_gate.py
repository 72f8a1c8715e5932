"""The gate: of what is due, some leaves now, some waits, and some never leaves, with its reason."""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from actions.compose import Composed, compose
from actions.deliver import Outgoing
from actions.fill_blanks import Touch
from actions.plan_touchpoints import zone_of
from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.delivery import Reason, TouchFacts, Wait, Withhold, decide, in_control
from loyalty.ids import ChatId, CustomerId, MessageId
from loyalty.touchpoint import Category
from storage.message_marks import Marks
from storage.outbox import NOBODY, Due, Resting
from storage.planning import switched
from storage.transaction import Transaction
from storage.trouble import trouble_of
from texts.letter import Letter

log = structlog.get_logger(__name__)
BATCH = 200  # looked at in one transaction, at most
LONGEST = 0.05  # seconds of one look: some letters take a millisecond to write, and who asks the bot waits meanwhile


@dataclass(frozen=True, slots=True)
class Held:
    """A reader to whom something is on its way already, or who must rest, and for whom more waits."""

    chat: ChatId
    customer: CustomerId | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """A message that will never leave. state: withheld, unreachable or failed. origin: what it follows from."""

    message: MessageId
    state: str
    reason: str
    origin: str | None


@dataclass(frozen=True, slots=True)
class Passed:
    """letters: claimed for this drainer. decided: how many messages changed, those included. held: who was skipped.
    more: there may be more where these came from.
    """

    letters: tuple[Outgoing, ...] = ()
    decided: int = 0
    held: frozenset[Held] = frozenset()
    stopped: tuple[Stopped, ...] = ()
    more: bool = False


class _Unwritable(Exception):
    """The letter of one message cannot be written: a mistake of ours, which must not stop the others."""

    def __init__(self, due: Due) -> None:
        super().__init__(due.id)
        self.due = due


@dataclass(slots=True)
class _Verdicts:
    letters: list[Outgoing] = field(default_factory=list)
    waiting: list[tuple[MessageId, datetime]] = field(default_factory=list)
    stopped: list[Stopped] = field(default_factory=list)
    held: set[Held] = field(default_factory=set)

    @property
    def decided(self) -> int:
        return len(self.letters) + len(self.waiting) + len(self.stopped)

    def stop(self, due: Due, state: str, reason: str) -> None:
        self.stopped.append(Stopped(due.id, state, reason, due.origin))


@dataclass(frozen=True, slots=True)
class _Batch:
    due: list[Due]
    customers: Mapping[CustomerId, Customer]
    recent: Mapping[CustomerId, list[datetime]]
    switches: Mapping[str, bool]
    now: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """room: how many letters may be claimed; marketing: how many of them may be that.

    busy: chats that something is on its way to, or that must rest; what is for them stays where it is, in order.
    resting: those of them for whom something is known to wait; they are not even asked for.
    """

    room: int
    marketing: int
    busy: Collection[int] = ()
    resting: Resting = NOBODY


async def pass_gate(shop: Shop, fence: int, look: Look) -> Passed:
    """Decide about the next messages that are due, one to a chat. Raises storage.fence.LeaseLost."""
    async with shop.storage.reading() as tx:  # the usual case is that nothing is; writers are not made to wait for it
        if not await tx.outbox.any_due(now=shop.now(), marketing=look.marketing > 0, resting=look.resting):
            return Passed()
    try:
        return await _pass(shop, fence, look)
    except _Unwritable as unwritable:
        log.exception("a letter could not be written", message=unwritable.due.id)
        verdicts = _Verdicts()
        verdicts.stop(unwritable.due, "failed", type(unwritable.__cause__).__name__)
        async with shop.storage.transaction() as tx:
            marks = Marks(tx.connection, fence)
            await marks.guard()
            await _write_down(marks, verdicts, shop.now())
        return Passed(decided=1, stopped=tuple(verdicts.stopped), more=True)


async def _pass(shop: Shop, fence: int, look: Look) -> Passed:
    async with shop.storage.transaction() as tx:
        marks = Marks(tx.connection, fence)
        await marks.guard()
        batch, verdicts, taken = await _batch(tx, shop, look), _Verdicts(), set(look.busy)
        began = time.perf_counter()
        for due in batch.due:
            if time.perf_counter() - began > LONGEST:
                break
            chat = _chat_of(due, batch)
            if chat is not None and chat in taken:
                verdicts.held.add(Held(chat, due.customer_id if due.chat_id is None else None))
            elif await _written(tx, shop, due, batch, verdicts) and chat is not None:
                taken.add(chat)
        await _write_down(marks, verdicts, batch.now)
    return Passed(
        tuple(verdicts.letters),
        verdicts.decided,
        frozenset(verdicts.held),
        tuple(verdicts.stopped),
        more=bool(batch.due),
    )


async def _batch(tx: Transaction, shop: Shop, look: Look) -> _Batch:
    now = shop.now()
    room = min(look.room, BATCH)
    due = await tx.outbox.due(now=now, limit=room, marketing=look.marketing, resting=look.resting)
    if not due:
        return _Batch([], {}, {}, {}, now)
    people = {message.customer_id for message in due if message.customer_id is not None}
    since = now - shop.programme.delivery.at_most.period
    customers, recent = await tx.outbox.addressees(people), await tx.outbox.marketing_of(people, since=since)
    return _Batch(due, customers, recent, await switched(tx.connection), now)


def _chat_of(due: Due, batch: _Batch) -> ChatId | None:
    if due.chat_id is not None:
        return due.chat_id
    customer = batch.customers.get(due.customer_id) if due.customer_id is not None else None
    return ChatId(customer.telegram_id) if customer is not None and customer.telegram_id is not None else None


async def _write_down(marks: Marks, verdicts: _Verdicts, now: datetime) -> None:
    await marks.decided(
        now=now,
        stopped=[(stopped.message, stopped.state, stopped.reason) for stopped in verdicts.stopped],
        waiting=verdicts.waiting,
        claimed=[letter.id for letter in verdicts.letters],
    )


async def _written(tx: Transaction, shop: Shop, due: Due, batch: _Batch, verdicts: _Verdicts) -> bool:
    try:
        return await _leaves(tx, shop, due, batch, verdicts)
    except Exception as mistake:  # the boundary of one message, as there is one of an update
        if trouble_of(mistake) is not None:  # not the letter's: the database's
            raise
        raise _Unwritable(due) from mistake


async def _leaves(tx: Transaction, shop: Shop, due: Due, batch: _Batch, verdicts: _Verdicts) -> bool:
    """Whether it goes on its way now; whatever was decided is among the verdicts."""
    customer = batch.customers.get(due.customer_id) if due.customer_id is not None else None
    if due.touchpoint is None or customer is None:
        return _posted(due, customer, batch, verdicts)
    rules = shop.programme
    match decide(_facts(shop, due, customer, batch), batch.now, rules.delivery, rules.shop.quiet_hours):
        case Wait(until):
            verdicts.waiting.append((due.id, until))
            return False
        case Withhold(reason):
            verdicts.stop(due, "withheld", reason.value)
            return False
    return await _touch(tx, shop, due, customer, verdicts)


def _posted(due: Due, customer: Customer | None, batch: _Batch, verdicts: _Verdicts) -> bool:
    """What follows from an action is owed: it passes, if it can reach anybody, and is not days late."""
    chat = _chat_of(due, batch)
    if batch.now > due.expires_at:
        verdicts.stop(due, "withheld", Reason.STALE.value)
    elif due.letter is None or (customer is not None and customer.erased_at is not None):
        verdicts.stop(due, "withheld", Reason.ERASED.value)
    elif chat is None:
        verdicts.stop(due, "unreachable", Reason.NO_TELEGRAM.value)
    elif customer is not None and customer.blocked_at is not None and due.chat_id is None:
        verdicts.stop(due, "unreachable", Reason.BLOCKED.value)
    else:
        verdicts.letters.append(_outgoing(due, chat, Composed(Letter.from_json(due.letter))))
        return True
    return False


def _facts(shop: Shop, due: Due, customer: Customer, batch: _Batch) -> TouchFacts:
    rule = shop.programme.touchpoint(due.touchpoint or "")
    return TouchFacts(
        category=Category(due.category),
        expires_at=due.expires_at,
        zone=zone_of(customer.timezone, shop.programme.shop.zone),
        erased=customer.erased_at is not None,
        processing=customer.processing,
        marketing=customer.marketing,
        has_telegram=customer.telegram_id is not None,
        blocked=customer.blocked_at is not None,
        in_control=rule is not None and in_control(customer.id, rule.id, rule.control_group),
        # A touch that the owner fires by hand brings its own letter; one whose rule is gone from the file is off.
        enabled=due.letter is not None if rule is None else batch.switches.get(rule.id, rule.enabled),
        recent=batch.recent.get(customer.id, ()),
    )


async def _touch(tx: Transaction, shop: Shop, due: Due, customer: Customer, verdicts: _Verdicts) -> bool:
    rule = shop.programme.touchpoint(due.touchpoint or "")
    composed: Composed | None
    if due.letter is not None:
        composed = Composed(Letter.from_json(due.letter))
    else:
        assert rule is not None  # else it is switched off
        try:
            composed = await compose(tx, shop, Touch(rule, due, customer))
        except KeyError as unknown:  # a text that the check of the programme would have refused
            verdicts.stop(due, "failed", f"nobody knows {{{unknown.args[0]}}}")
            return False
    if composed is None:
        verdicts.stop(due, "withheld", Reason.STALE.value)
        return False
    assert customer.telegram_id is not None  # else the gate had withheld it
    verdicts.letters.append(_outgoing(due, ChatId(customer.telegram_id), composed))
    return True


def _outgoing(due: Due, chat: ChatId, composed: Composed) -> Outgoing:
    return Outgoing(
        id=due.id,
        chat_id=chat,
        letter=composed.letter,
        service=due.category == Category.SERVICE.value,
        attempts=due.attempts + 1,
        priority=due.priority,
        origin=due.origin,
        customer_id=due.customer_id,
        expects=composed.expects,
    )
