"""The report of a period, put together: scores, reasons, touchpoints in the order of the programme."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from actions.period import parse_period
from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from actions.statistics import Figures, statistics
from jobs.drain import Drainer
from loyalty.ids import CustomerId
from loyalty.money import Money
from tests.postman import Postman, quick_pace
from tests.shop import NOON, Clock, bought, enrolled, preset, with_programme
from tests.touches import touch, with_touches
from texts.stats_figures import Reasons

DAY = timedelta(days=1)


async def _figures(shop: Shop, text: str = "30d", language: str = "ru") -> Figures:
    zone = shop.programme.shop.zone
    period = parse_period(text, shop.now().astimezone(zone).date())
    assert period is not None
    return await statistics(shop, period, shop.texts.words(language))


async def _answered(shop: Shop, survey: str, question: str, *values: Any) -> None:
    """Each by another person, an hour ago."""
    async with shop.storage.transaction() as tx:
        for value in values:
            id = await tx.customers.add(language="ru", now=NOON)
            response = await tx.responses.start(survey, id, "x", now=NOON)
            await tx.responses.answer(response.id, question, value, now=NOON - timedelta(hours=1))


async def test_an_empty_shop_has_an_empty_report(shop: Shop) -> None:
    page = (await _figures(shop)).page
    assert (page.sales.net, page.sales.average, page.sales.change) == (Money(0, "RUB"), None, None)
    assert (page.scores.average, page.scores.nps) == (None, None)
    assert (page.reasons, page.touches) == ((), ())


async def test_all_that_there_is_of_an_empty_shop(shop: Shop) -> None:
    figures = await _figures(shop, "all")
    assert [amount for _, amount in figures.sales] == [Money(0, "RUB")]


async def test_the_average_score_and_nps(shop: Shop) -> None:
    await _answered(shop, "csat", "score", 5, 5, 4, 2, None)
    await _answered(shop, "nps", "score", 10, 9, 8, 3)
    scores = (await _figures(shop)).page.scores
    assert (scores.average, scores.rated) == (Decimal("4.0"), 4)
    assert (scores.nps, scores.recommended) == (25, 4)


async def test_refusal_reasons_by_share(shop: Shop) -> None:
    await _answered(shop, "refusal", "product", "price", "price", "quality", "not-in-the-file-any-more", None)
    await _answered(shop, "refusal", "words", "дорого")
    [reasons] = (await _figures(shop)).page.reasons
    expected = (("Цена", 2), ("Качество", 1), ("not-in-the-file-any-more", 1))
    assert reasons == Reasons("Что не подошло в товаре?", expected, 4)
    [english] = (await _figures(shop, language="en")).page.reasons
    assert english.answers[0] == ("The price", 2)


async def test_several_choices_each_count(shop: Shop) -> None:
    rule = touch("refusal", "refusal", after="2h", survey="csat")
    asking = with_touches(shop, rule)
    await _answered(asking, "csat", "why", ["price", "staff"], ["price"])
    [reasons] = (await _figures(asking)).page.reasons
    assert (dict(reasons.answers), reasons.answered) == ({"Цена": 2, "Работа сотрудников": 1}, 2)


async def test_the_change_against_the_period_before(shop: Shop) -> None:
    customer = await enrolled(shop)
    await bought(shop, customer, 200_00, at=NOON - 40 * DAY)
    await bought(shop, customer, 250_00, at=NOON - 2 * DAY)
    assert (await _figures(shop)).page.sales.change == 25
    assert (await _figures(shop, "all")).page.sales.change is None
    assert (await _figures(shop, "7d")).page.sales.change is None  # before it there was nothing to compare with


async def test_returns_reduce_sales(shop: Shop) -> None:
    customer = await enrolled(shop)
    await bought(shop, customer, 500_00, at=NOON - 2 * DAY)
    async with shop.storage.transaction() as tx:
        await tx.purchases.add_return(
            customer_id=customer, at=NOON - DAY, amount=120_00, currency="RUB", key="r", recorded_by=None
        )
    sales = (await _figures(shop)).page.sales
    assert (sales.net, sales.returned, sales.average) == (
        Money(380_00, "RUB"),
        Money(120_00, "RUB"),
        Money(500_00, "RUB"),
    )


async def test_money_is_in_the_programmes_currency(shop: Shop) -> None:
    rules = preset()
    tenge = rules.model_copy(update={"shop": rules.shop.model_copy(update={"currency": "KZT"})})
    assert (await _figures(with_programme(shop, tenge))).page.sales.net == Money(0, "KZT")


async def test_a_touchpoint_from_planning_to_purchase(shop: Shop, clock: Clock) -> None:
    """Planned by the planner, sent by the drainer, answered, bought after: as it happens."""
    rules = (touch("ask", "purchase", after="1d", survey="csat"), touch("hello", "enrolment", after="1h"))
    live = with_touches(shop, *rules)
    happy, silent, unknown = [await enrolled(live, number) for number in (1, 2, 3)]
    async with live.storage.transaction() as tx:
        await tx.customers.change(unknown, processing=False)
    clock.advance(hours=3)
    for customer in (happy, silent):
        await bought(live, customer, 100_00, at=clock())
    clock.advance(days=1, hours=1)
    await plan_touchpoints(live)
    await Drainer(live, Postman(), pace=quick_pace()).drain()
    await _rate(live, happy, 5)
    clock.advance(days=3)
    await bought(live, silent, 100_00, at=clock())
    ask, hello = (await _figures(live)).page.touches
    assert (ask.title, ask.when) == ("ask", "через 1 день после покупки")
    assert (ask.planned, ask.sent, ask.answered, ask.bought) == (2, 2, 1, 1)
    assert (hello.title, hello.planned, hello.sent, hello.answered) == ("hello", 3, 2, None)
    assert hello.withheld == (("no_consent", 1),)


async def _rate(shop: Shop, customer: CustomerId, score: int) -> None:
    async with shop.storage.transaction() as tx:
        response = await tx.responses.of(customer, "csat")
        assert response is not None
        await tx.responses.answer(response.id, "score", score, now=shop.now())


async def test_a_rule_that_was_taken_out_of_the_file_still_counts(shop: Shop, clock: Clock) -> None:
    live = with_touches(shop, touch("hello", "enrolment", after="1h"))
    await enrolled(live)
    clock.advance(hours=2)
    await plan_touchpoints(live)
    [gone] = (await _figures(shop)).page.touches
    assert (gone.title, gone.when, gone.planned) == ("hello", "", 1)


async def test_a_touchpoint_is_called_as_the_owner_calls_it(shop: Shop, clock: Clock) -> None:
    titled = touch("hello", "enrolment", after="1h", title={"ru": "Будем знакомы", "en": "Hello"})
    live = with_touches(shop, titled, touch("plain", "enrolment", after="1h"))
    await enrolled(live)
    clock.advance(hours=2)
    await plan_touchpoints(live)
    assert [line.title for line in (await _figures(live)).page.touches] == ["Будем знакомы", "plain"]
