"""Tables as owners have them: whatever encoding, separator, case and language, and nothing lost."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from actions.import_file import FileToImport as File
from actions.import_file import Imported, NotImported, import_file
from actions.read_table import read_table
from actions.recognise_columns import Columns, Kind, NotUnderstood, recognise_columns
from actions.shop import Shop
from actions.table import Row, Table, Unreadable
from tests.actions.files import files_in, imported, outcome, written
from tests.shop import TEXTS

RUSSIAN = "Телефон;Имя\n+79161234567;Ольга Щёкина\n+79161234568;ЗУЕВ ФЁДОР\n"


def _rows(table: Table | Unreadable) -> list[list[str]]:
    assert isinstance(table, Table)
    return [table.header, *(row.cells for row in table.rows)]


def _read(folder: Path, content: str | bytes) -> list[list[str]]:
    return _rows(read_table(written(folder, content, "table.csv")))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "mac-cyrillic", "utf-16", "utf-32"]
)
def test_russian_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    expected = [line.split(";") for line in RUSSIAN.splitlines()]
    assert _read(tmp_path, RUSSIAN.encode(encoding)) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Эд",
        "Я",
        "Ёж",
        "Юя",
        "ЩУКА",
        "Жучков Шамиль",
        "Ольга",
        "съезд",
        "Клиент 0001",
        "Іван Їжак",
        "О’Коннор — «Роза» №1",
    ],
)
def test_cp1251_is_recognised_by_a_single_name(tmp_path: Path, name: str) -> None:
    assert _read(tmp_path, f"phone,name\n1,{name}\n".encode("cp1251"))[1] == ["1", name]


def test_western_letters_are_not_taken_for_russian(tmp_path: Path) -> None:
    assert _read(tmp_path, "phone,name\n1,José Müller\n2,Zoë\n".encode("cp1252"))[1:] == [
        ["1", "José Müller"],
        ["2", "Zoë"],
    ]


async def test_one_damaged_name_spoils_one_row(small_shop: Shop, tmp_path: Path) -> None:
    good = "".join(f"+7916123456{number},Клиент\n" for number in range(9))
    damaged = b"+79161234569,\xd0\x9a\xd0\n"
    report = await imported(small_shop, tmp_path, b"phone,name\n" + good.encode() + damaged)
    assert (report.merged.added, [row.problem for row in report.examples]) == (9, ["unreadable"])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(tmp_path: Path, separator: str) -> None:
    text = f'phone{separator}name{separator}tags\n1{separator}"a,b;c\td"{separator}x\n'
    assert _read(tmp_path, text) == [["phone", "name", "tags"], ["1", "a,b;c\td", "x"]]


def test_excels_note_about_the_separator_is_no_row(tmp_path: Path) -> None:
    assert _read(tmp_path, "sep=;\r\nphone;name\r\n1;a,b\r\n") == [["phone", "name"], ["1", "a,b"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_blank_lines(tmp_path: Path, end: str) -> None:
    assert _read(tmp_path, end.join(["", "phone,name", "", "1,a", " , ", "2,b"])) == [
        ["phone", "name"],
        ["1", "a"],
        ["2", "b"],
    ]


def test_quotes(tmp_path: Path) -> None:
    text = 'phone,name\n1,"Иванов, ""Ваня"""\n2,ООО "Роза"\n3,"two\nlines"\n'
    assert _read(tmp_path, text)[1:] == [["1", 'Иванов, "Ваня"'], ["2", 'ООО "Роза"'], ["3", "two\nlines"]]


def test_a_forgotten_quote_swallows_no_other_row(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, 'phone,name\n1,"open\n2,b\n3,"c, d"\n4,"last\n', "table.csv"))
    assert isinstance(table, Table)
    assert list(table.rows) == [
        Row(2, ["1", '"open'], broken=True),
        Row(3, ["2", "b"]),
        Row(4, ["3", "c, d"]),
        Row(5, ["4", '"last'], broken=True),
    ]


