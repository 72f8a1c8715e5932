"""`/stats` in words: short lines that a phone does not break, and no tables."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from babel.dates import format_date

from loyalty.customer import Stage
from texts.formats import Percent
from texts.lengths import shortened
from texts.parts import LIMIT, in_parts
from texts.stats_figures import SalesFigures, ScoreFigures, StatsPage, TouchLine
from texts.values import Html
from texts.words import Words

LABEL = 120  # units of a question's or an answer's own words
LINE = " · "
_SHORT = {("ru", False): "dd.MM", ("ru", True): "MM.yy", ("en", False): "d MMM", ("en", True): "MMM yy"}


def stats_parts(words: Words, page: StatsPage) -> list[Html]:
    """As many messages as it takes; one, mostly."""
    blocks = [_title(words, page), _sales(words, page.sales), _buyers(words, page.sales), _stages(words, page.stages)]
    blocks += [*_scores(words, page.scores), *_refusals(words, page), *_friends(words, page)]
    touches = [_touch(words, line) for line in page.touches]
    if touches:
        touches[0] = _lines(words("stats-touches"), touches[0])
    return in_parts([*blocks, *(touches or [words("stats-no-touches")])], limit=LIMIT)


def _lines(*lines: str) -> Html:
    return Html("\n".join(filter(None, lines)))


def period_line(words: Words, page: StatsPage) -> Html:
    """`последние 30 дней`, and which days these are."""
    return words("stats-all") if page.first is None else words("stats-days", first=page.first, last=page.last)


def page_title(words: Words, page: StatsPage) -> str:
    """For the picture."""
    days = (
        words.plain("stats-all") if page.first is None else words.plain("stats-days", first=page.first, last=page.last)
    )
    return words.plain("stats-chart-title", shop=page.shop, title=days)


def column_name(words: Words, day: date, step: str) -> str:
    """Under a column of the chart: as short as can be."""
    return format_date(day, _SHORT[words.language, step == "month"], locale=words.language)


def _title(words: Words, page: StatsPage) -> Html:
    title = words("stats-title-days", days=page.days) if page.days else words("stats-title")
    return _lines(words("stats-shop", shop=page.shop, title=title), period_line(words, page))


def _sales(words: Words, sales: SalesFigures) -> Html:
    line = [words("stats-purchases", count=sales.purchases)]
    if sales.average is not None:
        line.append(words("stats-average", average=sales.average))
    return _lines(
        words("stats-sales", net=sales.net),
        LINE.join(line),
        words("stats-returned", returned=sales.returned) if sales.returned.minor else "",
        words("stats-change", percent=Percent(abs(sales.change)), up=sales.change >= 0)
        if sales.change is not None
        else "",
    )


def _buyers(words: Words, sales: SalesFigures) -> Html:
    both = words("stats-new-and-again", new=sales.new, again=sales.again) if sales.buyers else ""
    return _lines(words("stats-buyers", count=sales.buyers), both)


def _stages(words: Words, stages: Mapping[Stage, int]) -> Html:
    lines = [
        words("stats-stage", label=stage_name(words, stage), count=count) for stage, count in stages.items() if count
    ]
    return _lines(words("stats-customers", count=sum(stages.values())), *lines)


def stage_name(words: Words, stage: Stage) -> str:
    """A step of the ladder, as a group of people. Plain: the chart says it, too."""
    return words.plain("stats-stage-name", stage=stage.value)


def _scores(words: Words, scores: ScoreFigures) -> Iterator[Html]:
    rows = []
    if scores.average is not None:
        rows.append(words("stats-csat", average=scores.average, count=scores.rated))
    if scores.nps is not None:
        rows.append(words("stats-nps", nps=f"{scores.nps:+d}" if scores.nps else "0", count=scores.recommended))
    if rows:
        yield _lines(words("stats-scores"), *rows)


def _refusals(words: Words, page: StatsPage) -> Iterator[Html]:
    if page.refusals or page.reasons:
        yield words("stats-refusals", count=page.refusals)
    for asked in page.reasons:
        rows = [
            words("stats-reason", label=shortened(label, LABEL), share=_share(count, asked.answered), count=count)
            for label, count in asked.answers
        ]
        yield _lines(words("stats-question", question=shortened(asked.question, LABEL)), *rows)


def _friends(words: Words, page: StatsPage) -> Iterator[Html]:
    if page.invited or page.friends_bought:
        counts = {"invited": page.invited, "bought": page.friends_bought, "refused": page.friends_refused}
        yield words("stats-friends", **counts)


def _touch(words: Words, line: TouchLine) -> Html:
    figures = [words("stats-touch-planned", count=line.planned), words("stats-touch-sent", count=line.sent)]
    if line.answered is not None:
        figures.append(words("stats-touch-answered", count=line.answered))
    figures.append(words("stats-touch-bought", count=line.bought))
    return _lines(
        words("stats-touch", title=line.title, when=line.when)
        if line.when
        else words("stats-touch-gone", title=line.title),
        LINE.join(figures),
        words("stats-touch-waiting", count=line.waiting) if line.waiting else "",
        _why(words, "stats-touch-withheld", "withheld", line.withheld),
        _why(words, "stats-touch-lost", "lost", line.lost),
        _control(words, line),
    )


def _why(words: Words, key: str, kind: str, counts: tuple[tuple[str, int], ...]) -> str:
    """What the gate or Telegram said, the most frequent first."""
    if not counts:
        return ""
    named = (words(f"stats-{kind}", reason=reason, name=reason, count=count) for reason, count in counts)
    return words(key, count=sum(count for _, count in counts), why=Html(", ".join(named)))


def _control(words: Words, line: TouchLine) -> str:
    """Without those who got nothing, "bought after it" would say nothing about the message."""
    if not line.control or not line.sent:
        return ""
    mine, theirs = _share(line.bought, line.sent), _share(line.control_bought, line.control)
    return words("stats-touch-control", mine=mine, theirs=theirs, count=line.control)


def _share(part: int, whole: int) -> Percent:
    return Percent(round(Decimal(100 * part) / whole) if whole else 0)
