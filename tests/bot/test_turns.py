"""Handlers take turns, and what comes in is looked at in between."""

import asyncio

from bot.turns import FEW, Turns


async def test_a_few_at_a_time_so_that_the_loop_looks_what_has_come_in() -> None:
    turns, order, rounds = Turns(), list[int](), 0

    async def one(number: int) -> None:
        await turns.mine()
        order.append(number)

    waiting = [asyncio.create_task(one(number)) for number in range(5 * FEW)]
    waiting[3].cancel()
    while not all(task.done() for task in waiting):
        before = len(order)
        await asyncio.sleep(0)
        assert len(order) - before <= FEW
        rounds += 1
    assert order == [number for number in range(5 * FEW) if number != 3]
    assert rounds >= 5
