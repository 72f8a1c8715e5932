"""Purchases from a file: each once, with the person it belongs to, and nothing dropped in silence."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from loyalty.ids import CustomerId
from storage.schema import purchases
from tests.actions.files import everything, imported, refused_rows
from tests.shop import bought, enrolled

PHONE = "+79160000001"
HEADER = "date,phone,amount,receipt,items\n"


async def _kept(shop: Shop) -> list[tuple[datetime, int, str | None, str | None]]:
    async with shop.storage.engine.connect() as connection:
        columns = (purchases.c.at, purchases.c.amount, purchases.c.receipt, purchases.c["items"])
        return [tuple(row) for row in await connection.execute(sa.select(*columns).order_by(purchases.c.id))]


async def _standing(shop: Shop, id: CustomerId) -> tuple[int, datetime | None, datetime | None]:
    async with shop.storage.reading() as tx:
        customer = await tx.customers.get(id)
        return customer.purchase_count, customer.first_purchase_at, customer.last_purchase_at


async def test_a_purchase_arrives_with_all_that_is_known(shop: Shop, tmp_path: Path) -> None:
    id = await enrolled(shop)
    rows = f"05.01.2026 14:30,{PHONE},1 500.50,A-1,Розы\n2026-02-07,8 916 000-00-01,0,,\n"
    report = await imported(shop, tmp_path, HEADER + rows, name="p.csv")
    first, last = datetime(2026, 1, 5, 11, 30, tzinfo=UTC), datetime(2026, 2, 6, 21, tzinfo=UTC)
    assert (report.kind, report.read, report.merged.added, report.refused) == ("purchases", 2, 2, 0)
    assert await _kept(shop) == [(first, 150050, "A-1", "Розы"), (last, 0, None, None)]
    assert await _standing(shop, id) == (2, first, last)
    async with shop.storage.engine.connect() as connection:
        columns = (purchases.c.recorded_at, purchases.c.currency, purchases.c.recorded_by, purchases.c.discount)
        assert set(map(tuple, await connection.execute(sa.select(*columns)))) == {(shop.now(), "RUB", None, 0)}


async def test_importing_again_changes_nothing(shop: Shop, tmp_path: Path) -> None:
    await enrolled(shop)
    text = HEADER + f"2026-01-05,{PHONE},100,A-1,\n" + f"2026-01-06,{PHONE},100,,Розы\n" * 2
    await imported(shop, tmp_path, text)
    before = await everything(shop.storage)
    report = await imported(shop, tmp_path, text, name="the_same_by_another_name.csv")
    assert (report.merged.added, report.merged.known, report.refused) == (0, 3, 0)
    assert await everything(shop.storage) == before


async def test_equal_rows_of_one_day_are_so_many_purchases(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actions.import_file.BATCH", 2)
    id = await enrolled(shop)
    rows = f"2026-01-06,{PHONE},100,,\n" * 3 + f"2026-01-06,{PHONE},100,,Розы\n06.01.2026,8(916)000-00-01,100.00,,\n"
    report = await imported(shop, tmp_path, HEADER + rows)
    assert (report.merged.added, report.merged.known) == (5, 0)
    longer = await imported(shop, tmp_path, HEADER + rows + f"2026-01-06,{PHONE},100,,\n")
    assert (longer.merged.added, longer.merged.known) == (1, 5)
    assert (await _standing(shop, id))[0] == 6


async def test_a_receipt_known_from_the_till_is_the_same_sale(shop: Shop, tmp_path: Path) -> None:
    id = await enrolled(shop)
    async with shop.storage.transaction() as tx:
        sale = {"at": shop.now(), "recorded_at": shop.now(), "amount": 10000, "currency": "RUB", "key": "update:1"}
        await tx.purchases.add(customer_id=id, receipt="A-1", **sale)
    report = await imported(shop, tmp_path, HEADER + f"2026-03-03,{PHONE},100,A-1,\n")
    assert (report.merged.added, report.merged.known, report.refused) == (0, 1, 0)
    assert len(await _kept(shop)) == 1


async def test_a_receipt_of_another_sale_is_given_back(shop: Shop, tmp_path: Path) -> None:
    await enrolled(shop)
    await enrolled(shop, 2)
    rows = [
        f"2026-01-05,{PHONE},100,1,",
        f"2026-01-05,{PHONE},100,1,",  # the same sale
        f"2026-01-06,{PHONE},250,1,",  # the till has begun anew
        "2026-01-06,+79160000002,100,1,",
    ]
    report = await imported(shop, tmp_path, HEADER + "\n".join(rows))
    assert (report.merged.added, report.merged.known, report.refused) == (1, 1, 2)
    assert [(refused.number, refused.problem) for refused in report.examples] == [
        (4, "receipt-taken"),
        (5, "receipt-taken"),
    ]


async def test_an_unknown_phone_is_given_back(shop: Shop, tmp_path: Path) -> None:
    report = await imported(shop, tmp_path, HEADER + "2026-01-05,+79169999999,100,A-1,Розы\n")
    assert refused_rows(report) == [
        (
            ["2026-01-05", "+79169999999", "100", "A-1", "Розы"],
            "неизвестный клиент: +79169999999. Сначала загрузите клиентов",
        )
    ]
    await enrolled(shop, phone="+79169999999")
    assert report.rejected is not None
    again = await imported(shop, tmp_path, report.rejected.read_bytes(), name="again.csv")
    assert (again.merged.added, again.refused) == (1, 0)


async def test_a_card_stands_for_its_holder(shop: Shop, tmp_path: Path) -> None:
    first, second = await enrolled(shop), await enrolled(shop, 2)
    async with shop.storage.reading() as tx:
        card = await tx.cards.of(second)
    assert card is not None
    spaced = f"{card.number[0]} {card.number[1:7]} {card.number[7:]}"
    by_card = await imported(shop, tmp_path, f"Дата;Карта;Сумма\n2026-01-05;{spaced};100\n")
    either = await imported(
        shop, tmp_path, f"date,phone|card,amount\n2026-01-06,{card.number},1\n2026-01-06,{PHONE},1\n"
    )
    assert (by_card.merged.added, either.merged.added) == (1, 2)
    assert (await _standing(shop, first))[0] == 1
    assert (await _standing(shop, second))[0] == 2


async def test_a_phone_and_a_card_of_different_people_are_given_back(shop: Shop, tmp_path: Path) -> None:
    await enrolled(shop)
    await enrolled(shop, 2)
    async with shop.storage.reading() as tx:
        card = await tx.cards.of(CustomerId(2))
    assert card is not None
    rows = f"2026-01-05,{PHONE},{card.number},1\n2026-01-05,+79160000002,{card.number},1\n"
    report = await imported(shop, tmp_path, "date,phone,card,amount\n" + rows)
    assert [refused.problem for refused in report.examples] == ["two-customers"]
    assert report.merged.added == 1


@pytest.mark.parametrize(
    "row,problem",
    [
        (f",{PHONE},100", "no-date"),
        (f"31.02.2026,{PHONE},100", "bad-date"),
        (f"5 марта,{PHONE},100", "bad-date"),
        (f"2026-01-05 25:00,{PHONE},100", "bad-date"),
        (f"05.03.2026,{PHONE},100", "future-date"),
        ("2026-01-05,,100", "no-customer"),
        ("2026-01-05,12,100", "bad-customer"),
        (f"2026-01-05,{PHONE},", "no-amount"),
        (f"2026-01-05,{PHONE},сто", "bad-amount"),
        (f"2026-01-05,{PHONE},1.005", "ambiguous-amount"),
        (f"2026-01-05,{PHONE},10.0050", "bad-amount"),
        (f"2026-01-05,{PHONE},-100", "negative-amount"),
        (f"2026-01-05,{PHONE},−100 ₽", "negative-amount"),
    ],
)
async def test_a_bad_row_is_given_back_with_its_reason(
    small_shop: Shop, tmp_path: Path, row: str, problem: str
) -> None:
    await enrolled(small_shop)
    report = await imported(small_shop, tmp_path, f"date,phone,amount\n{row}\n2026-01-05,{PHONE},7\n")
    assert [refused.problem for refused in report.examples] == [problem]
    assert (report.merged.added, report.refused) == (1, 1)
    assert [cells for cells, _ in refused_rows(report)] == [row.split(",")]


async def test_a_negative_amount_is_shown_the_way_to_returns(small_shop: Shop, tmp_path: Path) -> None:
    await enrolled(small_shop)
    report = await imported(small_shop, tmp_path, f"date,phone,amount\n2026-01-05,{PHONE},-100\n")
    assert "/return" in refused_rows(report)[0][1]


@pytest.mark.parametrize(
    "written,moment",
    [
        ("2026-01-05", datetime(2026, 1, 4, 21, tzinfo=UTC)),
        ("5.1.26 9:05", datetime(2026, 1, 5, 6, 5, tzinfo=UTC)),
        ("2026-01-05T14:30:15", datetime(2026, 1, 5, 11, 30, 15, tzinfo=UTC)),
        ("2026-01-05 14:30:15.250", datetime(2026, 1, 5, 11, 30, 15, tzinfo=UTC)),
        ("2026-01-05T14:30Z", datetime(2026, 1, 5, 14, 30, tzinfo=UTC)),
        ("2026-01-05 14:30:00+05:00", datetime(2026, 1, 5, 9, 30, tzinfo=UTC)),
        ("5 января 2026", datetime(2026, 1, 4, 21, tzinfo=UTC)),
        ("03.03.2026 23:59", datetime(2026, 3, 3, 20, 59, tzinfo=UTC)),  # later today
    ],
)
async def test_dates_are_the_shops_own(small_shop: Shop, tmp_path: Path, written: str, moment: datetime) -> None:
    await enrolled(small_shop)
    await imported(small_shop, tmp_path, f"date,phone,amount\n{written},{PHONE},7\n")
    assert [at for at, *_ in await _kept(small_shop)] == [moment]


async def test_what_the_till_recorded_counts_on(shop: Shop, tmp_path: Path) -> None:
    id = await enrolled(shop)
    await bought(shop, id, 100)
    await imported(shop, tmp_path, HEADER + f"1998-01-05,{PHONE},100,,\n")
    assert await _standing(shop, id) == (2, datetime(1998, 1, 4, 21, tzinfo=UTC), shop.now())


async def test_an_erased_customer_stays_erased(shop: Shop, tmp_path: Path) -> None:
    await enrolled(shop, phone=None, erased_at=shop.now())
    report = await imported(shop, tmp_path, HEADER + f"2026-01-05,{PHONE},100,,\n")
    assert [refused.problem for refused in report.examples] == ["unknown-customer"]
