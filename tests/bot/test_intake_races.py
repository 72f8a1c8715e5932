"""The intake between two steps: what comes, ends, fails or is found in the same moment."""

import asyncio
import contextvars
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Bot, Router
from aiogram.types import Message

from actions.shop import Shop
from benchmarks.enrolment import NoStaff
from bot import attempts
from bot import intake as room
from bot.dispatch import Routes
from bot.intake import Intake
from bot.middleware import Context
from storage.inbox import Waiting
from storage.inbox_writer import InboxWriter
from storage.schema import inbox, inbox_chats
from tests.bot.test_intake import told


def serving(shop: Shop, handler: Callable[[Message], Awaitable[None]]) -> Intake:
    """An intake whose only story is this."""
    router = Router()
    router.message.register(handler)
    return Intake(shop, NoStaff(), Bot("42:TEST"), routes=Routes(router, around=(Context(),)))


async def left_by_an_earlier_life(shop: Shop, *updates: dict[str, Any]) -> None:
    """Kept, and handled by nobody."""

    async def nothing(_message: Message) -> None: ...

    earlier = serving(shop, nothing)
    await earlier.close(within=0)
    await earlier.receive(updates)
    await earlier.close(within=0)
    async with shop.storage.transaction() as tx:  # long ago: nobody holds the chats any more
        await tx.connection.execute(sa.delete(inbox_chats))


@pytest.fixture
def handled() -> list[int]:
    """Numbers of updates, in the order in which they were."""
    return []


async def test_who_waits_for_the_end_does_not_stand_in_its_way(
    shop: Shop, handled: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "AT_ONCE", 1)

    async def slowly(message: Message) -> None:
        await asyncio.sleep(0.1)
        handled.append(message.message_id)

    intake = serving(shop, slowly)
    await intake.take_up()
    await intake.receive([told(1, 1, "x"), told(2, 2, "x")])
    await asyncio.sleep(0.05)
    async with asyncio.timeout(5):
        await asyncio.gather(intake.idle(), intake.close(within=1))
    assert handled == [1]


async def test_what_a_look_finds_after_the_end_is_left(shop: Shop, handled: list[int]) -> None:
    died: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, told: died.append(told))
    await left_by_an_earlier_life(shop, *(told(number, number, "x") for number in range(1, 201)))

    async def quickly(message: Message) -> None:
        handled.append(message.message_id)

    intake = serving(shop, quickly)
    looking = asyncio.create_task(intake.take_up())
    await asyncio.sleep(0)
    await intake.close(within=0.2)
    await looking
    before = len(handled)
    await asyncio.sleep(0.05)
    assert (len(handled), died) == (before, [])
    async with shop.storage.reading() as tx:
        new = await tx.connection.scalar(sa.select(sa.func.count()).where(inbox.c.state == "new"))
    assert new == 200 - before


async def test_what_is_found_before_its_keeper_comes_back_is_handled_once(
    shop: Shop, handled: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    await left_by_an_earlier_life(shop, told(1, 1, "x"))
    second_is_kept = asyncio.Event()
    write = InboxWriter._in_one_transaction

    async def late(self: InboxWriter, group: Any) -> Any:
        kept = await write(self, group)
        if group.arrivals:
            second_is_kept.set()
            await asyncio.sleep(0.02)
        return kept

    monkeypatch.setattr(InboxWriter, "_in_one_transaction", late)

    async def waits(message: Message) -> None:
        handled.append(message.message_id)
        await second_is_kept.wait()

    intake = serving(shop, waits)
    await intake.take_up()
    await intake.receive([told(2, 1, "x")])
    await intake.idle()
    assert handled == [1, 2]
    await intake.close(within=1)


@pytest.mark.parametrize("failure", [sa.exc.TimeoutError("no connection is free"), asyncio.CancelledError()])
async def test_what_comes_after_a_failure_does_not_overtake_what_is_left(
    shop: Shop, handled: list[int], monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    async def note(message: Message) -> None:
        handled.append(message.message_id)

    handle, failures = attempts.Attempts.handle, [failure]

    async def fail_once(self: attempts.Attempts, *given: Any, **more: Any) -> bool:
        if failures:
            raise failures.pop()
        return await handle(self, *given, **more)

    monkeypatch.setattr(attempts.Attempts, "handle", fail_once)
    intake = serving(shop, note)
    await intake.take_up()
    await intake.receive([told(number, 1, "x") for number in (1, 2, 3)])
    await intake.idle()
    await intake.receive([told(4, 1, "x")])
    ends = time.monotonic() + 5
    while len(handled) < 4 and time.monotonic() < ends:
        await intake.take_up()
        await intake.idle()
    assert handled == [1, 2, 3, 4]
    await intake.close(within=1)


async def test_attempts_of_an_earlier_life_count_and_the_last_one_ends_with_an_apology(
    shop: Shop, handled: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    async def call(_self: Bot, method: Any, request_timeout: int | None = None) -> None:
        said.append(method.text)

    monkeypatch.setattr(Bot, "__call__", call)
    monkeypatch.setattr(attempts, "PAUSE", 0)
    await left_by_an_earlier_life(shop, told(1, 1, "x"))
    async with shop.storage.transaction() as tx:
        await tx.connection.execute(sa.update(inbox).values(attempts=attempts.ATTEMPTS - 1))

    async def fails_first(message: Message) -> None:
        handled.append(message.message_id)
        if len(handled) == 1:
            raise ValueError

    intake = serving(shop, fails_first)
    await intake.take_up()
    await intake.idle()
    assert handled == [1]
    assert len(said) == 1
    assert "Что-то пошло не так" in said[0]
    async with shop.storage.reading() as tx:
        assert await tx.connection.scalar(sa.select(inbox.c.state)) == "parked"
    await intake.close(within=1)


async def test_whoever_comes_is_received_before_the_next_one_is_handled(small_shop: Shop) -> None:
    """Telegram has its answer first: what is handled takes its time, and there is always somebody to be handled.

    On SQLite. PostgreSQL's commit takes many rounds of the loop, and nobody stands in its way meanwhile.
    """
    order, coming = list[str](), list[asyncio.Task[None]]()

    async def receive(number: int) -> None:
        await intake.receive_text(json.dumps(told(number, number, "/help")))
        order.append(f"{number} is received")

    async def handle(message: Message) -> None:
        order.append(f"{message.message_id} is handled")
        if message.message_id < 5:
            coming.append(asyncio.create_task(receive(message.message_id + 4), context=contextvars.Context()))

    intake = serving(small_shop, handle)
    await asyncio.gather(*(receive(number) for number in range(1, 5)))
    await intake.idle()
    await asyncio.gather(*coming)
    await intake.idle()
    first = order.index("1 is handled")
    assert set(order[:first]) == {f"{number} is received" for number in range(1, 5)}
    assert order[first : first + 8] == [
        f"{number} is {done}" for n in range(1, 5) for number, done in ((n, "handled"), (n + 4, "received"))
    ]


async def test_that_the_inbox_cannot_be_looked_into_is_said_once(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def nothing(_message: Message) -> None: ...

    async def away(self: Intake, room: int) -> list[Waiting]:
        raise OSError("the connection is closed")

    intake, looks = serving(small_shop, nothing), room.Intake._waiting
    for _ in range(2):
        monkeypatch.setattr(Intake, "_waiting", away)
        for _ in range(3):
            with pytest.raises(OSError, match="closed"):
                await intake.take_up()
        monkeypatch.setattr(Intake, "_waiting", looks)
        await intake.take_up()
    assert [record.message for record in caplog.records] == ["the inbox could not be looked into (OSError)"] * 2
