"""What came of each message is counted, and told under the number of the update that it follows from."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from actions.shop import Shop
from jobs.drain import Drainer
from storage.schema import messages
from tests.drainer import run_out
from tests.jobs.test_drain import post, touched
from tests.jobs.test_drain_troubles import figure
from tests.jobs.test_takeover import hanging, kill
from tests.postman import Postman, quick_pace
from tests.shop import Clock, enrolled
from texts.letter import Letter

Said = list[Any]


@pytest.fixture
def said() -> Iterator[Said]:
    with capture_logs() as lines:
        yield lines


async def follows(shop: Shop, **origins: str) -> None:
    """From updates: letters by their keys."""
    async with shop.storage.transaction() as tx:
        for key, origin in origins.items():
            change = sa.update(messages).where(messages.c.key == key).values(origin=origin)
            assert (await tx.connection.execute(change)).rowcount == 1


def counted(outcome: str) -> float:
    return figure("kasanie_messages_total", outcome=outcome)


async def test_what_the_gate_stops(small_shop: Shop, clock: Clock, said: Said) -> None:
    blocked = await enrolled(small_shop, 1, blocked_at=clock())
    erased = await enrolled(small_shop, 2)
    async with small_shop.storage.transaction() as tx:
        for customer in (blocked, erased):
            letter = Letter("карта").to_json()
            await tx.outbox.post(letter, key=f"k{customer}", now=clock(), customer=customer)
        await tx.customers.change(erased, erased_at=clock())
    await follows(small_shop, **{f"k{blocked}": "update:1", f"k{erased}": "update:2"})
    before = {end: counted(end) for end in ("withheld", "unreachable")}
    why = figure("kasanie_messages_withheld_total", reason="erased")
    ends = await Drainer(small_shop, Postman(), pace=quick_pace()).drain()
    assert ends == {"withheld": 1, "unreachable": 1}
    assert {end: counted(end) - count for end, count in before.items()} == {"withheld": 1, "unreachable": 1}
    assert figure("kasanie_messages_withheld_total", reason="erased") == why + 1
    told = {(line["origin"], line["outcome"], line["reason"]) for line in said if "origin" in line}
    assert told == {("update:1", "unreachable", "blocked"), ("update:2", "withheld", "erased")}


async def test_a_broadcast_is_not_told_one_by_one(small_shop: Shop, said: Said) -> None:
    shop = await touched(small_shop, 3)
    async with shop.storage.transaction() as tx:
        await tx.customers.change((await tx.customers.by_telegram(1001)).id, marketing=False)  # type: ignore[union-attr, arg-type]
    await Drainer(shop, Postman(), pace=quick_pace()).drain()
    assert {line["outcome"] for line in said if "outcome" in line} == {"sent", "withheld"}
    assert {line["log_level"] for line in said if "outcome" in line} == {"debug"}


async def test_what_was_interrupted(small_shop: Shop, said: Said) -> None:
    shop = await touched(small_shop, 2)
    await post(shop, "карта", chat=5001)
    await follows(shop, **{"5001:карта": "update:7"})
    await kill((await hanging(shop, sending=3))[0])
    await run_out(shop)
    before = {end: counted(end) for end in ("again", "unknown")}
    said.clear()
    await Drainer(shop, Postman(), pace=quick_pace()).recover()
    assert {end: counted(end) - count for end, count in before.items()} == {"again": 1, "unknown": 2}
    lines = [line for line in said if line["event"] == "a message was interrupted"]
    ends = [(line["outcome"], line.get("origin")) for line in lines]
    assert sorted(ends, key=str) == [("again", "update:7"), ("unknown", None), ("unknown", None)]
    assert len({line["message"] for line in lines}) == 3
    assert {line["log_level"] for line in lines} == {"warning"}
