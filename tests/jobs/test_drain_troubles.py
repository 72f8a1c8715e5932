"""Whatever goes wrong while sending: nothing is lost, nothing is sent twice, and nobody else has to wait for it."""

import asyncio
import sqlite3
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY

from actions import deliver, pass_gate
from actions.compose import Composed
from actions.compose import compose as compose_touch
from actions.deliver import (
    Delivered,
    Outgoing,
    RateLimited,
    Refused,
    Result,
    Trouble,
    Written,
)
from actions.fill_blanks import Touch
from actions.shop import Shop
from jobs import books
from jobs.drain import Drainer
from jobs.pace import Pace
from storage.transaction import Transaction
from tests.jobs.test_drain import post, touched
from tests.postman import FakeTime, Postman, quick_pace
from tests.shop import Clock
from tests.touches import outbox, states


def figure(name: str, **labels: str) -> float:
    """As /metrics has it."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_a_storm_of_flood_waits_ends_well(small_shop: Shop) -> None:
    """Every third letter of the first forty is refused; everybody gets theirs, once."""
    shop, postman, clock = await touched(small_shop, 60), Postman(), FakeTime()
    start, waits, sent = (
        clock.now,
        figure("kasanie_flood_waits_total"),
        figure("kasanie_messages_total", outcome="sent"),
    )
    for number in range(1, 40, 3):
        postman.answers[1000 + number].append(RateLimited(20))
    pace = Pace(clock, clock.sleep)
    ends = await Drainer(shop, postman, pace=pace).drain()
    assert figure("kasanie_flood_waits_total") > waits
    assert figure("kasanie_messages_total", outcome="sent") == sent + 60
    assert figure("kasanie_send_rate_per_second") == pace.rate < 25
    clock.now += 3600  # whoever asks while nothing is sent hears what holds then
    assert figure("kasanie_send_rate_per_second") == 25
    clock.now -= 3600
    assert ends["sent"] == 60
    assert await states(shop) == {"sent": 60}
    arrived = [chat for chat, result in postman.answered if isinstance(result, Delivered)]
    assert sorted(arrived) == list(range(1001, 1061))
    assert clock.now - start >= 20
    assert {row.attempts for row in await outbox(shop)} == {1}


async def test_during_a_rest_nothing_is_kept_marked(small_shop: Shop) -> None:
    shop, postman = await touched(small_shop, 30), Postman()
    postman.answers[1001].append(RateLimited(3600))
    drainer = Drainer(shop, postman, pace=Pace(rate=1000))
    draining = asyncio.create_task(drainer.drain())
    while not postman.carried or (await states(shop)).keys() - {"planned", "sent"}:
        await asyncio.sleep(0.01)
    found = await outbox(shop)
    assert {row.attempts for row in found if row.state == "planned"} == {0}
    await drainer.stop()
    await draining


async def test_a_server_in_trouble_is_tried_again_and_given_up(small_shop: Shop, clock: Clock) -> None:
    shop, postman = await touched(small_shop, 1, welcome_for="5d"), Postman()
    postman.answers[1001] += [Trouble("502")] * 6
    row: Any = None
    for _ in range(6):
        await Drainer(shop, postman, pace=quick_pace()).drain()
        [row] = await outbox(shop)
        clock.set(max(clock(), row.due_at))
    assert (row.state, row.reason, row.ended_at) == ("failed", "502", clock())
    assert len(postman.carried) == 6


async def test_what_waits_behind_a_letter_that_is_tried_again_does_not_overtake_it(
    small_shop: Shop, clock: Clock
) -> None:
    await post(small_shop, "раз", "два", chat=1001)
    await post(small_shop, "три", chat=1002)
    postman = Postman()
    postman.answers[1001] += [Trouble("502"), Trouble("502")]
    drainer = Drainer(small_shop, postman, pace=quick_pace())
    for _ in range(3):
        await drainer.drain()
        clock.advance(minutes=1)
    assert [text for text in postman.texts if text != "три"] == ["раз", "раз", "раз", "два"]


async def test_a_letter_that_cannot_be_written_stops_no_other(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, postman = await touched(small_shop, 5), Postman()

    async def compose(tx: Transaction, shop: Shop, touch: Touch) -> Composed | None:
        if touch.customer.telegram_id == 1003:
            raise ZeroDivisionError("a bug")
        return await real(tx, shop, touch)

    real = compose_touch
    monkeypatch.setattr(pass_gate, "compose", compose)
    await Drainer(shop, postman, pace=quick_pace()).drain()
    assert await states(shop) == {"sent": 4, "failed": 1}
    [broken] = [row for row in await outbox(shop) if row.state == "failed"]
    assert (broken.customer_id, broken.reason) == (3, "ZeroDivisionError")


async def test_an_end_that_cannot_be_written_down_stops_no_other(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, postman = await touched(small_shop, 3), Postman()
    postman.answers[1002].append(Refused("boom"))
    real = deliver._end

    async def end(tx: Transaction, shop: Shop, outgoing: Outgoing, result: Result, now: datetime) -> dict[str, object]:
        if result == Refused("boom"):
            raise ZeroDivisionError("a bug")
        return await real(tx, shop, outgoing, result, now)

    monkeypatch.setattr(deliver, "_end", end)
    drainer = Drainer(shop, postman, pace=quick_pace())
    await drainer.drain()
    assert await states(shop) == {"sent": 2, "sending": 1}
    await drainer.drain()
    assert (await states(shop))["unknown"] == 1


async def test_a_database_in_trouble_loses_no_end(small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came of letters is written down as soon as the database takes it again."""
    shop, postman = await touched(small_shop, 30), Postman()
    real, failures = deliver.write_down, iter(range(3))

    async def write_down(*args: Any, **named: Any) -> Written:
        if args[2] and next(failures, None) is not None:
            raise sa.exc.OperationalError("UPDATE", {}, locked())
        return await real(*args, **named)

    monkeypatch.setattr(books, "write_down", write_down)
    monkeypatch.setattr(books, "AGAIN_AFTER", 0.05)
    assert await Drainer(shop, postman, pace=quick_pace()).drain() == {"sent": 30}
    assert len(postman.carried) == 30


def locked() -> sqlite3.OperationalError:
    """As SQLite says it."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


async def test_to_stop_takes_no_longer_than_it_may(small_shop: Shop) -> None:
    """An answer that does not come is like a crash: service again, marketing never twice."""
    shop, postman = await touched(small_shop, 2), Postman()
    await post(shop, "карта", chat=5001)
    postman.latency = 3600
    drainer = Drainer(shop, postman, pace=quick_pace())
    draining = asyncio.create_task(drainer.drain())
    while postman.at_once < 3:
        await asyncio.sleep(0.01)
    async with asyncio.timeout(5):
        await drainer.stop(within=0.1)
        await draining
    found = await states(shop)
    assert found["unknown"] == 2
    assert found["planned"] == 2  # the card, and a line to the owner


async def test_what_is_asked_to_stop_before_it_begins_does_not_begin(small_shop: Shop) -> None:
    shop, postman = await touched(small_shop, 5), Postman()
    drainer = Drainer(shop, postman, pace=quick_pace())
    draining = asyncio.create_task(drainer.drain())
    await asyncio.sleep(0)
    await drainer.stop()
    await draining
    assert postman.carried == []
    assert await states(shop) == {"planned": 5}
