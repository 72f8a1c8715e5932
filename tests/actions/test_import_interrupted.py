"""An import among other work: it keeps nobody waiting, and what was cut short is taken up by doing it again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.import_file import FileToImport, Imported, import_file
from actions.shop import Shop
from storage.database import Storage
from tests.actions.files import everything, imported, written
from tests.shop import TEXTS, Clock, bought, enrolled, make_shop

CUSTOMERS = "phone,name\n" + "".join(f"+7916{number:07},Клиент {number}\n" for number in range(60))
PURCHASES = "date,phone,amount\n" + "".join(
    f"2026-01-{1 + number % 9:02},+7916{number % 60:07},100\n" for number in range(600)
)


@pytest.fixture
async def pooled(database_url: str, clock: Clock) -> AsyncIterator[Shop]:
    """As the bot opens it: connections, with what lies on them, are used again."""
    storage = Storage.open(database_url)
    yield make_shop(storage, clock)
    await storage.close()


class _PowerCut(Exception):
    pass


async def test_what_was_cut_short_is_taken_up_by_doing_it_again(
    pooled: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actions.import_file.BATCH", 50)
    await imported(pooled, tmp_path, CUSTOMERS)
    file = FileToImport(written(tmp_path, PURCHASES, "purchases.csv"), TEXTS.words("ru"))

    def cut(done: int, _total: int | None) -> None:
        if done > 400:  # of 600: all are read, and some are recorded
            raise _PowerCut

    with pytest.raises(_PowerCut):
        await import_file(pooled, file, cut)
    begun = len((await everything(pooled.storage))["purchases"])
    assert 0 < begun < 600
    report = await import_file(pooled, file)
    assert isinstance(report, Imported)
    assert (report.merged.added, report.merged.known) == (600 - begun, begun)
    async with pooled.storage.reading() as tx:
        person = await tx.customers.by_phone("+79160000007")
    assert person is not None
    assert person.purchase_count == 10


async def test_a_sale_at_the_till_goes_through_meanwhile(
    pooled: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actions.import_file.BATCH", 20)
    await imported(pooled, tmp_path, CUSTOMERS)
    customer = await enrolled(pooled, 999, phone="+79990000000")
    importing = asyncio.create_task(imported(pooled, tmp_path, PURCHASES, name="p.csv"))
    sold = 0
    while not importing.done():
        await bought(pooled, customer, 1, key=f"till:{sold}")
        sold += 1
    assert (await importing).merged.added == 600
    assert sold > 3
    assert len((await everything(pooled.storage))["purchases"]) == 600 + sold


async def test_two_at_once_are_as_one(pooled: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.import_file.BATCH", 30)
    await imported(pooled, tmp_path, CUSTOMERS)
    both = await asyncio.gather(*(imported(pooled, tmp_path, PURCHASES, name=f"{name}.csv") for name in "ab"))
    assert sum(report.merged.added for report in both) == 600
    assert sum(report.merged.known for report in both) == 600
