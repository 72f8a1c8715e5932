"""What is to be done waits for its turn, and what comes in is looked at in between."""

import asyncio
from functools import partial

from bot.turns import CROWD, SHARE, Turns


async def test_of_a_crowd_a_part_begins_at_a_time_so_that_the_loop_looks_what_has_come_in() -> None:
    turns, order, crowd = Turns(most=1000), list[int](), 2 * CROWD

    async def one(number: int) -> None:
        order.append(number)

    for number in range(crowd):
        turns.ask(partial(one, number))
    while not order:
        await asyncio.sleep(0)
    begun = len(order)
    while begun < crowd // 2:
        left = crowd - begun
        await asyncio.sleep(0)
        assert left // 2 // SHARE <= len(order) - begun <= left // SHARE + 1
        begun = len(order)
    await turns.idle()
    assert order == list(range(crowd))


async def test_where_it_is_no_crowd_whoever_has_come_is_received_before_the_next_one_begins() -> None:
    turns, order = Turns(most=100), list[str]()

    async def one() -> None:
        order.append("handled")

    async def receive() -> None:
        """What the webhook does: read, keep, and say so."""
        for _ in range(3):
            await asyncio.sleep(0)
        order.append("received")

    for _ in range(2):
        turns.ask(one)
    first = asyncio.create_task(receive())
    while order != ["received", "handled"]:
        await asyncio.sleep(0)
    second = asyncio.create_task(receive())
    await turns.idle()
    await asyncio.gather(first, second)
    assert order == ["received", "handled", "received", "handled"]


async def test_so_many_are_under_way_and_no_more() -> None:
    turns, under_way, most = Turns(most=3), 0, 0

    async def one() -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.001)
        under_way -= 1

    for _ in range(20):
        turns.ask(one)
    await turns.idle()
    assert (under_way, most) == (0, 3)


async def test_who_has_more_to_do_stands_behind_all_others() -> None:
    turns, order = Turns(most=1), list[str]()

    async def talks() -> None:
        order.append("talks")
        if len(order) < 4:
            turns.ask(talks)

    async def one(name: str) -> None:
        order.append(name)

    turns.ask(talks)
    turns.ask(partial(one, "a"))
    turns.ask(partial(one, "b"))
    await turns.idle()
    assert order == ["talks", "a", "b", "talks"]


async def test_a_failure_gives_its_place_to_the_next() -> None:
    turns, done = Turns(most=1), list[str]()

    async def fails() -> None:
        raise asyncio.CancelledError

    async def goes_on() -> None:
        done.append("next")

    turns.ask(fails)
    turns.ask(goes_on)
    await turns.idle()
    assert done == ["next"]


async def test_at_the_end_nothing_begins_and_what_hangs_is_cancelled() -> None:
    turns, begun = Turns(most=2), list[str]()

    async def one(name: str, seconds: float) -> None:
        begun.append(name)
        await asyncio.sleep(seconds)
        begun.append(f"{name} ends")

    turns.ask(partial(one, "short", 0.01))
    turns.ask(partial(one, "long", 100))
    turns.ask(partial(one, "waits", 0))
    while len(begun) < 2:
        await asyncio.sleep(0)
    await turns.close(within=0.1)
    assert begun == ["short", "long", "short ends"]
