"""Export: what is in it, what a spreadsheet makes of it, and that it goes back in unchanged."""

import csv
import zipfile
from pathlib import Path

import pytest

from actions.export import COLUMNS, export, export_zip, harmless
from actions.import_file import FileToImport, Imported, import_file
from actions.shop import Shop
from loyalty.customer import Birthday
from storage.consents import Consent
from storage.erasure import erase
from tests.actions.files import everything, imported
from tests.shop import TEXTS, bought, enrolled


def _read(folder: Path, table: str) -> list[dict[str, str]]:
    path = folder / f"{table}.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def _lived(shop: Shop) -> None:
    """One of everything, and somebody who asked to be forgotten."""
    first = await enrolled(shop, name='=HYPERLINK("http://x","y")', birthday=Birthday(3, 15), email="a@example.org")
    second = await enrolled(shop, 2, name="Ольга, Щёкина", birthday=Birthday(3, 15, 1990), marketing=False)
    gone = await enrolled(shop, 3)
    await bought(shop, first, 1500_50)
    await bought(shop, gone, 7_00)
    now = shop.now()
    async with shop.storage.transaction() as tx:
        await erase(tx.connection, gone, telegram_id=None, closed={}, now=now)
        await tx.purchases.add_return(
            customer_id=first, at=now, amount=500_00, currency="RUB", receipt="R-1", key="r", recorded_by=2001
        )
        await tx.refusals.add(second, at=now, note="+7 дорого", recorded_by=2001, key="x")
        promised = {"offer": "friend-10", "percent": 10, "amount": 0, "valid_from": now, "valid_until": now}
        await tx.coupons.issue(key="c", customer_id=second, code="AB12", issued_at=now, **promised)
        await tx.coupons.issue(key="d", customer_id=None, code="CD34", issued_at=now, **promised)
        await tx.consents.record(first, Consent("marketing", True, "Да", None, "chat", now))
        response = await tx.responses.start("refusal", second, "once", now=now)
        await tx.responses.answer(response.id, "why", ["price", "other"], now=now)
        await tx.responses.answer(response.id, "words", "@всем", now=now)
        await tx.responses.answer(response.id, "skipped", None, now=now)


async def test_every_table_with_its_columns(shop: Shop, tmp_path: Path) -> None:
    await _lived(shop)
    counts = await export(shop, tmp_path / "out")
    assert _names(tmp_path / "out") == sorted(f"{table}.csv" for table in COLUMNS)
    expected = {"customers": 2, "purchases": 2, "returns": 1, "refusals": 1, "coupons": 2, "consents": 1, "answers": 3}
    assert counts == expected
    for table, columns in COLUMNS.items():
        rows = _read(tmp_path / "out", table)
        assert (len(rows), tuple(rows[0])) == (expected[table], columns)


async def test_what_stands_in_them(shop: Shop, tmp_path: Path) -> None:
    await _lived(shop)
    await export(shop, tmp_path)
    first, second = _read(tmp_path, "customers")
    assert first["name"] == '\'=HYPERLINK("http://x","y")'
    assert (first["phone"], first["birthday"], first["consent"]) == ("+79160000001", "15.03", "processing marketing")
    assert (second["name"], second["birthday"], second["consent"]) == ("Ольга, Щёкина", "1990-03-15", "processing")
    assert first["created_at"] == "2026-03-03 12:00:00"
    sale, erased = _read(tmp_path, "purchases")
    assert (sale["amount"], sale["phone"], sale["currency"]) == ("1500.50", "+79160000001", "RUB")
    assert (sale["card"], sale["date"]) == (first["card"], "2026-03-03 12:00:00")
    assert (erased["amount"], erased["phone"]) == ("7.00", "")
    [back] = _read(tmp_path, "returns")
    assert (back["amount"], back["receipt"], back["recorded_by"]) == ("500.00", "R-1", "2001")
    assert _read(tmp_path, "refusals")[0]["note"] == "'+7 дорого"
    assert [(row["code"], row["phone"]) for row in _read(tmp_path, "coupons")] == [
        ("AB12", "+79160000002"),
        ("CD34", ""),
    ]
    assert _read(tmp_path, "consents")[0]["given"] == "yes"
    answers = {row["question"]: row["value"] for row in _read(tmp_path, "answers")}
    assert answers == {"why": "price; other", "words": "'@всем", "skipped": ""}


