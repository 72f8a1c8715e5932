"""What came in and was handled is forgotten after two days; what was not is kept."""

from datetime import timedelta

from actions.begin import remember_newcomer
from actions.shop import Shop
from jobs.forget import forget
from loyalty.ids import TelegramId
from storage.inbox import Arrival
from tests.shop import Clock


async def test_handled_updates_are_forgotten_after_two_days(shop: Shop, clock: Clock) -> None:
    async with shop.storage.transaction() as tx:
        await tx.inbox.keep([Arrival(1, 5, "{}"), Arrival(2, 5, "{}")], now=clock())
        await tx.inbox.done([1])
    clock.advance(days=2)
    assert await forget(shop) == 0
    clock.advance(seconds=1)
    async with shop.storage.transaction() as tx:
        await tx.inbox.keep([Arrival(3, 5, "{}")], now=clock())
        await tx.inbox.done([3])
    assert await forget(shop) == 1
    clock.set(clock() + timedelta(days=9))
    assert await forget(shop) == 1
    async with shop.storage.reading() as tx:
        assert [waiting.update_id for waiting in await tx.inbox.of_chat(5, limit=9)] == [2]


async def test_who_never_agreed_is_forgotten_after_a_month(shop: Shop, clock: Clock) -> None:
    await remember_newcomer(shop, TelegramId(1002), "r_inv1")
    clock.advance(days=29)
    await forget(shop)
    async with shop.storage.reading() as tx:
        assert await tx.dialogues.of(1002, 1002) is not None, "the link that brought them still counts"
    clock.advance(days=2)
    await forget(shop)
    async with shop.storage.reading() as tx:
        assert await tx.dialogues.of(1002, 1002) is None


async def test_what_was_put_aside_does_not_stay_for_ever(shop: Shop, clock: Clock) -> None:
    async with shop.storage.transaction() as tx:
        await tx.inbox.keep([Arrival(1, 1002, '{"text": "Том"}')], now=clock())
        await tx.inbox.failed(1, attempts=1, digest="x", now=clock())
    clock.advance(days=13)
    assert await forget(shop) == 0, "somebody may still look at it"
    clock.advance(days=2)
    assert await forget(shop) == 1


async def test_what_went_wrong_is_forgotten_once_it_was_told(shop: Shop, clock: Clock) -> None:
    began = clock()
    for _ in range(2):
        async with shop.storage.transaction() as tx:
            await tx.incidents.note([], {"plan": 1}, now=clock())
        clock.advance(days=1, hours=12)
    await forget(shop)
    async with shop.storage.reading() as tx:
        assert (await tx.incidents.between(began - timedelta(days=1), clock())).jobs == {"plan": 1}
