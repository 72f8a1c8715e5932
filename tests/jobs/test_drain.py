"""The drainer sends what is due, no faster than it may, and goes on whatever comes back."""

import asyncio
import time
from typing import Any

from actions.deliver import (
    Delivered,
    Migrated,
    RateLimited,
    Refused,
    Trouble,
    Unreachable,
)
from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from jobs.belt import measures
from jobs.drain import Drainer
from jobs.pace import Pace
from loyalty.ids import ChatId
from storage.outbox import SERVICE, STAFF
from tests.postman import FakeTime, Postman, quick_pace
from tests.shop import MANAGERS, Clock, bought, enrolled
from tests.touches import outbox, states, touch, with_touches
from texts.letter import Letter

ENDED = ("unreachable", "failed", "unknown")


async def post(shop: Shop, *texts: str, chat: int = MANAGERS) -> None:
    async with shop.storage.transaction() as tx:
        for text in texts:
            await tx.outbox.post(Letter(text).to_json(), key=f"{chat}:{text}", now=shop.now(), chat=ChatId(chat))


async def touched(shop: Shop, count: int, **parts: Any) -> Shop:
    """So many people, each with one touch that is due."""
    shop = with_touches(shop, touch("thanks", "purchase", **{"category": "news", **parts}))
    for number in range(1, count + 1):
        await bought(shop, await enrolled(shop, number), 100_00)
    await plan_touchpoints(shop)
    return shop


async def test_everything_that_is_due_is_sent_once(shop: Shop) -> None:
    shop, postman = await touched(shop, 40), Postman()
    drainer = Drainer(shop, postman, pace=quick_pace())
    assert await drainer.drain() == {"sent": 40}
    assert await drainer.drain() == {}
    assert sorted(chat for chat, _ in postman.carried) == list(range(1001, 1041))
    assert await states(shop) == {"sent": 40}


async def test_two_drains_at_once_send_once(shop: Shop) -> None:
    shop, postman = await touched(shop, 10), Postman()
    drainer = Drainer(shop, postman, pace=quick_pace())
    await asyncio.gather(drainer.drain(), drainer.drain())
    assert len(postman.carried) == 10


async def test_slow_answers_do_not_hold_up_the_others(shop: Shop) -> None:
    shop, postman = await touched(shop, 30), Postman()
    postman.latency = 0.2
    await Drainer(shop, postman, pace=quick_pace()).drain()
    assert 5 < postman.most_at_once <= measures(25).in_flight


async def test_a_chat_hears_things_in_their_order(small_shop: Shop) -> None:
    texts = [str(number) for number in range(25)]
    await post(small_shop, *texts)
    time, postman = FakeTime(), Postman()
    postman.latency = 0.001
    start = time.now
    assert await Drainer(small_shop, postman, pace=Pace(time, time.sleep)).drain() == {"sent": 25}
    assert postman.texts == texts
    assert time.now - start >= 60  # twenty a minute, whatever there is to say


async def test_a_full_group_holds_up_no_customer(small_shop: Shop) -> None:
    await post(small_shop, *(str(number) for number in range(230)))
    await post(small_shop, "вам", chat=1001)
    postman = Postman()
    drainer = Drainer(small_shop, postman, pace=quick_pace())
    draining = asyncio.create_task(drainer.drain())
    while "вам" not in postman.texts:
        await asyncio.sleep(0.01)
    assert len(postman.carried) < 40
    await drainer.stop()
    await draining


async def test_telegrams_rest_holds_for_all_and_nothing_is_lost(shop: Shop) -> None:
    shop, postman = await touched(shop, 12), Postman()
    postman.answers[1003].append(RateLimited(120))
    time = FakeTime()
    start = time.now
    ends = await Drainer(shop, postman, pace=Pace(time, time.sleep)).drain()
    assert ends == {"planned": 1, "sent": 12}
    assert await states(shop) == {"sent": 12}
    assert time.now - start >= 120


