"""The owner's numbers: who comes back, who leaves and why, what each touchpoint brought."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from actions.period import Period, Step, columns
from actions.shop import Shop
from loyalty.money import Money
from loyalty.notation import in_language
from loyalty.nps import nps
from loyalty.programme import Programme
from loyalty.question import Kind, Question
from loyalty.touchpoint import Trigger
from storage.statistics import Sales, Span, Statistics
from storage.touch_statistics import CONTROL, TouchFigures, touch_figures
from texts.rule_words import titles, when
from texts.stats_figures import Reasons, SalesFigures, ScoreFigures, StatsPage, TouchLine
from texts.words import Words

_MEASURED_BY = {"csat": Kind.SCALE5, "nps": Kind.SCALE10}


@dataclass(frozen=True, slots=True)
class Figures:
    """The page, and the sales of each column of the chart beside it."""

    page: StatsPage
    step: Step
    sales: tuple[tuple[date, Money], ...]


async def statistics(shop: Shop, period: Period, words: Words) -> Figures:
    """All figures of a period, as of one moment."""
    programme, zone = shop.programme, shop.programme.shop.zone
    span, today = period.span(zone), shop.now().astimezone(zone).date()
    async with shop.storage.reading(long=True) as tx:
        ask = Statistics(tx.connection)
        earlier = period.before(today)
        before = await ask.sales(earlier.span(zone)) if earlier else None
        friends = await ask.invitations(span)
        page = StatsPage(
            shop=programme.shop.name,
            days=(period.last - period.first).days + 1 if period.first and period.key.endswith("d") else 0,
            first=period.first,
            last=period.last,
            sales=_sales(await ask.sales(span), before, programme.shop.currency),
            stages=await ask.stages(programme.ladder, now=shop.now()),
            scores=await _scores(ask, programme, span),
            refusals=await ask.refusals(span),
            reasons=tuple([found async for found in _reasons(ask, programme, span, words.language)]),
            invited=friends.invited,
            friends_bought=friends.earned,
            friends_refused=friends.refused,
            touches=tuple(_touches(programme, await touch_figures(tx.connection, span), words)),
        )
        step, sales = await _columns(ask, shop, period)
    return Figures(page, step, sales)


def _sales(sales: Sales, before: Sales | None, currency: str) -> SalesFigures:
    net = sales.amount - sales.returned
    earlier = before.amount - before.returned if before else 0
    change = round(Decimal(100 * (net - earlier)) / earlier) if earlier > 0 else None
    average = Money(round(Decimal(sales.amount) / sales.purchases), currency) if sales.purchases else None
    return SalesFigures(
        net=Money(net, currency),
        returned=Money(sales.returned, currency),
        purchases=sales.purchases,
        average=average,
        change=change,
        buyers=sales.buyers,
        new=sales.new,
        again=sales.again,
    )


async def _scores(ask: Statistics, programme: Programme, span: Span) -> ScoreFigures:
    """All surveys that measure the same are one measurement."""
    scores: dict[str, list[int]] = {"csat": [], "nps": []}
    for survey in programme.surveys:
        question = next((one for one in survey.questions if one.kind is _MEASURED_BY.get(survey.measure or "")), None)
        if survey.measure is not None and question is not None:
            given = await ask.answers(survey.id, question.id, span)
            scores[survey.measure] += Counter({int(value): times for value, times in given.items()}).elements()
    rated = scores["csat"]
    average = round(Decimal(sum(rated)) / len(rated), 1) if rated else None
    return ScoreFigures(average, len(rated), nps(scores["nps"]), len(scores["nps"]))


async def _reasons(ask: Statistics, programme: Programme, span: Span, language: str) -> AsyncIterator[Reasons]:
    """Every question with choices that those are asked who did not buy."""
    asked = {rule.survey for rule in programme.touchpoints if rule.on is Trigger.REFUSAL}
    for survey in programme.surveys:
        for question in survey.questions if survey.id in asked else ():
            if not question.choices:
                continue
            given = await ask.answers(survey.id, question.id, span)
            if given:
                yield _shares(question, given, language)


def _shares(question: Question, given: dict[str, int], language: str) -> Reasons:
    """Of several choices at once each counts, so the shares may add up to more than a hundred."""
    labels = {choice.id: in_language(choice.label, language) for choice in question.choices}
    counts = Counter(dict.fromkeys(labels.values(), 0))  # equals stand in the order of the file
    for value, times in given.items():
        chosen = json.loads(value)
        for choice in chosen if isinstance(chosen, list) else [chosen]:
            counts[labels.get(choice, str(choice))] += times  # one that was taken out of the file keeps its id
    ask = in_language(question.ask, language)
    named = tuple((label, count) for label, count in counts.most_common() if count)
    return Reasons(ask, named, sum(given.values()))


def _touches(programme: Programme, figures: Mapping[str, TouchFigures], words: Words) -> Iterator[TouchLine]:
    """In the order of the file; then what has been taken out of it since."""
    known, called = {rule.id: rule for rule in programme.touchpoints}, titles(words, programme.touchpoints)
    for id in [*(id for id in known if id in figures), *sorted(figures.keys() - known.keys())]:
        found, asks = figures[id], id not in known or known[id].survey is not None
        yield TouchLine(
            title=called.get(id, id),
            when=when(words, known[id], called) if id in known else "",
            planned=found.planned,
            sent=found.sent,
            answered=found.answered if asks else None,
            bought=found.bought,
            waiting=found.waiting,
            control=found.withheld[CONTROL],
            control_bought=found.control_bought,
            withheld=tuple(found.withheld.most_common()),
            lost=tuple(found.lost.most_common()),
        )


async def _columns(ask: Statistics, shop: Shop, period: Period) -> tuple[Step, tuple[tuple[date, Money], ...]]:
    zone, currency = shop.programme.shop.zone, shop.programme.shop.currency
    today = shop.now().astimezone(zone).date()
    begun = await ask.first_purchase()
    oldest = begun.astimezone(zone).date() if begun else today
    step, found = columns(period.first or min(oldest, today), min(period.last, max(today, period.first or today)), zone)
    amounts = await ask.sales_of_each([span for _, span in found])
    return step, tuple((day, Money(amount, currency)) for (day, _), amount in zip(found, amounts, strict=True))
