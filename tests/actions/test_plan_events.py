"""What follows from something that happened: a purchase, a refusal, an enrolment, a survey left half-way."""

import asyncio
from datetime import timedelta

from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from loyalty.notation import AtMost
from tests.shop import Clock, bought, enrolled
from tests.touches import bought_once, outbox, planned, states, switch, touch, with_touches

DAY = timedelta(days=1)
ASK = touch("how-was-it", "purchase", after="1d", survey="csat")


async def test_a_purchase_is_asked_about_a_day_later_and_not_before(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK)
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00)
    clock.advance(hours=23, minutes=59)
    assert await planned(shop) == []
    clock.advance(minutes=1)
    assert await planned(shop) == [("how-was-it", anna, "purchase:1")]
    [row] = await outbox(shop)
    assert (row.state, row.priority, row.category) == ("planned", 0, "service")
    assert row.due_at == clock() == row.anchor_at + DAY
    assert row.expires_at == row.due_at + DAY


async def test_a_second_run_plans_nothing(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK)
    await bought(shop, await enrolled(shop), 100_00)
    clock.advance(days=1)
    assert await plan_touchpoints(shop) == 1
    assert await plan_touchpoints(shop) == 0
    clock.advance(days=5)
    assert await plan_touchpoints(shop) == 0


async def test_planners_at_the_same_time_plan_once(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK, touch("thanks", "purchase", at_most="1 per 7d"))
    for number in range(1, 6):
        await bought(shop, await enrolled(shop, number), 100_00)
    clock.advance(days=1)
    counts = await asyncio.gather(*(plan_touchpoints(shop) for _ in range(4)))
    assert sum(counts) == 10  # on PostgreSQL each touchpoint may be planned by another
    assert await states(shop) == {"planned": 10}


async def test_of_several_purchases_on_one_day_one_is_asked_about(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK)
    anna = await enrolled(shop)
    for hours in (0, 2, 8):
        await bought(shop, anna, 100_00, at=clock() + timedelta(hours=hours))
    await bought(shop, anna, 100_00, at=clock() + timedelta(hours=8), key="the same minute")
    clock.advance(days=1)
    assert await planned(shop) == [("how-was-it", anna, "purchase:1")]
    clock.advance(days=1)
    assert await planned(shop) == [("how-was-it", anna, "purchase:1")]


async def test_several_purchases_that_are_found_at_once_are_asked_about_once(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK)
    anna = await enrolled(shop)
    for key in "abc":
        await bought(shop, anna, 100_00, key=key)
    clock.advance(days=1)
    assert await planned(shop) == [("how-was-it", anna, "purchase:3")]
    assert len(await planned(shop)) == 1


async def test_the_next_visit_is_asked_about_again(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK)
    anna = await enrolled(shop)
    for days in (0, 3):
        await bought(shop, anna, 100_00, at=clock() + timedelta(days=days))
    clock.advance(days=5)
    assert sorted(o for _, _, o in await planned(shop)) == ["purchase:2"]
    assert sorted(o for _, _, o in await planned(shop)) == ["purchase:1", "purchase:2"]


async def test_an_imported_history_is_not_asked_about(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK)
    anna, boris = await enrolled(shop), await enrolled(shop, 2)
    await bought_once(shop, anna, clock() - 10 * DAY, recorded_at=clock())
    await bought_once(shop, boris, clock() - DAY, recorded_at=clock() - timedelta(minutes=50))  # a till, a bit late
    assert await planned(shop) == [("how-was-it", boris, "purchase:2")]


async def test_a_till_that_reports_at_once_is_thanked_at_once(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("thanks", "purchase"))
    anna = await enrolled(shop)
    await bought_once(shop, anna, clock(), recorded_at=clock() + timedelta(minutes=3))
    clock.advance(minutes=4)
    assert await planned(shop) == [("thanks", anna, "purchase:1")]


async def test_at_most_once_in_its_period_and_again_after_it(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("thanks", "purchase", at_most="1 per 7d"))
    anna = await enrolled(shop)
    for days in (0, 3, 8):
        await bought(shop, anna, 100_00, at=clock() + timedelta(days=days))
    occurrences = []
    for _ in range(10):
        occurrences.append(len(await planned(shop)))
        clock.advance(days=1)
    assert occurrences == [1, 1, 1, 1, 1, 1, 1, 2, 2, 2]  # the second purchase's turn comes when the period is over


async def test_at_most_twice_means_twice(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("thanks", "purchase", at_most=AtMost(2, timedelta(days=30))))
    anna = await enrolled(shop)
    for days in (0, 3, 6):
        await bought(shop, anna, 100_00, at=clock() + timedelta(days=days))
    for _ in range(8):
        await plan_touchpoints(shop)
        clock.advance(days=1)
    assert len(await outbox(shop)) == 2


async def test_a_refusal_asks_why(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("why-not", "refusal", after="2h", survey="refusal"))
    anna = await enrolled(shop)
    async with shop.storage.transaction() as tx:
        await tx.refusals.add(anna, at=clock(), note="дорого", recorded_by=2001, key="r1")
    clock.advance(hours=1)
    assert await planned(shop) == []
    clock.advance(hours=1)
    assert await planned(shop) == [("why-not", anna, "refusal:1")]


