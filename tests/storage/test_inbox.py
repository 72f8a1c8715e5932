"""The inbox: kept once, in order, in nobody else's hands; what its handler changed is counted in it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from storage.database import Storage
from storage.handling import MOST, HandledElsewhere, Handling, apart
from storage.inbox import Arrival, Waiting
from storage.inbox_writer import InboxWriter, Kept
from storage.schema import inbox, inbox_chats, notes
from tests.shop import enrolled


async def keep(shop: Shop, *pairs: tuple[int, int]) -> None:
    """(update, chat)."""
    async with shop.storage.transaction() as tx:
        await tx.inbox.keep([Arrival(id, chat, f'{{"update_id": {id}}}') for id, chat in pairs], now=shop.now())


async def waiting(shop: Shop, holder: str = "a", *, limit: int = 100, of_a_chat: int = 10, **more: object) -> list[int]:
    async with shop.storage.reading() as tx:
        found = await tx.inbox.waiting(limit=limit, of_a_chat=of_a_chat, holder=holder, **more)  # type: ignore[arg-type]
    return [one.update_id for one in found]


async def test_what_is_known_is_not_kept_again(shop: Shop) -> None:
    await keep(shop, (2, 5), (1, 5))
    async with shop.storage.transaction() as tx:
        assert await tx.inbox.keep([Arrival(1, 5, "{}"), Arrival(3, 6, "{}")], now=shop.now()) == {3}
    assert await waiting(shop) == [1, 2, 3]


async def test_of_one_chat_so_many_and_no_more(shop: Shop) -> None:
    """A person who floods fills neither the limit nor the memory."""
    await keep(shop, *((id, 5) for id in range(1, 50)), (50, 6), (51, 7))
    assert await waiting(shop, of_a_chat=2, limit=4) == [1, 2, 50, 51]
    assert await waiting(shop, of_a_chat=2, without={5, 6}) == [51]
    async with shop.storage.reading() as tx:
        assert [one.update_id for one in await tx.inbox.of_chat(5, limit=3)] == [1, 2, 3]


async def test_the_done_are_not_waited_for_and_the_failed_are_put_aside_in_the_end(shop: Shop) -> None:
    await keep(shop, (1, 5), (2, 5), (3, 6))
    async with shop.storage.transaction() as tx:
        await tx.inbox.done([1])
        await tx.inbox.failed(2, attempts=2, digest="KeyError in x.py:1 (0)", now=shop.now())
    assert await waiting(shop) == [2, 3]
    async with shop.storage.transaction() as tx:
        await tx.inbox.failed(2, attempts=2, digest="KeyError in x.py:1 (0)", now=shop.now())
        (parked,) = await tx.inbox.parked()
        assert (parked.update_id, parked.attempts, parked.digest) == (2, 2, "KeyError in x.py:1 (0)")
        assert parked.parked_at == shop.now()
    assert await waiting(shop) == [3]
    async with shop.storage.transaction() as tx:
        assert await tx.inbox.replay([7]) == 0
        assert await tx.inbox.replay([2]) == 1
        assert await tx.inbox.parked() == []
    assert await waiting(shop) == [2, 3]


async def test_the_dropped_is_forgotten(shop: Shop) -> None:
    await keep(shop, (1, 5))
    async with shop.storage.transaction() as tx:
        await tx.inbox.failed(1, attempts=1, digest="x", now=shop.now())
        assert await tx.inbox.drop([1, 9]) == 1
        assert (await tx.connection.execute(sa.select(inbox.c.state, inbox.c.payload))).one() == ("done", None)


async def _notes(storage: Storage) -> list[str]:
    async with storage.reading() as tx:
        return list((await tx.connection.execute(sa.select(notes.c.text).order_by(notes.c.id))).scalars())


async def _write(shop: Shop, customer: int, text: str) -> None:
    async with shop.storage.transaction() as tx:
        await tx.connection.execute(
            sa.insert(notes).values(customer_id=customer, text=text, author_id=1, at=shop.now(), key=text)
        )


async def _acted(shop: Shop, id: int) -> int:
    async with shop.storage.reading() as tx:
        return int((await tx.connection.execute(sa.select(inbox.c.acted).where(inbox.c.update_id == id))).scalar_one())


async def test_a_second_run_changes_only_what_the_first_did_not_come_to(shop: Shop) -> None:
    customer = await enrolled(shop)
    await keep(shop, (1, 5))
    with Handling(1, kept=0) as first:
        await _write(shop, customer, "one")
        with apart():
            await _write(shop, customer, "beside")
    assert (first.kept, await _acted(shop, 1)) == (1, 1)
    with Handling(1, kept=await _acted(shop, 1)):
        await _write(shop, customer, "once more")
        await _write(shop, customer, "two")
    assert await _notes(shop.storage) == ["one", "beside", "two"]
    assert await _acted(shop, 1) == 0b11


async def test_a_transaction_that_fails_is_not_kept_and_whoever_tries_again_is_in_its_place(shop: Shop) -> None:
    customer = await enrolled(shop)
    await keep(shop, (1, 5))
    with Handling(1) as run:
        with pytest.raises(ZeroDivisionError):
            async with shop.storage.transaction():
                raise ZeroDivisionError
        await _write(shop, customer, "one")
    assert (run.kept, run.reached, await _acted(shop, 1)) == (1, 1, 1)
    with Handling(1, kept=1):
        async with shop.storage.transaction() as tx:
            assert tx.again
    assert await _notes(shop.storage) == ["one"]


async def test_one_that_changed_nothing_is_looked_at_anew_though_a_later_one_is_kept(shop: Shop) -> None:
    customer = await enrolled(shop)
    await keep(shop, (1, 5))
    for run in range(2):
        with Handling(1, kept=await _acted(shop, 1)) as handling:
            async with shop.storage.transaction() as tx:
                assert not tx.again
                tx.changes_nothing()
            await _write(shop, customer, f"later, run {run}")
        assert (handling.kept, handling.reached) == (0b10, 2)
    assert await _notes(shop.storage) == ["later, run 0"]


async def test_more_transactions_than_can_be_told_apart_are_refused(shop: Shop) -> None:
    customer = await enrolled(shop)
    await keep(shop, (1, 5))
    with Handling(1) as run:
        for _ in range(MOST):
            async with shop.storage.transaction() as tx:
                tx.changes_nothing()
        with pytest.raises(RuntimeError):
            await _write(shop, customer, "one too many")
    assert (run.kept, await _notes(shop.storage)) == (0, [])


async def test_of_two_who_handle_the_same_one_changes_nothing(shop: Shop) -> None:
    customer = await enrolled(shop)
    await keep(shop, (1, 5))
    with Handling(1, kept=0):
        await _write(shop, customer, "mine")
    with Handling(1, kept=0), pytest.raises(HandledElsewhere):
        await _write(shop, customer, "theirs")
    async with shop.storage.transaction() as tx:
        await tx.inbox.done([1])
    with Handling(1, kept=1):
        await _write(shop, customer, "again")  # gone through once more, and rolled back
        with pytest.raises(HandledElsewhere):
            await _write(shop, customer, "late")
    assert await _notes(shop.storage) == ["mine"]


@pytest.fixture
async def replicas(shop: Shop) -> AsyncIterator[tuple[InboxWriter, InboxWriter]]:
    if shop.storage.dialect == "sqlite":
        pytest.skip("a file has one bot")
    pair = InboxWriter(shop.storage, shop.now, "a"), InboxWriter(shop.storage, shop.now, "b")
    yield pair
    for writer in pair:
        await writer.close()


async def test_a_chat_is_in_one_replicas_hands(shop: Shop, replicas: tuple[InboxWriter, InboxWriter]) -> None:
    ours, theirs = replicas
    kept = await ours.keep([Arrival(1, 5, "{}"), Arrival(2, 6, "{}")])
    assert kept.held == {5, 6}
    kept = await theirs.keep([Arrival(3, 5, "{}"), Arrival(4, 7, "{}")])
    assert kept == Kept({3, 4}, {7})
    assert await waiting(shop, "b") == [4]
    ours.done(1)
    ours.release(5)
    await ours.close()
    assert await waiting(shop, "b") == [3, 4]
    kept = await theirs.keep([Arrival(8, 5, "{}")])
    assert kept.held == set(), "what came before is to be handled first, although nobody else has the chat"


@pytest.mark.parametrize("year", [2020, 2100], ids=["its time is over", "the clock was turned back"])
async def test_what_a_dead_replica_held_is_anybodys_after_a_while(
    shop: Shop, replicas: tuple[InboxWriter, InboxWriter], year: int
) -> None:
    ours, _ = replicas
    await ours.keep([Arrival(1, 5, "{}")])
    assert await waiting(shop, "b") == []
    async with shop.storage.transaction() as tx:
        await tx.connection.execute(sa.update(inbox_chats).values(until=shop.now().replace(year=year)))
    assert await waiting(shop, "b") == [1]
    async with shop.storage.transaction() as tx:
        assert await tx.inbox.hold([5], holder="b") == {5}
        assert await tx.inbox.hold([5], holder="a") == set()


async def test_arrivals_that_come_together_are_one_commit(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = 0
    write = InboxWriter._in_one_transaction

    async def counted(self: InboxWriter, group: Any) -> Any:
        nonlocal commits
        commits += 1
        return await write(self, group)

    monkeypatch.setattr(InboxWriter, "_in_one_transaction", counted)
    writer = InboxWriter(shop.storage, shop.now, "a")
    kept = await asyncio.gather(*(writer.keep([Arrival(id, id, "{}")]) for id in range(1, 41)))
    assert 1 <= commits <= 2
    assert {id for one in kept for id in one.new} == set(range(1, 41))
    for id in range(1, 41):
        writer.done(id)
    assert writer.finished() == set(range(1, 41))
    await writer.close()
    assert commits <= 3
    assert writer.finished() == set()
    assert await waiting(shop) == []


async def test_the_facts_of_an_update_that_waits(shop: Shop) -> None:
    await keep(shop, (1, 5))
    async with shop.storage.reading() as tx:
        assert await tx.inbox.of_chat(5, limit=5) == [Waiting(1, 5, '{"update_id": 1}', acted=0)]
