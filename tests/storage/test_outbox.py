"""The outbox gives what is due, in order, to one only."""

import asyncio
from datetime import timedelta

import sqlalchemy as sa

from actions.shop import Shop
from loyalty.ids import ChatId
from storage.message_marks import Marks
from storage.outbox import MARKETING, SERVICE, STAFF, Resting
from storage.schema import messages
from tests.shop import Clock, enrolled
from tests.touches import outbox

HOUR = timedelta(hours=1)


async def post(shop: Shop, key: str, *, chat: int = 1, priority: int = SERVICE) -> bool:
    async with shop.storage.transaction() as tx:
        return await tx.outbox.post({"text": key}, key=key, now=shop.now(), chat=ChatId(chat), priority=priority)


async def due(shop: Shop, *, limit: int = 100, chats: tuple[int, ...] = ()) -> list[str]:
    async with shop.storage.transaction() as tx:
        found = await tx.outbox.due(now=shop.now(), limit=limit, resting=Resting(chats))
        return [str((message.letter or {})["text"]) for message in found]


async def test_the_same_key_is_posted_once(shop: Shop) -> None:
    assert await post(shop, "a")
    assert not await post(shop, "a")
    assert len(await outbox(shop)) == 1


async def test_service_comes_first_then_what_was_due_first(shop: Shop, clock: Clock) -> None:
    await post(shop, "offer", priority=MARKETING)
    await post(shop, "notice", priority=STAFF)
    clock.advance(hours=1)
    await post(shop, "card")
    await post(shop, "coupon")
    assert await due(shop) == ["card", "coupon", "notice", "offer"]
    assert await due(shop, limit=3) == ["card", "coupon", "notice"]


async def test_chats_that_rest_are_left_out(shop: Shop) -> None:
    await post(shop, "a", chat=-5)
    await post(shop, "b", chat=-6)
    async with shop.storage.transaction() as tx:
        await tx.outbox.post({"text": "c"}, key="c", now=shop.now(), customer=None, chat=None)
    assert await due(shop, chats=(-5,)) == ["b", "c"]


async def test_what_is_put_off_is_not_due_until_then(shop: Shop, clock: Clock) -> None:
    await post(shop, "a")
    [row] = await outbox(shop)
    later = clock() + 3 * HOUR
    async with shop.storage.transaction() as tx:
        assert await tx.outbox.any_due(now=clock())
        assert await tx.outbox.next_due(after=clock()) is None
        await Marks(tx.connection, 1).decided(waiting=[(row.id, later)], now=clock())
    async with shop.storage.reading() as tx:
        assert not await tx.outbox.any_due(now=later - timedelta(seconds=1))
        assert await tx.outbox.next_due(after=clock()) == later
        assert await tx.outbox.any_due(now=later)
        assert not await tx.outbox.any_due(now=later, resting=Resting([1]))
        assert await tx.outbox.any_due(now=later, resting=Resting([2]))


async def test_two_replicas_are_never_given_the_same(shop: Shop) -> None:
    for number in range(6):
        await post(shop, str(number))
    first_has_its_own = asyncio.Event()

    async def first() -> list[str]:
        async with shop.storage.transaction() as tx:
            found = await tx.outbox.due(now=shop.now(), limit=3)
            first_has_its_own.set()
            await asyncio.sleep(0.2)
            await Marks(tx.connection, 1).decided(claimed=[message.id for message in found], now=shop.now())
            return [str((message.letter or {})["text"]) for message in found]

    async def second() -> list[str]:
        await first_has_its_own.wait()
        return await due(shop, limit=3)

    mine, theirs = await asyncio.gather(first(), second())
    assert sorted(mine + theirs) == [str(number) for number in range(6)]


async def test_marketing_of_a_person_is_what_reached_them_or_may_have(shop: Shop, clock: Clock) -> None:
    anna = await enrolled(shop)
    rows = [("sent", "offer", -1), ("sent", "service", -2), ("unknown", "news", -3), ("sending", "offer", -4)]
    rows += [("withheld", "offer", -5), ("sent", "offer", -100), ("failed", "offer", -6)]
    async with shop.storage.transaction() as tx:
        for state, category, hours in rows:
            at = clock() + hours * HOUR
            times = {"planned_at": at, "due_at": at, "expires_at": at, "sent_at": at if state == "sent" else None}
            kind = {"category": category, "priority": 2, "state": state, "occurrence": str(hours)}
            await tx.connection.execute(sa.insert(messages).values(customer_id=anna, **kind, **times))
        got = await tx.outbox.marketing_of({anna}, since=clock() - 72 * HOUR)
        assert await tx.outbox.marketing_of((), since=clock()) == {}
    assert sorted((at - clock()) / HOUR for at in got[anna]) == [-4, -3, -1]
