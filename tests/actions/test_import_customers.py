"""Customers from a file: matched by phone, blanks filled, nothing overwritten that somebody told themselves."""

from dataclasses import replace
from pathlib import Path

import pytest

from actions.import_file import Imported
from actions.shop import Shop
from loyalty.customer import Birthday, Customer
from loyalty.ids import CustomerId
from storage.consents import Consent
from tests.actions.files import everything, imported, refused_rows, reimported
from tests.shop import enrolled

HEADER = "phone,name,birthday,email,gender,language,tags,consent\n"


async def _customer(shop: Shop, phone: str) -> tuple[Customer, list[str], list[Consent]]:
    async with shop.storage.reading() as tx:
        found = await tx.customers.by_phone(phone)
        assert found is not None
        return found, await tx.customers.tags_of(found.id), await tx.consents.of(found.id)


async def test_every_column_arrives(shop: Shop, tmp_path: Path) -> None:
    text = HEADER + "8 (916) 123-45-67,Ольга Щёкина,15.03.1990,Olga@Example.org,ж,en,vip;опт,processing marketing\n"
    report = await imported(shop, tmp_path, text)
    customer, tags, consents = await _customer(shop, "+79161234567")
    assert (report.read, report.merged.added, report.refused) == (1, 1, 0)
    assert customer.name == "Ольга Щёкина"
    assert customer.birthday == Birthday(3, 15, 1990)
    assert customer.email == "Olga@example.org"
    assert (customer.gender, customer.language) == ("female", "en")
    assert tags == ["vip", "опт"]
    assert customer.processing
    assert customer.marketing
    assert not customer.phone_verified
    assert customer.enrolled_at == customer.created_at == shop.now()
    wording = "customers.csv: processing marketing"
    expected = [Consent(kind, True, wording, None, "import", shop.now()) for kind in ("processing", "marketing")]
    assert consents == expected


async def test_only_the_phone_is_required(shop: Shop, tmp_path: Path) -> None:
    await imported(shop, tmp_path, "phone\n+79161234567\n")
    customer, tags, consents = await _customer(shop, "+79161234567")
    assert (customer.name, customer.birthday, customer.language, customer.processing) == (None, None, "ru", False)
    assert (tags, consents) == ([], [])


async def test_importing_again_changes_nothing(shop: Shop, tmp_path: Path) -> None:
    text = HEADER + "+79161234567,Анна,15.03,,,,vip,marketing\n+79161234568,,,,,,,\n"
    await imported(shop, tmp_path, text)
    before = await everything(shop.storage)
    report = await imported(shop, tmp_path, text)
    assert (report.merged.added, report.merged.known, report.merged.filled, report.merged.kept) == (0, 2, 0, 0)
    assert await everything(shop.storage) == before


async def test_blanks_are_filled_and_what_was_told_stays(shop: Shop, tmp_path: Path) -> None:
    id = await enrolled(shop, name="Анна", email=None, phone="+79161234567", birthday=Birthday(5, 6))
    row = "+79161234567,Анна Петровна,01.02.1980,a@example.org,,en,vip,\n"
    report = await imported(shop, tmp_path, HEADER + row)
    customer, tags, _ = await _customer(shop, "+79161234567")
    assert customer.id == id
    assert (customer.name, customer.birthday) == ("Анна", Birthday(5, 6))
    assert (customer.email, customer.language, tags) == ("a@example.org", "ru", ["vip"])
    assert (report.merged.filled, report.merged.kept) == (1, 1)


async def test_an_empty_cell_takes_nothing_away(shop: Shop, tmp_path: Path) -> None:
    await enrolled(shop, name="Анна", email="a@example.org", phone="+79161234567", birthday=Birthday(5, 6, 1990))
    before = await everything(shop.storage)
    await imported(shop, tmp_path, HEADER + "+79161234567,,,,,,,\n")
    assert await everything(shop.storage) == before


@pytest.mark.parametrize("given", [True, False])
async def test_a_consent_from_the_chat_outweighs_the_file(shop: Shop, tmp_path: Path, given: bool) -> None:
    id = await enrolled(shop, phone="+79161234567", marketing=given)
    said = Consent("marketing", given, "Да" if given else "Нет", None, "chat", shop.now())
    async with shop.storage.transaction() as tx:
        await tx.consents.record(id, said)
    await imported(shop, tmp_path, HEADER + "+79161234567,,,,,,,marketing\n")
    customer, _, consents = await _customer(shop, "+79161234567")
    assert customer.marketing is given
    assert consents == [said]


async def test_a_file_without_consent_revokes_none(shop: Shop, tmp_path: Path) -> None:
    await imported(shop, tmp_path, "phone,consent\n+79161234567,processing marketing\n")
    await imported(shop, tmp_path, "phone,consent\n+79161234567,\n", name="later.csv")
    customer, _, consents = await _customer(shop, "+79161234567")
    assert customer.marketing
    assert len(consents) == 2


async def test_one_person_twice_in_a_file_is_one_person(shop: Shop, tmp_path: Path) -> None:
    rows = "+79161234567,,,,,,vip,\n8-916-123-45-67,Анна,,,,,new,processing\n+79161234567,Ольга,,,,,,marketing\n"
    report = await imported(shop, tmp_path, HEADER + rows)
    customer, tags, consents = await _customer(shop, "+79161234567")
    assert (report.read, report.merged.added, report.merged.known, report.merged.kept) == (3, 1, 2, 1)
    assert (customer.name, tags) == ("Анна", ["new", "vip"])
    assert {consent.kind for consent in consents} == {"processing", "marketing"}


