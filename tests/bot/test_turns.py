"""What is to be done waits for its turn, and what comes in is looked at in between."""

import asyncio
from functools import partial
from math import ceil

from bot.turns import FEW, LOOKS, Turns


async def test_of_a_crowd_a_part_begins_at_a_time_so_that_the_loop_looks_what_has_come_in() -> None:
    turns, order, crowd, parts = Turns(most=1000), list[int](), 512, list[int]()

    async def one(number: int) -> None:
        order.append(number)

    for number in range(crowd):
        turns.ask(partial(one, number))
    rounds = 0
    while len(order) < crowd:
        begun = len(order)
        await asyncio.sleep(0)
        rounds += 1
        if len(order) > begun:
            assert rounds > LOOKS
            rounds = 0
            parts.append(len(order) - begun)
            assert parts[-1] == ceil(((crowd - begun) / FEW) ** 2)
    assert (parts[0], parts[-1]) == (64, 1)
    assert order == list(range(crowd))


async def test_so_many_are_under_way_and_no_more() -> None:
    turns, under_way, most, gate = Turns(most=3), 0, 0, asyncio.Event()

    async def one() -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await gate.wait()
        under_way -= 1

    for _ in range(20):
        turns.ask(one)
    for _ in range(20 * (LOOKS + 2)):
        await asyncio.sleep(0)
    assert under_way == 3
    gate.set()
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
    short, never = asyncio.Event(), asyncio.Event()

    async def one(name: str, until: asyncio.Event) -> None:
        begun.append(name)
        await until.wait()
        begun.append(f"{name} ends")

    turns.ask(partial(one, "short", short))
    turns.ask(partial(one, "long", never))
    turns.ask(partial(one, "waits", short))
    while len(begun) < 2:
        await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(short.set)
    await turns.close(within=0.1)
    assert begun == ["short", "long", "short ends"]
