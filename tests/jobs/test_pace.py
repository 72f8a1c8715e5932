"""Telegram's limits are kept, in a time that the shop's clock does not turn."""

import asyncio

from jobs.pace import Pace
from tests.postman import FakeTime

GROUP = -100


def pace() -> tuple[Pace, FakeTime]:
    time = FakeTime()
    return Pace(time, time.sleep), time


async def test_twenty_five_a_second() -> None:
    one, time = pace()
    start = time.now
    for person in range(101):
        await one.turn(person)
    assert abs(time.now - start - 4.0) < 0.01


async def test_all_at_once_are_not_faster_than_one_by_one() -> None:
    one, time = pace()
    start = time.now
    await asyncio.gather(*(one.turn(person) for person in range(51)))
    assert time.now - start >= 2.0 - 1e-6


async def test_a_chat_is_tired_for_a_second() -> None:
    one, time = pace()
    await one.turn(7)
    assert one.tired() == {7}
    time.now += 0.99
    assert one.tired() == {7}
    time.now += 0.02
    assert one.tired() == frozenset()


async def test_a_group_takes_twenty_a_minute() -> None:
    one, time = pace()
    start = time.now
    for _ in range(20):
        await one.somebody_recovers()
        await one.turn(GROUP)
    assert time.now - start < 25
    time.now += 5
    assert one.tired() == {GROUP}
    await one.somebody_recovers()
    assert 60 <= time.now - start < 61
    assert one.tired() == frozenset()


async def test_a_rest_holds_for_everybody_also_for_those_who_wait_already() -> None:
    one, time = pace()
    start = time.now
    await one.turn(1)
    waiting = asyncio.create_task(one.turn(2))
    await asyncio.sleep(0)
    one.rest(30)
    await waiting
    assert time.now - start >= 30
    await one.turn(3)
    assert time.now - start < 31


async def test_a_shorter_rest_does_not_end_a_longer_one() -> None:
    one, time = pace()
    start = time.now
    one.rest(30)
    one.rest(5)
    await one.rested()
    assert time.now - start >= 30


async def test_at_the_end_nobody_waits_any_longer() -> None:
    one, time = pace()
    start = time.now
    one.rest(3600)
    one.end()
    await one.rested()
    await one.turn(1)
    assert time.now - start < 1
