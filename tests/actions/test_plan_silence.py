"""Who has gone quiet, and the ladder of steps to win them back."""

from datetime import timedelta
from typing import Any

from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from loyalty.touchpoint import Touchpoint
from tests.postman import Postman
from tests.shop import Clock, bought, enrolled
from tests.touches import live, outbox, planned, states, touch, with_touches

DAY = timedelta(days=1)


def quiet(id: str, **parts: Any) -> Touchpoint:
    return touch(id, "silence", **{"after": "60d", "category": "news", "welcome_for": "5d", **parts})


LADDER = (
    quiet("come-back", at_most="1 per 90d", text="Шаг первый"),
    quiet(
        "come-back-offer", follows="come-back", after="14d", category="offer", offer="miss-you-20", text="Шаг второй"
    ),
    quiet(
        "why-silent", follows="come-back-offer", after="14d", category="useful", survey="why-silent", text="Шаг третий"
    ),
)


async def test_sixty_days_after_the_last_purchase_and_not_before(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, quiet("come-back"))
    anna = await enrolled(shop)
    await enrolled(shop, 2)  # has never bought: there is nothing to come back to
    await bought(shop, anna, 100_00)
    last = clock()
    clock.advance(days=59, hours=23)
    assert await planned(shop) == []
    clock.advance(hours=1)
    assert await planned(shop) == [("come-back", anna, str(int(last.timestamp())))]
    [row] = await outbox(shop)
    assert (row.due_at, row.anchor_at) == (clock(), last)
    clock.advance(days=200)
    assert len(await planned(shop)) == 1


async def test_the_imported_are_due_from_when_they_are_found(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, quiet("come-back"))
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00, at=clock() - 700 * DAY)
    assert len(await planned(shop)) == 1
    [row] = await outbox(shop)
    assert row.due_at == clock()


async def test_a_glance_finds_only_what_has_just_become_due(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, quiet("come-back"))
    anna, boris = await enrolled(shop), await enrolled(shop, 2)
    await bought(shop, anna, 100_00, at=clock() - 61 * DAY)
    await bought(shop, boris, 100_00, at=clock() - 60 * DAY)
    assert await plan_touchpoints(shop, look_back=timedelta(hours=2), thorough=False) == 1
    assert [row.customer_id for row in await outbox(shop)] == [boris]
    assert await plan_touchpoints(shop) == 1


async def test_without_a_word_of_its_own_a_silence_can_wait_for_the_cap(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, quiet("come-back", welcome_for=None))
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00, at=clock() - 61 * DAY)
    await plan_touchpoints(shop)
    [row] = await outbox(shop)
    assert row.expires_at - row.due_at == 4 * DAY  # the preset allows one message in three days


async def test_the_ladder_ends_in_peace_and_begins_anew_after_the_next_silence(shop: Shop, clock: Clock) -> None:
    shop, postman = with_touches(shop, *LADDER), Postman()
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00)
    await live(shop, clock, postman, days=240, every=2)
    assert [text.splitlines()[0] for text in postman.texts] == ["Шаг первый", "Шаг второй", "Шаг третий"]
    sent = [(row.sent_at - row.anchor_at).days for row in await outbox(shop)]
    assert sent == [60, 74, 88]
    await bought(shop, anna, 100_00)
    await live(shop, clock, postman, days=58, every=2)
    assert len(postman.carried) == 3
    await live(shop, clock, postman, days=142, every=2)
    assert len(postman.carried) == 6


async def test_a_purchase_on_the_way_ends_the_ladder(shop: Shop, clock: Clock) -> None:
    shop, postman = with_touches(shop, *LADDER), Postman()
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00)
    await live(shop, clock, postman, days=66, every=3)
    assert len(postman.carried) == 1
    await bought(shop, anna, 100_00)
    await live(shop, clock, postman, days=51, every=3)
    assert len(postman.carried) == 1


async def test_at_most_once_in_its_period_whatever_they_buy(shop: Shop, clock: Clock) -> None:
    shop, postman = with_touches(shop, quiet("come-back", after="10d", at_most="1 per 90d")), Postman()
    anna = await enrolled(shop)
    for _ in range(6):  # buys every twenty days, and is quiet for ten of them
        await bought(shop, anna, 100_00)
        await live(shop, clock, postman, days=20)
    times = [row.sent_at for row in await outbox(shop) if row.sent_at]
    assert len(times) == 2
    assert times[1] - times[0] >= 90 * DAY


async def test_a_step_follows_only_what_was_sent(shop: Shop, clock: Clock) -> None:
    shop, postman = with_touches(shop, *LADDER), Postman()
    anna = await enrolled(shop, marketing=False)
    await bought(shop, anna, 100_00)
    await live(shop, clock, postman, days=100, every=4)
    assert postman.carried == []
    assert await states(shop) == {"no_consent": 1}


async def test_only_the_best_are_called_back_where_the_segment_says_so(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, quiet("come-back", segment="valuable"))
    anna, boris = await enrolled(shop), await enrolled(shop, 2)
    await bought(shop, anna, 20_000_00)
    await bought(shop, boris, 20_000_00)
    async with shop.storage.transaction() as tx:  # all of it came back
        await tx.purchases.add_return(customer_id=boris, at=clock(), amount=20_000_00, currency="RUB", key="r")
    clock.advance(days=60)
    assert [customer for _, customer, _ in await planned(shop)] == [anna]