async def test_the_erased_are_never_planned_for(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK, touch("hello", "enrolment"))
    anna = await enrolled(shop, erased_at=clock())
    await bought(shop, anna, 100_00)
    clock.advance(days=1)
    assert await planned(shop) == []


async def test_what_the_owner_switched_off_is_not_planned(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, ASK, touch("thanks", "purchase", enabled=False))
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00)
    clock.advance(days=1)
    await switch(shop, "how-was-it", on=False)
    assert await planned(shop) == []
    await switch(shop, "thanks", on=True)
    assert await planned(shop) == [("thanks", anna, "purchase:1")]


async def test_those_outside_the_segment_are_left_alone(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("thanks", "purchase", segment="valuable"))
    anna, boris = await enrolled(shop), await enrolled(shop, 2)
    await bought(shop, anna, 15_000_00)
    await bought(shop, boris, 14_999_99)
    assert await planned(shop) == [("thanks", anna, "purchase:1")]


async def test_who_has_enrolled_is_asked_more_later_and_again_while_questions_are_left(
    shop: Shop, clock: Clock
) -> None:
    shop = with_touches(shop, touch("more", "enrolment", after="3d", repeat="30d", survey="profile"))
    anna = await enrolled(shop)
    assert await planned(shop) == []
    clock.advance(days=3)
    assert await planned(shop) == [("more", anna, "1")]
    clock.advance(days=29)
    assert len(await planned(shop)) == 1
    clock.advance(days=1)
    assert await planned(shop) == [("more", anna, "1"), ("more", anna, "2")]
    for _ in range(12):
        clock.advance(days=31)
        await plan_touchpoints(shop)
    assert len(await outbox(shop)) == 6  # as many as there are questions, then peace


async def test_who_has_answered_everything_is_asked_no_more(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("more", "enrolment", repeat="30d", survey="profile"))
    anna = await enrolled(shop)
    assert len(await planned(shop)) == 1
    survey = shop.programme.survey("profile")
    assert survey is not None
    async with shop.storage.transaction() as tx:
        response = await tx.responses.start("profile", anna, "message:1", now=clock())
        for question in survey.questions:
            await tx.responses.answer(response.id, question.id, None, now=clock())
        await tx.responses.finish(response.id, now=clock())
    clock.advance(days=31)
    assert len(await planned(shop)) == 1


async def test_who_wants_to_be_left_alone_with_it_is(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("more", "enrolment", repeat="30d", survey="profile"))
    anna = await enrolled(shop)
    assert len(await planned(shop)) == 1
    async with shop.storage.transaction() as tx:
        response = await tx.responses.start("profile", anna, "message:1", now=clock())
        await tx.responses.cancel(response.id, now=clock())
    clock.advance(days=31)
    assert len(await planned(shop)) == 1


async def test_a_welcome_without_questions_comes_once(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("welcome", "enrolment", after="1d"))
    anna = await enrolled(shop)
    clock.advance(days=1)
    assert await planned(shop) == [("welcome", anna, "1")]
    clock.advance(days=400)
    assert len(await planned(shop)) == 1


REMIND = touch("unfinished", "unfinished", after="3h", survey="enrolment")


async def test_an_enrolment_left_half_way_is_reminded_of_once(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, REMIND)
    anna = await enrolled(shop, enrolled_at=None)
    async with shop.storage.transaction() as tx:
        response = await tx.responses.start("enrolment", anna, "once", now=clock())
    clock.advance(hours=2, minutes=59)
    assert await planned(shop) == []
    clock.advance(minutes=1)
    assert await planned(shop) == [("unfinished", anna, str(response.id))]
    async with shop.storage.transaction() as tx:
        await tx.responses.answer(response.id, "name", "Анна", now=clock())
    clock.advance(days=2)
    assert len(await planned(shop)) == 1


async def test_who_finished_or_gave_up_is_not_reminded(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, REMIND)
    people = [await enrolled(shop, number, enrolled_at=None) for number in (1, 2)] + [await enrolled(shop, 3)]
    async with shop.storage.transaction() as tx:
        ids = [(await tx.responses.start("enrolment", person, "once", now=clock())).id for person in people]
        await tx.responses.finish(ids[0], now=clock())
        await tx.responses.cancel(ids[1], now=clock())
    clock.advance(days=1)
    assert await planned(shop) == []  # the third has a card: the rest of the questions can wait


async def test_a_question_that_nobody_reacted_to_is_not_half_way(shop: Shop, clock: Clock) -> None:
    shop = with_touches(
        shop, touch("ask", "purchase", survey="csat"), touch("again", "unfinished", after="1d", survey="csat")
    )
    anna, boris = await enrolled(shop), await enrolled(shop, 2)
    await bought(shop, anna, 100_00)
    await bought(shop, boris, 100_00)
    await plan_touchpoints(shop)
    async with shop.storage.transaction() as tx:
        _, started = [
            await tx.responses.start("csat", row.customer_id, f"message:{row.id}", now=clock(), message=row.id)
            for row in await outbox(shop)
        ]
        await tx.responses.answer(started.id, "score", 2, now=clock())
    clock.advance(days=1)
    await plan_touchpoints(shop)
    assert [row.customer_id for row in await outbox(shop) if row.touchpoint == "again"] == [started.customer_id]