async def test_every_answer_has_its_end(shop: Shop) -> None:
    shop, postman = await touched(shop, 7), Postman()
    answers = {
        1001: Unreachable(),
        1002: Refused("Bad Request"),
        1003: Trouble("502"),
        1004: Trouble("lost", perhaps_arrived=True),
        1005: RuntimeError("a bug"),
        1006: Delivered(99),
    }
    for chat, answer in answers.items():
        postman.answers[chat].append(answer)  # type: ignore[arg-type]
    await Drainer(shop, postman, pace=quick_pace()).drain()
    found = {row.customer_id: (row.state, row.reason) for row in await outbox(shop)}
    assert found == {
        1: ("unreachable", "blocked"),
        2: ("failed", "Bad Request"),
        3: ("planned", None),
        4: ("unknown", "lost"),
        5: ("failed", "RuntimeError"),
        6: ("sent", None),
        7: ("sent", None),
        None: ("sent", None),  # to the owner: one may have arrived, or not
    }
    assert [row.id for row in await outbox(shop) if (row.ended_at is not None) != (row.state in ENDED)] == []


async def test_a_group_that_moved_gets_everything_at_its_new_number(shop: Shop) -> None:
    new = ChatId(-1009999999999)
    await post(shop, "раз", "два")
    postman = Postman()
    postman.answers[int(MANAGERS)].append(Migrated(new))
    await Drainer(shop, postman, pace=quick_pace()).drain()
    assert [(chat, letter.text) for chat, letter in postman.carried] == [
        (MANAGERS, "раз"),
        (new, "раз"),
        (new, "два"),
    ]
    assert shop.manager_chat_id() == new


async def test_at_the_end_what_has_not_left_is_put_back(shop: Shop) -> None:
    shop, postman = await touched(shop, 5), Postman()
    postman.answers[1001].append(RateLimited(3600))
    real = Pace()
    drainer = Drainer(shop, postman, pace=real)
    draining = asyncio.create_task(drainer.drain())
    while not postman.carried:
        await asyncio.sleep(0.01)
    async with asyncio.timeout(5):
        await drainer.stop()
        await draining
    found = await states(shop)
    assert found["sent"] + found["planned"] == 5
    assert found["planned"] >= 1


async def test_a_card_does_not_wait_behind_a_broadcast(small_shop: Shop) -> None:
    shop, postman = await touched(small_shop, 120), Postman()
    drainer = Drainer(shop, postman, pace=Pace(rate=30))
    draining = asyncio.create_task(drainer.drain())
    while len(postman.carried) < 10:
        await asyncio.sleep(0.001)
    async with shop.storage.transaction() as tx:
        for text, priority in (("владельцу", STAFF), ("карта", SERVICE)):
            letter = Letter(text).to_json()
            await tx.outbox.post(letter, key=text, now=shop.now(), chat=ChatId(5001 + priority), priority=priority)
    drainer.wake()
    already, began = len(postman.carried), time.monotonic()
    while "владельцу" not in postman.texts:
        await asyncio.sleep(0.001)
    between = len(postman.carried) - already
    assert between < 30 * (time.monotonic() - began) + 10  # the next ones to leave, however slow the machine is
    assert between < 100
    assert postman.texts.index("карта") < postman.texts.index("владельцу")
    assert (await states(shop))["planned"] > 0
    await drainer.stop()
    await draining


async def test_what_another_replica_posted_is_noticed_during_a_broadcast(shop: Shop, clock: Clock) -> None:
    shop, postman = await touched(shop, 60), Postman()
    drainer = Drainer(shop, postman)  # at Telegram's own pace: two seconds and a half
    draining = asyncio.create_task(drainer.drain())
    while not postman.carried:
        await asyncio.sleep(0.01)
    await post(shop, "карта", chat=5001)
    already, began = len(postman.carried), time.monotonic()
    while "карта" not in postman.texts:
        await asyncio.sleep(0.01)
    assert postman.texts.index("карта") - already < 25 * (time.monotonic() - began) + 10
    assert len(postman.carried) < 61
    await drainer.stop()
    await draining


async def test_the_pace_is_kept_over_a_whole_broadcast(small_shop: Shop) -> None:
    shop, postman, clock = await touched(small_shop, 101), Postman(), FakeTime()
    start = clock.now
    await Drainer(shop, postman, pace=Pace(clock, clock.sleep)).drain()
    assert clock.now - start > 3.9