async def test_no_secret_leaves_with_it(shop: Shop, tmp_path: Path) -> None:
    await _lived(shop)
    await export(shop, tmp_path)
    text = (tmp_path / "customers.csv").read_text("utf-8-sig")
    assert "token1" not in text
    assert "inv1" not in text


async def _back(shop: Shop, path: Path) -> Imported:
    report = await import_file(shop, FileToImport(path, TEXTS.words("ru")))
    assert isinstance(report, Imported)
    return report


async def test_it_goes_back_in_and_changes_nothing(shop: Shop, tmp_path: Path) -> None:
    await _lived(shop)
    await imported(shop, tmp_path, "phone,tags\n+79160000001,VIP клиент;\n+79160000002,опт vip\n")
    await imported(shop, tmp_path, "date,phone,amount,items\n" + "2026-01-05,+79160000001,100,Розы\n" * 2, name="p.csv")
    await export(shop, tmp_path / "out")
    before = await everything(shop.storage)
    people, sales = [await _back(shop, tmp_path / "out" / f"{table}.csv") for table in ("customers", "purchases")]
    assert (people.merged.added, people.merged.known, people.merged.kept, people.refused) == (0, 2, 0, 0)
    assert (sales.merged.added, sales.merged.known) == (0, 3)
    # The purchase of who asked to be forgotten belongs to nobody any more; and the first consent is recorded now.
    assert [row.problem for row in sales.examples] == ["no-customer"]
    after = await everything(shop.storage)
    assert {name: rows for name, rows in after.items() if name != "consents"} == {
        name: rows for name, rows in before.items() if name != "consents"
    }


async def test_more_rows_than_a_chunk(small_shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.export.CHUNK", 2)
    text = "phone,tags\n" + "".join(f"+7916000000{number},t{number}\n" for number in range(5))
    await imported(small_shop, tmp_path, text)
    seen: list[int] = []
    await export(small_shop, tmp_path / "out", lambda done, _total: seen.append(done))
    assert [row["tags"] for row in _read(tmp_path / "out", "customers")] == ["t0", "t1", "t2", "t3", "t4"]
    assert seen == [2, 4, 5]


async def test_an_earlier_export_is_replaced_whole(small_shop: Shop, tmp_path: Path) -> None:
    await enrolled(small_shop)
    await export(small_shop, tmp_path / "out")
    await enrolled(small_shop, 2)
    await export(small_shop, tmp_path / "out")
    assert len(_read(tmp_path / "out", "customers")) == 2
    assert len(_names(tmp_path / "out")) == len(COLUMNS)


async def test_nobody_else_on_the_machine_reads_it(small_shop: Shop, tmp_path: Path) -> None:
    await export(small_shop, tmp_path / "out")
    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "out", *(tmp_path / "out").iterdir())}
    assert modes == {0}


async def test_as_one_archive(small_shop: Shop, tmp_path: Path) -> None:
    await _lived(small_shop)
    archive = await export_zip(small_shop, tmp_path, "all.zip")
    with zipfile.ZipFile(archive) as packed:
        assert packed.testzip() is None
        assert packed.namelist() == [f"{table}.csv" for table in COLUMNS]


@pytest.mark.parametrize(
    "text,written",
    [
        ("=1+1", "'=1+1"),
        ("+7 (916) 1", "'+7 (916) 1"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("+79161234567", "+79161234567"),
        ("-12.5", "-12.5"),
        ("-1,5", "-1,5"),
        ("Анна-Мария", "Анна-Мария"),
        ("", ""),
    ],
)
def test_no_text_is_a_formula(text: str, written: str) -> None:
    assert harmless(text) == written
