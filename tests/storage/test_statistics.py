"""The owner's figures, asked of the database: the same as one would count by hand."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.shop import Shop
from loyalty.customer import Stage
from loyalty.ids import CustomerId, MessageId
from loyalty.ladder import stage
from loyalty.programme import LadderRules
from storage.schema import messages
from storage.statistics import Invitations, Sales, Span, Statistics
from storage.touch_statistics import touch_figures
from tests.shop import NOON, Clock, bought, enrolled

DAY = timedelta(days=1)
MONTH = Span(NOON - 30 * DAY, NOON)


async def _sales(shop: Shop, span: Span = MONTH) -> Sales:
    async with shop.storage.reading() as tx:
        return await Statistics(tx.connection).sales(span)


async def test_nothing_is_nothing(shop: Shop) -> None:
    assert await _sales(shop) == Sales(0, 0, 0, 0, 0, 0)


async def test_new_and_again(shop: Shop) -> None:
    old, new, both, quiet = [await enrolled(shop, number) for number in range(1, 5)]
    for customer, days in ((old, 100), (old, 5), (new, 4), (both, 3), (both, 2), (quiet, 200)):
        await bought(shop, customer, 100_00, at=NOON - days * DAY)
    assert await _sales(shop) == Sales(buyers=3, new=2, again=2, purchases=4, amount=400_00, returned=0)


async def test_two_purchases_at_the_same_moment_are_a_first_and_another(shop: Shop) -> None:
    customer = await enrolled(shop)
    for key in "ab":
        await bought(shop, customer, 100_00, at=NOON - DAY, key=key)
    assert await _sales(shop) == Sales(buyers=1, new=1, again=1, purchases=2, amount=200_00, returned=0)


async def test_the_ends_of_a_span(shop: Shop) -> None:
    customer = await enrolled(shop)
    for moment in (MONTH.since - timedelta(seconds=1), MONTH.since, MONTH.until - timedelta(seconds=1), MONTH.until):
        await bought(shop, customer, 1, at=moment)
    assert (await _sales(shop)).purchases == 2


async def test_returns_are_told_apart_and_taken_off_the_columns(shop: Shop) -> None:
    customer = await enrolled(shop)
    await bought(shop, customer, 500_00, at=NOON - 10 * DAY)
    async with shop.storage.transaction() as tx:
        await tx.purchases.add_return(
            customer_id=customer, at=NOON - 5 * DAY, amount=200_00, currency="RUB", key="r", recorded_by=None
        )
    assert await _sales(shop) == Sales(1, 1, 0, 1, 500_00, 200_00)
    spans = [Span(NOON - (end + 6) * DAY, NOON - end * DAY) for end in (12, 6, 0)]
    async with shop.storage.reading() as tx:
        assert await Statistics(tx.connection).sales_of_each(spans) == [0, 500_00, -200_00]
        assert await Statistics(tx.connection).sales_of_each([]) == []


async def test_invitations(shop: Shop) -> None:
    inviter, *friends = [await enrolled(shop, number) for number in range(1, 5)]
    async with shop.storage.transaction() as tx:
        for friend, days in zip(friends, (40, 20, 10), strict=True):
            await tx.referrals.add(inviter=inviter, friend=friend, at=NOON - days * DAY)
        first = await tx.referrals.pending_of_friend(friends[0])
        last = await tx.referrals.pending_of_friend(friends[2])
        assert first is not None
        assert last is not None
        await tx.referrals.earn(first.id, now=NOON - DAY)
        await tx.referrals.refuse(last.id, reason="self")
    async with shop.storage.reading() as tx:
        assert await Statistics(tx.connection).invitations(MONTH) == Invitations(invited=2, earned=1, refused=1)


async def test_answers_are_counted_and_skipped_ones_are_not(shop: Shop) -> None:
    given_answers: list[Any] = [5, 5, 1, None, ["price", "other"]]
    async with shop.storage.transaction() as tx:
        for number, value in enumerate(given_answers, start=1):
            id = await tx.customers.add(language="ru", now=NOON)
            response = await tx.responses.start("csat", id, "x", now=NOON)
            await tx.responses.answer(response.id, "score", value, now=NOON - number * DAY)
    async with shop.storage.reading() as tx:
        ask = Statistics(tx.connection)
        assert await ask.answers("csat", "score", MONTH) == {"5": 2, "1": 1, '["price", "other"]': 1}
        assert await ask.answers("csat", "score", Span(NOON - DAY, NOON)) == {"5": 1}
        assert await ask.answers("csat", "why", MONTH) == {}
        assert await ask.answers("nps", "score", MONTH) == {}


async def test_refusals(shop: Shop) -> None:
    customer = await enrolled(shop)
    async with shop.storage.transaction() as tx:
        for days in (1, 20, 40):
            await tx.refusals.add(customer, at=NOON - days * DAY, note=None, recorded_by=None, key=str(days))
    async with shop.storage.reading() as tx:
        assert await Statistics(tx.connection).refusals(MONTH) == 2


_MOMENTS = st.one_of(st.none(), st.integers(0, 400 * 86400).map(lambda ago: NOON - timedelta(seconds=ago)))
_PEOPLE = st.lists(st.tuples(st.integers(0, 8), _MOMENTS, st.integers(0, 3)), min_size=1, max_size=12)
_RULES = st.builds(
    LadderRules,
    repeat=st.integers(2, 4),
    regular=st.integers(2, 6),
    advocate=st.integers(1, 2),
    sleeping=st.integers(1, 90).map(lambda days: timedelta(days=days)),
    lost=st.integers(1, 200).map(lambda days: timedelta(days=days)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=_PEOPLE, rules=_RULES, microseconds=st.integers(0, 999_999))
async def test_stages_are_those_of_the_ladder(
    shop: Shop, people: list[tuple[int, datetime | None, int]], rules: LadderRules, microseconds: int
) -> None:
    """The CASE of SQL and the rule of loyalty/ladder.py agree about everybody, to the second."""
    now = NOON.replace(microsecond=microseconds)
    people = [*people, (1, NOON - rules.sleeping, 0), (9, NOON - rules.lost, 3), (9, now - rules.sleeping + DAY, 3)]
    async with shop.storage.transaction() as tx:
        await _replace_everybody(tx, people)
        counted = await Statistics(tx.connection).stages(rules, now=now)
    seconds = [(count, last and last.replace(microsecond=0), friends) for count, last, friends in people]
    expected = [stage(count, last, friends, rules, now) for count, last, friends in seconds]
    expected += [Stage.LEAD] * sum(friends for *_, friends in people)  # the friends themselves
    assert counted == {step: expected.count(step) for step in Stage}


async def _replace_everybody(tx: Any, people: list[tuple[int, datetime | None, int]]) -> None:
    for table in ("referrals", "customers"):
        await tx.connection.execute(sa.text(f"DELETE FROM {table}"))
    for count, last, friends in people:
        id = await tx.customers.add(language="ru", now=NOON, purchase_count=count, last_purchase_at=last)
        for _ in range(friends):
            friend = await tx.customers.add(language="ru", now=NOON)
            await tx.referrals.add(inviter=id, friend=friend, at=NOON)
            found = await tx.referrals.pending_of_friend(friend)
            await tx.referrals.earn(found.id, now=NOON)


async def test_who_asked_to_be_forgotten_stands_on_no_step(shop: Shop) -> None:
    await enrolled(shop, phone=None, erased_at=NOON)
    async with shop.storage.reading() as tx:
        counts = await Statistics(tx.connection).stages(LadderRules(), now=NOON)
    assert set(counts.values()) == {0}


async def _touch(shop: Shop, customer: CustomerId, occurrence: str, **columns: Any) -> MessageId:
    values = {
        "touchpoint": "how-was-it",
        "category": "service",
        "priority": 0,
        "state": "sent",
        "planned_at": NOON - 20 * DAY,
        "due_at": NOON - 20 * DAY,
        "sent_at": NOON - 20 * DAY,
        "expires_at": NOON,
        **columns,
    }
    statement = sa.insert(messages).values(customer_id=customer, occurrence=occurrence, **values)
    async with shop.storage.transaction() as tx:
        done = await tx.connection.execute(statement.returning(messages.c.id))
        return MessageId(done.scalar_one())


async def test_what_a_touchpoint_came_to(shop: Shop, clock: Clock) -> None:
    people = [await enrolled(shop, number) for number in range(1, 9)]
    sent = NOON - 20 * DAY
    answered = await _touch(shop, people[0], "1")
    await _touch(shop, people[1], "1")
    await _touch(shop, people[2], "1")
    await _touch(shop, people[3], "1", state="withheld", reason="control", sent_at=None)
    await _touch(shop, people[4], "1", state="withheld", reason="no_consent", sent_at=None)
    await _touch(shop, people[5], "1", state="unreachable", reason="blocked", sent_at=None)
    await _touch(shop, people[6], "1", state="planned", sent_at=None)
    await _touch(shop, people[7], "1", planned_at=NOON - 60 * DAY)
    await _touch(shop, people[0], "2", touchpoint="birthday")
    async with shop.storage.transaction() as tx:
        response = await tx.responses.start("csat", people[0], "x", now=NOON, message=answered)
        await tx.responses.answer(response.id, "score", 5, now=NOON)
        await tx.responses.start("csat", people[1], "x", now=NOON, message=MessageId(answered + 1))  # and no answer
    await bought(shop, people[1], 1, at=sent + timedelta(seconds=1))
    await bought(shop, people[1], 1, at=sent + 3 * DAY)  # twice is one who bought
    await bought(shop, people[0], 1, at=sent)  # not after it
    await bought(shop, people[2], 1, at=sent + 14 * DAY + timedelta(seconds=1))  # too late to be its doing
    await bought(shop, people[3], 1, at=sent + 14 * DAY)
    async with shop.storage.reading() as tx:
        figures = await touch_figures(tx.connection, MONTH)
    assert set(figures) == {"how-was-it", "birthday"}
    found = figures["how-was-it"]
    assert (found.planned, found.sent, found.answered, found.bought, found.waiting) == (7, 3, 1, 1, 1)
    assert found.withheld == {"control": 1, "no_consent": 1}
    assert found.lost == {"unreachable": 1}
    assert found.control_bought == 1


async def test_messages_that_no_rule_sent_are_no_touch(shop: Shop) -> None:
    customer = await enrolled(shop)
    async with shop.storage.transaction() as tx:
        await tx.outbox.post({"text": "x"}, key="k", now=NOON, customer=customer)
    async with shop.storage.reading() as tx:
        assert await touch_figures(tx.connection, Span(NOON - DAY, NOON + DAY)) == {}
