"""The gate: of what is due, some leaves now, some waits, and some never leaves, with its reason."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from actions.compose import Composed, compose
from actions.deliver import Outgoing
from actions.fill_blanks import Touch
from actions.plan_touchpoints import zone_of
from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.delivery import Reason, TouchFacts, Wait, Withhold, decide, in_control
from loyalty.ids import ChatId, CustomerId, MessageId
from loyalty.touchpoint import Category
from storage.outbox import Due
from storage.planning import switched
from storage.transaction import Transaction
from texts.letter import Letter

BATCH = 200  # looked at in one transaction


@dataclass(frozen=True, slots=True)
class Passed:
    """letters: marked as being sent. decided: how many messages changed. held_up: something waits for a busy chat."""

    letters: tuple[Outgoing, ...]
    decided: int
    held_up: bool
    withheld: Mapping[str, int]


@dataclass(slots=True)
class _Verdicts:
    letters: list[Outgoing] = field(default_factory=list)
    waiting: list[tuple[MessageId, datetime]] = field(default_factory=list)
    withheld: list[tuple[MessageId, str]] = field(default_factory=list)
    unreachable: list[tuple[MessageId, str]] = field(default_factory=list)
    failed: list[tuple[MessageId, str]] = field(default_factory=list)
    held_up: bool = False

    @property
    def decided(self) -> int:
        refused = len(self.withheld) + len(self.unreachable) + len(self.failed)
        return len(self.letters) + len(self.waiting) + refused


@dataclass(frozen=True, slots=True)
class _Batch:
    due: list[Due]
    customers: Mapping[CustomerId, Customer]
    recent: Mapping[CustomerId, list[datetime]]
    switches: Mapping[str, bool]
    now: datetime


async def pass_gate(shop: Shop, *, room: int, busy: Collection[int] = ()) -> Passed:
    """Decide about the next messages that are due, at most `room` of which leave, one to a chat.

    busy: chats that something is on its way to, or that must rest; what is for them stays where it is, in order.
    """
    groups = [chat for chat in busy if chat < 0]
    async with shop.storage.reading() as tx:
        if not await tx.outbox.any_due(now=shop.now()):  # the usual case; writers are not made to wait for it
            return Passed((), 0, held_up=False, withheld={})
    async with shop.storage.transaction() as tx:
        batch, verdicts, taken = await _batch(tx, shop, groups), _Verdicts(), set(busy)
        for due in batch.due:
            if len(verdicts.letters) == room:
                break
            chat = _chat_of(due, batch)
            if chat in taken:
                verdicts.held_up = True
                continue
            if await _leaves(tx, shop, due, batch, verdicts) and chat is not None:
                taken.add(chat)
        await _write_down(tx, verdicts)
        held_up = verdicts.held_up or bool(groups and await tx.outbox.any_due(now=batch.now, chats=groups))
    reasons = Counter(reason for _, reason in verdicts.withheld)
    return Passed(tuple(verdicts.letters), verdicts.decided, held_up, reasons)


async def _batch(tx: Transaction, shop: Shop, groups: Collection[int]) -> _Batch:
    """Groups that must rest are left out by the query: a hundred notices for one would fill the batch."""
    now = shop.now()
    due = await tx.outbox.due(now=now, limit=BATCH, without=groups)
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


async def _write_down(tx: Transaction, verdicts: _Verdicts) -> None:
    await tx.outbox.decided(
        withheld=verdicts.withheld,
        unreachable=verdicts.unreachable,
        failed=verdicts.failed,
        waiting=verdicts.waiting,
        sending=[letter.id for letter in verdicts.letters],
    )


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
            verdicts.withheld.append((due.id, reason.value))
            return False
    return await _touch(tx, shop, due, customer, verdicts)


def _posted(due: Due, customer: Customer | None, batch: _Batch, verdicts: _Verdicts) -> bool:
    """What follows from an action is owed: it passes, if it can reach anybody, and is not days late."""
    chat = _chat_of(due, batch)
    if batch.now > due.expires_at:
        verdicts.withheld.append((due.id, Reason.STALE.value))
    elif due.letter is None or (customer is not None and customer.erased_at is not None):
        verdicts.withheld.append((due.id, Reason.ERASED.value))
    elif chat is None:
        verdicts.unreachable.append((due.id, Reason.NO_TELEGRAM.value))
    elif customer is not None and customer.blocked_at is not None and due.chat_id is None:
        verdicts.unreachable.append((due.id, Reason.BLOCKED.value))
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
            verdicts.failed.append((due.id, f"nobody knows {{{unknown.args[0]}}}"))
            return False
    if composed is None:
        verdicts.withheld.append((due.id, Reason.STALE.value))
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
        customer_id=due.customer_id,
        expects=composed.expects,
    )
