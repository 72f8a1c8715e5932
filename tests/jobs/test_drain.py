"""The drainer sends what is due, no faster than it may, and goes on whatever comes back."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from actions.deliver import Delivered, Migrated, RateLimited, Refused, Trouble, Unreachable
from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from jobs.drain import IN_FLIGHT, Drainer
from jobs.pace import Pace
from loyalty.ids import ChatId
from storage.database import Storage
from tests.postman import FakeTime, Postman, quick_pace
from tests.shop import MANAGERS, Clock, bought, enrolled
from tests.touches import outbox, states, touch, with_touches
from texts.letter import Letter


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


async def test_two_replicas_send_once(shop: Shop) -> None:
    shop, postman = await touched(shop, 10), Postman()
    await asyncio.gather(*(Drainer(shop, postman, pace=quick_pace()).drain() for _ in range(2)))
    assert len(postman.carried) == 10
    assert await states(shop) == {"sent": 10}


async def test_slow_answers_do_not_hold_up_the_others(shop: Shop) -> None:
    shop, postman = await touched(shop, 30), Postman()
    postman.latency = 0.2
    await Drainer(shop, postman, pace=quick_pace()).drain()
    assert 10 < postman.most_at_once <= IN_FLIGHT


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
    }


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


async def test_after_a_crash_the_first_thing_is_to_look_what_was_left(
    shop: Shop, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    shop, postman = await touched(shop, 3), Postman()
    await post(shop, "карта", chat=5001)
    hanging = Postman()
    hanging.latency = 3600
    dying = asyncio.create_task(Drainer(shop, hanging, pace=quick_pace()).drain())
    while (await states(shop))["sending"] < 4:
        await asyncio.sleep(0.02)
    await kill(dying)
    drainer = Drainer(shop, postman, pace=quick_pace())
    await drainer.recover()
    assert await drainer.drain() == {"sent": 1}
    assert postman.texts == ["карта"]
    assert await states(shop) == {"unknown": 3, "sent": 1}


async def kill(task: asyncio.Task[Any]) -> None:
    """As a process dies: nothing that it would still do is done."""
    for other in asyncio.all_tasks() - {asyncio.current_task()}:
        other.cancel()
    await asyncio.gather(task, return_exceptions=True)


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


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_replica_takes_over_from_one_that_was_killed(shop: Shop, database_url: str, clock: Clock) -> None:
    shop = await touched(shop, 3)
    elsewhere = Storage.open(database_url, pooled=False)
    await post(shop, "карта", chat=5001)
    hanging, postman = Postman(), Postman()
    hanging.latency = 3600
    dying = asyncio.create_task(Drainer(shop, hanging, pace=quick_pace()).drain())
    while (await states(shop))["sending"] < 4:
        await asyncio.sleep(0.02)
    standby = Drainer(replace(shop, storage=elsewhere), postman, pace=quick_pace())
    await standby.recover()
    assert await standby.drain() == {}
    assert (await states(shop))["sending"] == 4  # they are being sent, by the one that has the lease
    await kill(dying)
    assert await standby.drain() == {"sent": 1}
    assert postman.texts == ["карта"]
    assert await states(shop) == {"unknown": 3, "sent": 1}
    await elsewhere.close()
