"""A real shop's history: both files go in, and the figures are those that the files themselves tell."""

import csv
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from actions.import_file import FileToImport, Imported, import_file
from actions.period import parse_period
from actions.shop import Shop
from actions.statistics import statistics
from loyalty.customer import Stage
from tests.actions.files import everything
from tests.shop import TEXTS, Clock
from texts.stats_figures import StatsPage

DATA = Path(__file__).parent.parent / "data"
JULY = datetime(1998, 7, 1, 9, tzinfo=UTC)  # the day after the last purchase, noon in Moscow
TODAY = date(1998, 7, 1)
PERIODS = [
    ("all", date(1900, 1, 1), TODAY),
    ("30d", TODAY - timedelta(days=29), TODAY),
    ("90d", TODAY - timedelta(days=89), TODAY),
    ("365d", TODAY - timedelta(days=364), TODAY),
    ("1997-02", date(1997, 2, 1), date(1997, 2, 28)),
]


def _purchases() -> dict[str, list[tuple[date, Decimal]]]:
    """Phone → purchases, in order, straight from the file."""
    found = defaultdict(list)
    with (DATA / "cdnow_purchases.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["phone"]].append((date.fromisoformat(row["date"]), Decimal(row["amount"])))
    return {phone: sorted(purchases) for phone, purchases in found.items()}


@pytest.fixture
async def history(shop: Shop, clock: Clock, tmp_path: Path) -> Shop:
    clock.set(JULY)
    for name in ("cdnow_customers.csv", "cdnow_purchases.csv"):
        await _load(shop, name, tmp_path)
    return shop


async def _load(shop: Shop, name: str, folder: Path) -> Imported:
    file = FileToImport(DATA / name, TEXTS.words("ru"), rejected=folder / "rejected.csv")
    report = await import_file(shop, file)
    assert isinstance(report, Imported)
    return report


async def _stats(shop: Shop, text: str) -> StatsPage:
    period = parse_period(text, TODAY)
    assert period is not None
    return (await statistics(shop, period, TEXTS.words("ru"))).page


async def test_everything_arrives_and_again_changes_nothing(shop: Shop, clock: Clock, tmp_path: Path) -> None:
    clock.set(JULY)
    people, sales = [await _load(shop, f"cdnow_{kind}.csv", tmp_path) for kind in ("customers", "purchases")]
    assert (people.merged.added, people.refused) == (2357, 0)
    assert (sales.merged.added, sales.refused) == (6919, 0)
    before = await everything(shop.storage)
    people, sales = [await _load(shop, f"cdnow_{kind}.csv", tmp_path) for kind in ("customers", "purchases")]
    assert (people.merged.added, people.merged.known, people.merged.filled) == (0, 2357, 0)
    assert (sales.merged.added, sales.merged.known) == (0, 6919)
    assert await everything(shop.storage) == before


async def test_what_is_kept_of_each_person_is_what_the_file_says(history: Shop) -> None:
    zone = history.programme.shop.zone
    expected = {phone: (len(bought), bought[0][0], bought[-1][0]) for phone, bought in _purchases().items()}
    rows = (await everything(history.storage))["customers"]
    async with history.storage.reading() as tx:
        people = [await tx.customers.find(row[0]) for row in rows]
    kept = {
        one.phone: (
            one.purchase_count,
            one.first_purchase_at.astimezone(zone).date(),
            one.last_purchase_at.astimezone(zone).date(),
        )
        for one in people
        if one is not None and one.first_purchase_at is not None and one.last_purchase_at is not None
    }
    assert kept == expected


async def test_sales_and_buyers(history: Shop) -> None:
    for text, first, last in PERIODS:
        page = await _stats(history, text)
        within = {
            phone: [amount for day, amount in bought if first <= day <= last] for phone, bought in _purchases().items()
        }
        new = {phone for phone, bought in _purchases().items() if first <= bought[0][0] <= last}
        assert page.sales.net.minor == sum(100 * sum(amounts) for amounts in within.values()), text
        assert page.sales.purchases == sum(map(len, within.values()))
        assert page.sales.buyers == sum(map(bool, within.values()))
        assert page.sales.new == len(new)
        assert page.sales.again == sum(len(amounts) > (phone in new) for phone, amounts in within.items())


async def test_stages_and_the_columns_of_the_chart(history: Shop) -> None:
    def stage(bought: list[tuple[date, Decimal]]) -> Stage:
        silence = (TODAY - bought[-1][0]).days  # from midnight to noon: half a day more, which changes no step
        if silence >= 60:
            return Stage.LOST if silence >= 180 else Stage.SLEEPING
        return Stage.REGULAR if len(bought) >= 5 else Stage.REPEAT if len(bought) >= 2 else Stage.NEW

    period = parse_period("all", TODAY)
    assert period is not None
    figures = await statistics(history, period, TEXTS.words("ru"))
    stages = {stage: count for stage, count in figures.page.stages.items() if count}
    assert stages == Counter(map(stage, _purchases().values()))
    expected: Counter[date] = Counter()
    for bought in _purchases().values():
        for day, amount in bought:
            expected[day.replace(day=1)] += int(100 * amount)
    assert figures.step == "month"
    assert {day: amount.minor for day, amount in figures.sales if amount.minor} == expected
