"""Everything proactive leaves through one gate, or does not leave, and then the reason is kept."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from actions.pass_gate import Held
from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from loyalty.customer import Birthday
from loyalty.delivery import in_control
from loyalty.ids import ChatId, CustomerId
from storage.schema import customers, messages
from tests.drainer import gate
from tests.postman import Postman
from tests.shop import MANAGERS, Clock, bought, enrolled
from tests.touches import live, outbox, states, switch, touch, with_touches
from texts.letter import Letter

MOSCOW = ZoneInfo("Europe/Moscow")
THANKS = touch("thanks", "purchase", category="news")


async def bought_by(shop: Shop, *people: CustomerId) -> None:
    for person in people:
        await bought(shop, person, 100_00)
    await plan_touchpoints(shop)


async def test_what_is_due_is_claimed_once(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, THANKS)
    await bought_by(shop, await enrolled(shop))
    passed = await gate(shop)
    assert [(letter.chat_id, letter.letter.text) for letter in passed.letters] == [(1001, "Клиент 1, здравствуйте!")]
    [row] = await outbox(shop)
    assert (row.state, row.attempts, row.fence) == ("due", 0, 1)
    assert (await gate(shop)).letters == ()


async def test_each_is_withheld_for_its_reason(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, THANKS)
    without: list[dict[str, Any]] = [
        {"marketing": False},
        {"processing": False},
        {"telegram_id": None},
        {"blocked_at": clock()},
    ]
    people = [await enrolled(shop, number, **columns) for number, columns in enumerate(without, start=1)]
    await bought_by(shop, *people)
    passed = await gate(shop)
    assert passed.letters == ()
    reasons = {row.customer_id: row.reason for row in await outbox(shop) if row.state == "withheld"}
    assert reasons == dict(zip(people, ["no_consent", "no_consent", "no_telegram", "blocked"], strict=True))
    assert Counter(stopped.reason for stopped in passed.stopped) == {"no_consent": 2, "no_telegram": 1, "blocked": 1}


async def test_service_needs_no_consent_to_offers(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("how-was-it", "purchase"))
    await bought_by(shop, await enrolled(shop, marketing=False))
    assert len((await gate(shop)).letters) == 1


async def test_a_consent_that_is_taken_back_counts_at_once(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, THANKS)
    anna = await enrolled(shop)
    await bought_by(shop, anna)
    async with shop.storage.transaction() as tx:
        await tx.customers.change(anna, marketing=False)
    await gate(shop)
    assert await states(shop) == {"no_consent": 1}


async def test_who_blocked_the_bot_in_between_is_spared(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, THANKS)
    anna = await enrolled(shop)
    await bought_by(shop, anna)
    async with shop.storage.transaction() as tx:
        await tx.customers.change(anna, blocked_at=clock())
    await gate(shop)
    assert await states(shop) == {"blocked": 1}


async def test_who_was_erased_in_between_is_gone(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, THANKS)
    anna = await enrolled(shop)
    await bought_by(shop, anna)
    async with shop.storage.transaction() as tx:
        await tx.customers.change(anna, erased_at=clock(), telegram_id=None, name=None)
    await gate(shop)
    assert await states(shop) == {"erased": 1}


async def test_what_was_switched_off_in_between_does_not_leave(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, THANKS)
    await bought_by(shop, await enrolled(shop))
    await switch(shop, "thanks", on=False)
    await gate(shop)
    assert await states(shop) == {"switched_off": 1}


async def test_what_was_taken_out_of_the_programme_does_not_leave(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, THANKS)
    await bought_by(shop, await enrolled(shop))
    await gate(with_touches(shop))
    assert await states(shop) == {"switched_off": 1}


async def test_quiet_hours_put_off_to_ten_by_the_persons_own_clock(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, THANKS)
    here, east = await enrolled(shop), await enrolled(shop, 2, timezone="Asia/Vladivostok")
    clock.set(datetime(2026, 3, 3, 21, 30, tzinfo=MOSCOW).astimezone(UTC))
    await bought_by(shop, here, east)
    assert (await gate(shop)).letters == ()
    due = {row.customer_id: row.due_at for row in await outbox(shop)}
    assert due[here] == datetime(2026, 3, 4, 10, tzinfo=MOSCOW)
    assert due[east] == datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("Asia/Vladivostok"))
    clock.set(due[east])
    assert [letter.customer_id for letter in (await gate(shop)).letters] == [east]
    clock.set(due[here])
    assert [letter.customer_id for letter in (await gate(shop)).letters] == [here]


async def test_what_would_be_too_late_after_the_quiet_hours_is_dropped(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("thanks", "purchase", welcome_for="2h"))
    clock.set(datetime(2026, 3, 3, 21, 30, tzinfo=MOSCOW).astimezone(UTC))
    await bought_by(shop, await enrolled(shop))
    await gate(shop)
    assert await states(shop) == {"quiet": 1}


async def test_the_cap_lets_one_through_and_puts_off_the_next(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, THANKS, touch("second", "purchase", category="offer", welcome_for="5d"))
    anna = await enrolled(shop)
    await bought_by(shop, anna)
    postman = Postman()
    await live(shop, clock, postman, days=1)
    first, second = await outbox(shop)
    assert (first.state, second.state) == ("sent", "planned")
    assert second.due_at == first.sent_at + timedelta(days=3)
    await live(shop, clock, postman, days=3)
    assert len(postman.carried) == 2


async def test_the_cap_drops_what_it_would_hold_up_for_too_long(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, THANKS, touch("second", "purchase", category="offer"))
    await bought_by(shop, await enrolled(shop))
    await live(shop, clock, Postman(), days=1)
    assert await states(shop) == {"sent": 1, "cap": 1}


async def test_service_neither_counts_for_the_cap_nor_waits_for_it(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("how-was-it", "purchase"), THANKS, touch("how-was-it-2", "purchase"))
    await bought_by(shop, await enrolled(shop))
    postman = Postman()
    await live(shop, clock, postman, days=1)
    assert len(postman.carried) == 3


async def test_the_control_group_gets_nothing_and_has_its_share(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("thanks", "purchase", category="news", control_group=10))
    async with shop.storage.transaction() as tx:
        rows = [
            {"telegram_id": 5000 + n, "language": "ru", "created_at": clock(), "enrolled_at": clock()}
            | {"processing": True, "marketing": True, "purchase_count": 1}
            for n in range(1000)
        ]
        await tx.connection.execute(sa.insert(customers), rows)
        ids = list((await tx.connection.execute(sa.select(customers.c.id))).scalars())
        sale = {"at": clock(), "recorded_at": clock(), "amount": 1, "currency": "RUB"}
        for id in ids:
            await tx.purchases.add(customer_id=id, key=str(id), **sale)
    await plan_touchpoints(shop)
    while (await gate(shop)).decided:
        pass
    found = await states(shop)
    assert sum(found.values()) == 1000
    assert 70 <= found["control"] <= 130
    held = {row.customer_id for row in await outbox(shop) if row.reason == "control"}
    assert held == {id for id in ids if in_control(CustomerId(id), "thanks", 10)}


async def test_after_three_days_of_downtime_nothing_old_is_sent_and_all_of_it_is_counted(
    shop: Shop, clock: Clock
) -> None:
    shop = with_touches(shop, THANKS, touch("birthday", "birthday", at="11:00", category="about_us"))
    anna, boris = await enrolled(shop, birthday=Birthday(3, 4)), await enrolled(shop, 2)
    await bought(shop, anna, 100_00)
    await bought(shop, boris, 100_00)
    clock.advance(days=3)
    postman = Postman()
    await live(shop, clock, postman, days=2)
    assert postman.carried == []
    assert await states(shop) == {"stale": 3}


async def test_a_silence_that_has_ended_is_not_spoken_of(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("come-back", "silence", after="60d", category="news"))
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00)
    clock.set(datetime(2026, 5, 3, 22, tzinfo=MOSCOW).astimezone(UTC))
    await plan_touchpoints(shop)
    await gate(shop)
    await bought(shop, anna, 100_00, at=clock() + timedelta(hours=11))
    clock.advance(hours=13)
    assert (await gate(shop)).letters == ()
    assert await states(shop) == {"stale": 1}


async def test_one_letter_to_a_chat_at_a_time_and_in_order(shop: Shop, clock: Clock) -> None:
    async with shop.storage.transaction() as tx:
        for key in "abc":
            await tx.outbox.post(Letter(key).to_json(), key=key, now=clock(), chat=MANAGERS)
        await tx.outbox.post(Letter("d").to_json(), key="d", now=clock(), chat=ChatId(3001))
    passed = await gate(shop)
    assert [letter.letter.text for letter in passed.letters] == ["a", "d"]
    assert passed.held == {Held(MANAGERS, None)}
    busy = frozenset({int(MANAGERS)})
    assert (await gate(shop, busy=busy)).letters == ()
    assert (await gate(shop, busy=busy)).held == {Held(MANAGERS, None)}
    assert [letter.letter.text for letter in (await gate(shop)).letters] == ["b"]


async def test_no_more_leave_than_there_is_room_for_service_first(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, THANKS)
    people = [await enrolled(shop, number) for number in (1, 2, 3)]
    await bought_by(shop, *people)
    clock.advance(minutes=1)
    async with shop.storage.transaction() as tx:
        await tx.outbox.post(Letter("карта").to_json(), key="k", now=clock(), customer=people[2])
    passed = await gate(shop, room=2)
    assert passed.letters[0].letter.text == "карта"
    assert await states(shop) == {"due": 2, "planned": 2}


async def test_a_posted_letter_passes_at_night_and_without_consent(shop: Shop, clock: Clock) -> None:
    anna = await enrolled(shop, marketing=False)
    clock.set(datetime(2026, 3, 4, 2, tzinfo=MOSCOW).astimezone(UTC))
    async with shop.storage.transaction() as tx:
        await tx.outbox.post(Letter("Ваш купон").to_json(), key="k", now=clock(), customer=anna)
    assert [letter.letter for letter in (await gate(shop)).letters] == [Letter("Ваш купон")]


async def test_a_posted_letter_that_can_reach_nobody_says_so(shop: Shop, clock: Clock) -> None:
    people = [
        await enrolled(shop, 1, telegram_id=None),
        await enrolled(shop, 2, blocked_at=clock()),
        await enrolled(shop, 3, erased_at=clock()),
    ]
    async with shop.storage.transaction() as tx:
        for person in people:
            await tx.outbox.post(Letter("Ваш купон").to_json(), key=str(person), now=clock(), customer=person)
    assert (await gate(shop)).letters == ()
    found = [(row.state, row.reason) for row in await outbox(shop)]
    assert found == [("unreachable", "no_telegram"), ("unreachable", "blocked"), ("withheld", "erased")]


async def test_a_posted_letter_is_not_sent_days_late(shop: Shop, clock: Clock) -> None:
    anna = await enrolled(shop)
    async with shop.storage.transaction() as tx:
        await tx.outbox.post(Letter("Ваш купон").to_json(), key="k", now=clock(), customer=anna)
    clock.advance(days=2, seconds=1)
    assert (await gate(shop)).letters == ()
    assert await states(shop) == {"stale": 1}


async def test_a_letter_that_the_owner_fires_by_hand_passes_the_whole_gate(shop: Shop, clock: Clock) -> None:
    anna, boris = await enrolled(shop), await enrolled(shop, 2, marketing=False)
    values = {"touchpoint": "campaign:7", "occurrence": "7", "category": "offer", "priority": 2, "state": "planned"}
    times = {"planned_at": clock(), "due_at": clock(), "expires_at": clock() + timedelta(days=1)}
    async with shop.storage.transaction() as tx:
        letter = Letter("Распродажа").to_json()
        for person in (anna, boris):
            row = {**values, **times, "customer_id": person, "letter": letter}
            await tx.connection.execute(sa.insert(messages).values(**row))
    assert [sent.letter.text for sent in (await gate(shop)).letters] == ["Распродажа"]
    assert await states(shop) == {"due": 1, "no_consent": 1}


async def test_a_text_that_names_what_nobody_knows_stops_no_other(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("broken", "purchase", text="{nmae}, привет"), touch("fine", "purchase"))
    await bought_by(shop, await enrolled(shop))
    assert len((await gate(shop)).letters) == 1
    [broken] = [row for row in await outbox(shop) if row.touchpoint == "broken"]
    assert (broken.state, broken.reason) == ("failed", "nobody knows {nmae}")