@pytest.mark.parametrize(
    "row,problem",
    [
        (",Анна,,,,,,", "no-phone"),
        ("12345,Анна,,,,,,", "bad-phone"),
        ("+79161234567,12345,,,,,,", "bad-name"),
        ("+79161234567,,31.02.1990,,,,,", "bad-birthday"),
        ("+79161234567,,15.03.2090,,,,,", "bad-birthday"),
        ("+79161234567,,,anna,,,,", "bad-email"),
        ("+79161234567,,,,да,,,", "bad-gender"),
        ("+79161234567,,,,,de,,", "bad-language"),
        ("+79161234567,,,,,,,да", "bad-consent"),
        ("+79161234567,Анна,,,,,,,лишнее", "too-many-cells"),
        ('+79161234567,"Анна,,,,,,', "open-quote"),
        ("+79161234567,Ан\0на,,,,,,", "unreadable"),
    ],
)
async def test_a_bad_row_is_given_back_with_its_reason(shop: Shop, tmp_path: Path, row: str, problem: str) -> None:
    report = await imported(shop, tmp_path, HEADER + row + "\n+79160000001,Пётр,,,,,,\n")
    assert [refused.problem for refused in report.examples] == [problem]
    assert (report.merged.added, report.refused) == (1, 1)
    [(cells, reason)] = refused_rows(report)
    assert reason
    assert "".join(cells) == row.replace(",", "").replace("\0", "\ufffd")


async def test_what_was_mended_in_the_rejected_file_is_taken_from_there(shop: Shop, tmp_path: Path) -> None:
    report = await imported(shop, tmp_path, "phone;name\n12;Анна\n+79160000001;Пётр\n13;Ольга\n")
    mended = report.rejected.read_text("utf-8-sig").replace("12;", "+79161234567;") if report.rejected else ""
    again = await imported(shop, tmp_path, mended, name="mended.csv")
    assert (again.merged.added, again.refused, again.strange) == (1, 1, ())
    assert [cells for cells, _ in refused_rows(again)] == [["13", "Ольга"]]
    customer, _, _ = await _customer(shop, "+79161234567")
    assert customer.name == "Анна"


async def test_a_file_without_bad_rows_leaves_no_rejected_file(shop: Shop, tmp_path: Path) -> None:
    report = await imported(shop, tmp_path, "phone\n12\n")
    path = report.rejected
    assert path is not None
    assert path.name == "customers.csv.rejected.csv"
    assert (await imported(shop, tmp_path, "phone\n+79161234567\n")).rejected is None
    assert not path.exists()


@pytest.mark.parametrize("word,gender", [("M", "male"), ("жен.", "female"), ("Для женщины", "female")])
async def test_gender_is_what_the_questionnaire_calls_it(shop: Shop, tmp_path: Path, word: str, gender: str) -> None:
    await imported(shop, tmp_path, f"phone,gender\n+79161234567,{word}\n")
    assert (await _customer(shop, "+79161234567"))[0].gender == gender


@pytest.mark.parametrize(
    "cell,tags",
    [("vip опт", ["vip", "опт"]), ("VIP клиент; опт", ["VIP клиент", "опт"]), ("vip,,vip|a", ["a", "vip"]), ("-", [])],
)
async def test_tags(shop: Shop, tmp_path: Path, cell: str, tags: list[str]) -> None:
    await imported(shop, tmp_path, f'phone,tags\n+79161234567,"{cell}"\n')
    assert (await _customer(shop, "+79161234567"))[1] == tags


async def test_a_shop_of_one_language_takes_no_other(shop: Shop, tmp_path: Path) -> None:
    rules = shop.programme.model_copy(update={"shop": shop.programme.shop.model_copy(update={"languages": ("en",)})})
    english = replace(shop, current_programme=lambda: rules)
    report = await imported(english, tmp_path, "phone,language\n+79161234567,ru\n+79161234568,\n")
    assert [refused.problem for refused in report.examples] == ["bad-language"]
    assert (await _customer(shop, "+79161234568"))[0].language == "en"


async def test_batches_make_no_difference(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.import_file.BATCH", 2)
    rows = [f"+7916000000{number % 5},{'Анна' if number > 4 else ''}" for number in range(10)] + ["1,x"]
    report = await imported(shop, tmp_path, "phone,name\n" + "\n".join(rows))
    assert isinstance(report, Imported)
    assert (report.merged.added, report.merged.known, report.refused) == (5, 5, 1)
    assert report.merged.filled == 5
    assert (await _customer(shop, "+79160000003"))[0].name == "Анна"


async def test_progress_ends_where_the_file_does(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.import_file.BATCH", 2)
    seen: list[tuple[int, int | None]] = []
    text = "phone\n" + "".join(f"+7916000000{number}\n" for number in range(5))
    await reimported(shop, tmp_path, text, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (5, 5)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {total for _, total in seen} == {5}


async def test_nobody_else_is_touched(shop: Shop, tmp_path: Path) -> None:
    other = await enrolled(shop, 7, email="b@example.org")
    erased = await enrolled(shop, 8, phone=None, name=None, erased_at=shop.now())
    await imported(shop, tmp_path, HEADER + "+79161234567,Анна,,,,,vip,processing\n")
    async with shop.storage.reading() as tx:
        for id in (other, erased):
            assert await tx.customers.tags_of(CustomerId(id)) == []
        assert (await tx.customers.get(other)).email == "b@example.org"
        assert (await tx.customers.get(erased)).name is None
