"""Telegram's limits are kept, in a time that the shop's clock does not turn."""

import asyncio

from jobs.pace import LATE, SLOWEST, STEP_EVERY, Pace
from tests.postman import FakeTime

GROUP = -100


def pace(rate: float = 25) -> tuple[Pace, FakeTime]:
    time = FakeTime()
    return Pace(time, time.sleep, rate=rate), time


def send(one: Pace, time: FakeTime, count: int, *, chat: int = 1) -> float:
    """So many letters, each as soon as it may; how many seconds it takes."""
    start = time.now
    for number in range(count):
        time.now += one.wait()
        one.left(chat + number)
    return time.now - start


def test_twenty_five_a_second() -> None:
    one, time = pace()
    assert abs(send(one, time, 101) - 4.0) < LATE + 0.01


def test_another_rate() -> None:
    one, time = pace(1000)
    assert abs(send(one, time, 5001) - 5.0) < LATE + 0.01


def test_who_wakes_late_is_not_slower_for_it() -> None:
    one, time = pace(1000)
    start = time.now
    for number in range(2000):
        if one.wait():
            time.now += 0.015  # a sleep that was to be a thousandth
        one.left(number)
    assert time.now - start < 2.1


def test_what_was_not_used_is_not_saved_up() -> None:
    one, time = pace()
    one.left(1)
    time.now += 60
    assert send(one, time, 26, chat=2) > 0.95


def test_a_chat_is_tired_for_a_second() -> None:
    one, time = pace()
    one.left(7)
    assert one.tired() == {7}
    time.now += 0.99
    assert one.tired() == {7}
    assert 0 < one.tired_for(7) < 0.011
    time.now += 0.02
    assert one.tired() == frozenset()
    assert one.tired_for(7) == 0


def test_a_group_takes_twenty_a_minute() -> None:
    one, time = pace()
    start = time.now
    for _ in range(20):
        time.now += one.tired_for(GROUP)
        one.left(GROUP)
    assert time.now - start < 25
    time.now += 5
    assert one.tired() == {GROUP}
    time.now += one.tired_for(GROUP)
    assert 60 <= time.now - start < 61
    assert one.tired() == frozenset()


def test_a_rest_holds_for_everybody() -> None:
    one, time = pace()
    one.left(1)
    one.rest(30)
    assert one.wait() == one.resting() == 30
    time.now += 29
    assert one.wait() == 1
    time.now += 1
    assert one.wait() == 0


def test_a_shorter_rest_does_not_end_a_longer_one() -> None:
    one, _ = pace()
    one.rest(30)
    one.rest(5)
    assert one.resting() == 30


def test_after_a_rest_the_rate_comes_back_step_by_step() -> None:
    one, time = pace(20)
    one.rest(10)
    time.now += 10
    assert one.rate == 10
    assert send(one, time, 11) > 0.95
    time.now += STEP_EVERY
    assert abs(one.rate - 12) < 0.01
    time.now += 3 * STEP_EVERY
    assert abs(one.rate - 18) < 0.01
    time.now += 10 * STEP_EVERY
    assert one.rate == 20


def test_many_refusals_at_once_are_one_rest() -> None:
    one, time = pace(20)
    for _ in range(25):
        one.rest(10)
    time.now += 10
    assert one.rate == 10


def test_one_rest_upon_the_other_slows_down_further_and_not_for_ever() -> None:
    one, time = pace(24)
    rates = []
    for _ in range(6):
        one.rest(3)
        time.now += 3
        rates.append(one.rate)
    assert rates[:3] == [12, 6, 3]
    assert rates[-1] == 24 * SLOWEST


async def test_a_nap_ends_with_news() -> None:
    one = Pace()
    news = asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, news.set)
    async with asyncio.timeout(0.4):
        await one.nap(3600, news)


async def test_a_nap_is_no_longer_than_a_slice() -> None:
    one, time = pace()
    start = time.now
    await one.nap(3600, asyncio.Event())
    assert time.now - start <= 0.5
