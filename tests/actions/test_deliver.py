"""What comes of a letter is written down, and nobody gets an offer twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.deliver import (
    JITTER,
    RETRIES,
    Delivered,
    Migrated,
    Outgoing,
    RateLimited,
    Refused,
    Trouble,
    Unreachable,
    retry_at,
)
from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from loyalty.ids import ChatId, ResponseId
from storage.dialogues import Dialogue
from storage.erasure import erase
from storage.message_marks import Interrupted
from tests.drainer import crash, gate, marked, settle
from tests.shop import MANAGERS, NOON, OWNER, Clock, bought, enrolled
from tests.touches import outbox, states, touch, with_touches
from texts.letter import Letter


async def on_its_way(shop: Shop, category: str = "news", **parts: object) -> Outgoing:
    """One touch, marked as being sent."""
    shop = with_touches(shop, touch("touch", "purchase", category=category, **parts))
    await bought(shop, await enrolled(shop), 100_00)
    await plan_touchpoints(shop)
    [outgoing] = await marked(shop, room=1)
    return outgoing


async def test_what_arrived_is_sent_and_known_by_its_number(shop: Shop, clock: Clock) -> None:
    outgoing = await on_its_way(shop)
    clock.advance(seconds=2)
    assert await settle(shop, outgoing, Delivered(77)) == "sent"
    [row] = await outbox(shop)
    assert (row.state, row.telegram_message_id, row.sent_at, row.attempts) == ("sent", 77, clock(), 1)


async def test_a_blocked_bot_is_remembered(shop: Shop, clock: Clock) -> None:
    outgoing = await on_its_way(shop)
    assert await settle(shop, outgoing, Unreachable()) == "unreachable"
    assert outgoing.customer_id is not None
    async with shop.storage.reading() as tx:
        assert (await tx.customers.get(outgoing.customer_id)).blocked_at == clock()


async def test_what_telegram_refuses_is_not_tried_again(shop: Shop) -> None:
    assert await settle(shop, await on_its_way(shop), Refused("can't parse entities")) == "failed"
    [row] = await outbox(shop)
    assert row.reason == "can't parse entities"


async def test_too_fast_costs_no_attempt(shop: Shop) -> None:
    assert await settle(shop, await on_its_way(shop), RateLimited(7)) == "planned"
    [row] = await outbox(shop)
    assert (row.state, row.attempts) == ("planned", 0)


async def test_trouble_is_tried_again_later_and_given_up_in_the_end(shop: Shop, clock: Clock) -> None:
    outgoing = await on_its_way(shop, welcome_for="5d")
    waits: list[float] = []
    for _ in RETRIES:
        assert await settle(shop, outgoing, Trouble("502")) == "planned"
        [row] = await outbox(shop)
        waits.append((row.due_at - clock()) / RETRIES[len(waits)])
        assert (await gate(shop)).letters == ()
        clock.set(row.due_at)
        [outgoing] = await marked(with_touches(shop, touch("touch", "purchase", category="news")), room=1)
    assert all(1 - JITTER - 0.2 <= wait <= 1 + JITTER for wait in waits)  # whole seconds are kept
    assert await settle(shop, outgoing, Trouble("502")) == "failed"


@pytest.mark.parametrize("category,state", [("service", "planned"), ("offer", "unknown")])
async def test_what_may_have_arrived_is_sent_again_only_if_it_is_owed(shop: Shop, category: str, state: str) -> None:
    outgoing = await on_its_way(shop, category)
    assert await settle(shop, outgoing, Trouble("timeout", perhaps_arrived=True)) == state


async def test_a_group_that_moved_is_found_again(shop: Shop, clock: Clock) -> None:
    new = ChatId(-1009999999999)
    async with shop.storage.transaction() as tx:
        for key in "ab":
            await tx.outbox.post(Letter(key).to_json(), key=key, now=clock(), chat=MANAGERS)
    [first] = await marked(shop, room=2)
    assert await settle(shop, first, Migrated(new)) == "planned"
    assert [(row.state, row.chat_id, row.attempts) for row in await outbox(shop)] == [("planned", new, 0)] * 2
    assert shop.manager_chat_id() == new
    [again] = await marked(shop, room=2)
    assert (again.chat_id, again.letter) == (new, first.letter)


async def test_a_group_that_cannot_be_reached_blocks_nobody(shop: Shop, clock: Clock) -> None:
    async with shop.storage.transaction() as tx:
        await tx.outbox.post(Letter("a").to_json(), key="a", now=clock(), chat=MANAGERS)
    [outgoing] = await marked(shop, room=2)
    assert await settle(shop, outgoing, Unreachable()) == "planned", "the bot may be let in again"
    assert [(row.chat_id, row.state) for row in await outbox(shop)] == [(MANAGERS, "planned"), (OWNER, "planned")]
    clock.advance(days=2, minutes=1)
    assert not await marked(shop, room=2)
    assert [row.reason for row in await outbox(shop)] == ["stale", "stale"]


async def test_a_typed_answer_is_waited_for_once_the_question_is_there(shop: Shop) -> None:
    outgoing = await on_its_way(shop, survey="enrolment")
    assert outgoing.expects is not None
    assert await expected(shop) is None
    await settle(shop, outgoing, Delivered(1))
    assert await expected(shop) == Dialogue("answer", {"response": outgoing.expects})


async def test_a_question_does_not_interrupt_what_is_being_talked_about(shop: Shop, clock: Clock) -> None:
    outgoing = await on_its_way(shop, survey="enrolment")
    async with shop.storage.transaction() as tx:
        await tx.dialogues.expect(1001, 1001, Dialogue("feedback"), now=clock())
    await settle(shop, outgoing, Delivered(1))
    assert await expected(shop) == Dialogue("feedback")


@pytest.mark.parametrize("survey, hours, over", [("nps", 25, True), ("nps", 23, False), ("enrolment", 99, False)])
async def test_a_question_that_nobody_answered_for_a_day_is_over(
    shop: Shop, clock: Clock, survey: str, hours: int, over: bool
) -> None:
    """Of the enrolment none is: the customer came for it."""
    outgoing = await on_its_way(shop, survey="csat" if survey == "enrolment" else "enrolment")
    outgoing = replace(outgoing, expects=outgoing.expects or ResponseId(999))
    assert outgoing.customer_id is not None
    then = clock() - timedelta(hours=hours)
    async with shop.storage.transaction() as tx:
        earlier = await tx.responses.start(survey, outgoing.customer_id, "earlier", now=then)
        await tx.dialogues.expect(1001, 1001, Dialogue("answer", {"response": earlier.id}), now=then)
    await settle(shop, outgoing, Delivered(1))
    assert await expected(shop) == Dialogue("answer", {"response": outgoing.expects if over else earlier.id})


async def expected(shop: Shop) -> Dialogue | None:
    async with shop.storage.reading() as tx:
        return await tx.dialogues.of(1001, 1001)


async def test_who_was_erased_while_it_was_on_its_way_stays_erased(shop: Shop, clock: Clock) -> None:
    outgoing = await on_its_way(shop)
    assert outgoing.customer_id is not None
    async with shop.storage.transaction() as tx:
        await erase(tx.connection, outgoing.customer_id, telegram_id=1001, closed={}, now=clock())
    await settle(shop, outgoing, Trouble("502"))
    clock.advance(minutes=1)
    await gate(shop)
    assert await states(shop) == {"erased": 1}


async def test_after_a_crash_service_is_sent_again_and_marketing_is_not(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("owed", "refusal"), touch("offer", "purchase", category="offer"))
    anna, boris, clara = [await enrolled(shop, number) for number in (1, 2, 3)]
    await bought(shop, anna, 100_00)
    async with shop.storage.transaction() as tx:
        await tx.refusals.add(boris, at=clock(), note=None, recorded_by=None, key="r")
        await tx.outbox.post(Letter("карта").to_json(), key="k", now=clock(), customer=clara)
    await plan_touchpoints(shop)
    assert len(await marked(shop, room=10)) == 3
    clock.advance(minutes=10)
    assert await crash(shop) == Interrupted(again=2, unknown=1)
    found = {row.customer_id: row.state for row in await outbox(shop)}
    assert found == {anna: "unknown", boris: "planned", clara: "planned"}
    again = await marked(shop, room=10)
    assert {outgoing.customer_id for outgoing in again} == {boris, clara}
    assert await crash(shop) == Interrupted(again=2, unknown=0)


async def test_what_may_have_arrived_counts_for_the_cap(shop: Shop, clock: Clock) -> None:
    rules = (touch("first", "purchase", category="offer"), touch("second", "refusal", category="offer"))
    shop = with_touches(shop, *rules)
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00)
    await plan_touchpoints(shop)
    await marked(shop, room=1)
    await crash(shop)
    async with shop.storage.transaction() as tx:
        await tx.refusals.add(anna, at=clock(), note=None, recorded_by=None, key="r")
    await plan_touchpoints(shop)
    assert [stopped.reason for stopped in (await gate(shop, room=1)).stopped] == ["cap"]


async def test_attempts_get_rarer() -> None:
    assert [retry_at(number, NOON, 0.5) for number in (1, 6)] == [NOON + timedelta(seconds=5), None]
    assert [retry_at(1, NOON, chance) for chance in (0, 1)] == [NOON + timedelta(seconds=each) for each in (4, 6)]
    assert list(RETRIES) == sorted(RETRIES)
    hourly = [retry_at(number, NOON, 0.5, service=True) for number in (6, 64, 65)]
    assert hourly == [NOON + timedelta(hours=1), NOON + timedelta(hours=1), None]