@pytest.mark.parametrize(
    "content,reason",
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\n \r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "encoding"),
        (b"PK\x03\x04 not a workbook", "not-a-table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not-a-table"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(tmp_path: Path, content: bytes, reason: str) -> None:
    assert read_table(written(tmp_path, content, "table.csv")) == Unreadable(reason)  # type: ignore[arg-type]


def _workbook(path: Path) -> Path:
    """With an empty first sheet, and the table not at the top of the second one."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Пусто")
        sheet = book.add_worksheet("Покупки")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        hour = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet.write_row(2, 1, ["Дата", "Телефон", "Сумма", "Чек"])
        sheet.write_datetime(3, 1, date(2026, 1, 5), day)
        sheet.write_row(3, 2, [79161234567, 1500, 17])
        sheet.write_number(4, 1, 46028 + 14.5 / 24, hour)  # 6 January 2026, 14:30, as Excel counts
        sheet.write_row(4, 2, ["8 916 123-45-67", 0.1 + 0.2])
        sheet.write_row(5, 1, ["2026-01-07", 79161234567, 10.125])
    return path


def test_a_workbook_reads_as_it_looks(tmp_path: Path) -> None:
    table = read_table(_workbook(tmp_path / "sales.xlsx"))
    assert isinstance(table, Table)
    assert [cell for cell in table.header if cell] == ["Дата", "Телефон", "Сумма", "Чек"]
    assert [(row.number, [cell for cell in row.cells if cell]) for row in table.rows] == [
        (4, ["2026-01-05", "79161234567", "1500", "17"]),
        (5, ["2026-01-06 14:30:00", "8 916 123-45-67", "0.3"]),
        (6, ["2026-01-07", "79161234567", "10.1250"]),
    ]


async def test_a_workbook_is_imported(small_shop: Shop, tmp_path: Path) -> None:
    await imported(small_shop, tmp_path, "phone\n+79161234567\n")
    report = await import_file(small_shop, File(_workbook(tmp_path / "sales.xlsx"), TEXTS.words("ru")))
    assert isinstance(report, Imported)
    assert (report.kind, report.merged.added) == ("purchases", 2)
    assert [(row.number, row.problem, row.value) for row in report.examples] == [(6, "bad-amount", "10.1250")]


@pytest.mark.parametrize(
    "header,kind",
    [
        ("phone,name", "customers"),
        ("PHONE , Name", "customers"),
        ("phone,name,card,date", "customers"),
        ("Номер телефона,Ф.И.О.,Дата рождения,E-mail,Пол,Язык,Теги,Согласие", "customers"),
        ("date,phone,amount", "purchases"),
        ("date,phone|card,amount,receipt,items", "purchases"),
        ("Дата,Карта,Сумма чека,№ чека,Товары", "purchases"),
        ("ДАТА_ПОКУПКИ,Телефон,Итого", "purchases"),
    ],
)
def test_the_header_tells_the_kind(header: str, kind: Kind) -> None:
    columns = recognise_columns(header.split(","), None)
    assert isinstance(columns, Columns)
    assert (columns.kind, len(columns.places)) == (kind, header.count(",") + (1 if "№" not in header else 0))


def test_what_means_nothing_is_named() -> None:
    columns = recognise_columns(["phone", "Рост", "", "date of birth", "amount?"], "customers")
    assert isinstance(columns, Columns)
    assert columns.strange == ("Рост", "amount?")


@pytest.mark.parametrize(
    "header,wanted,understood",
    [
        ("a,b", None, NotUnderstood("no-header")),
        ("+79161234567,Ольга", None, NotUnderstood("no-header")),
        ("name,email", None, NotUnderstood("missing", ("phone",))),
        ("phone,amount", None, NotUnderstood("missing", ("date",))),
        ("date,receipt", None, NotUnderstood("missing", ("phone|card", "amount"))),
        ("phone,name,Телефон", None, NotUnderstood("twice", ("phone",))),
        ("date,phone,amount", "customers", NotUnderstood("other-kind", ("purchases",))),
        ("phone,name", "purchases", NotUnderstood("other-kind", ("customers",))),
    ],
)
def test_a_header_that_will_not_do(header: str, wanted: Kind | None, understood: NotUnderstood) -> None:
    assert recognise_columns(header.split(","), wanted) == understood


async def test_a_file_that_is_not_understood_changes_nothing(small_shop: Shop, tmp_path: Path) -> None:
    found = await outcome(small_shop, tmp_path, "Имя;Почта\nАнна;a@example.org\n", kind="customers")
    assert found == NotImported("missing", ("phone",), ("Имя", "Почта"))
    assert files_in(tmp_path) == ["customers.csv", "kasanie.db"]


async def test_a_header_alone_is_a_file_of_no_rows(small_shop: Shop, tmp_path: Path) -> None:
    report = await imported(small_shop, tmp_path, "phone,name")
    assert (report.read, report.rejected) == (0, None)
