"""`/import`: the report, the rows that were given back, and kind answers to everything else."""

import base64
import csv
from typing import Any

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from loyalty.customer import Customer
from storage.schema import inbox
from tests.shop import MANAGERS, enrolled
from tests.talk import ANNA, MARIA, OLGA, Talk

CUSTOMERS = "phone,name\n+79161234567,Ольга\n12,Пётр\n"


async def _send(
    talk: Talk, content: str | bytes, caption: str = "", *, person: int = OLGA, name: str = "база.csv", **more: Any
) -> list[dict[str, Any]]:
    data = content.encode() if isinstance(content, str) else content
    coded = base64.b64encode(data).decode()
    return await talk.send("document", person, caption=caption, base64=coded, file_name=name, **more)


async def _download(talk: Talk, message: dict[str, Any]) -> str:
    file = await talk.bot.download(message["document"]["file_id"])
    assert file is not None
    return file.read().decode("utf-8-sig")


async def _by_phone(shop: Shop, phone: str) -> Customer | None:
    async with shop.storage.reading() as tx:
        return await tx.customers.by_phone(phone)


async def test_a_file_with_the_command_as_its_caption(talk: Talk, small_shop: Shop) -> None:
    report, file = await _send(talk, CUSTOMERS, "/import")
    assert report["text"].splitlines() == [
        "Клиенты загружены из файла «база.csv»",
        "",
        "Строк в файле: 2",
        "Добавлено: 1",
        "Уже были: 0",
        "Не приняты: 1",
        "",
        "Эта строка не принята:",
        "строка 3: «12» — не телефон",
    ]
    assert file["document"]["file_name"] == "база.rejected.csv"
    assert list(csv.reader((await _download(talk, file)).splitlines())) == [
        ["phone", "name", "reason"],
        ["12", "Пётр", "«12» — не телефон"],
    ]
    assert await _by_phone(small_shop, "+79161234567") is not None


async def test_the_same_file_again_is_said_to_be_known(talk: Talk) -> None:
    await _send(talk, "phone\n+79161234567\n", "/import")
    [report] = await _send(talk, "phone\n+79161234567\n", "/import")
    assert "Добавлено: 0\nУже были: 1\nНе приняты: 0" in report["text"]


async def test_the_kind_is_found_from_the_header(talk: Talk, small_shop: Shop) -> None:
    await enrolled(small_shop, 5)
    content = "Дата;Телефон;Сумма\n05.01.2026;+7 916 000-00-05;1500,50\n".encode("cp1251")
    [report] = await _send(talk, content, "/import", name="чеки.csv")
    assert "Покупки загружены из файла «чеки.csv»" in report["text"]
    customer = await _by_phone(small_shop, "+79160000005")
    assert customer is not None
    assert customer.purchase_count == 1


async def test_first_the_command_then_the_file(talk: Talk, small_shop: Shop) -> None:
    [asked] = await talk.say(OLGA, "/import")
    assert "phone,name,birthday" in asked["text"]
    [report] = await _send(talk, "phone\n+79161234567\n")
    assert "Добавлено: 1" in report["text"]
    assert await _by_phone(small_shop, "+79161234567") is not None


async def test_in_answer_to_the_file(talk: Talk) -> None:
    await _send(talk, "phone\n+79161234567\n")
    file = next(message for message in await talk.messages(OLGA) if "document" in message)
    [report] = await talk.say(OLGA, "/import", reply_to=file["message_id"])
    assert "Добавлено: 1" in report["text"]


async def test_something_else_than_a_file_puts_the_question_down(talk: Talk, small_shop: Shop) -> None:
    await talk.say(OLGA, "/import")
    [kind] = await talk.say(OLGA, "сейчас найду")
    assert kind["text"].startswith("Это не файл")
    await _send(talk, "phone\n+79161234567\n")
    assert await _by_phone(small_shop, "+79161234567") is None


@pytest.mark.parametrize(
    "content,said",
    [
        (b"", "ничего нет"),
        ("Имя,Почта\nАнна,a@b.ru\n".encode(), "не хватает колонок: phone. В нём есть: Имя, Почта"),
        (b"<b>,&\n1,2\n", "Там стоит: <b>, &"),
        (b"PK\x03\x04nothing", "не открывается как таблица"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "Сохраните его как «CSV UTF-8»"),
    ],
)
async def test_a_file_that_will_not_do_is_answered_kindly(talk: Talk, content: bytes, said: str) -> None:
    [report] = await _send(talk, content or b"\n", "/import")
    assert said in report["text"]


@pytest.mark.filterwarnings("ignore:Sending a large body")  # to the simulator, by the test
async def test_too_large_a_file_is_shown_another_way(talk: Talk) -> None:
    [report] = await _send(talk, b"phone\n" + b"+79161234567\n" * 1_700_000, "/import")
    assert "больше 20 МБ" in report["text"]
    assert "kasanie import" in report["text"]


async def test_in_the_owners_language(talk: Talk, small_shop: Shop) -> None:
    await enrolled(small_shop, telegram_id=OLGA, language="en", phone="+79161230000")
    report, _ = await _send(talk, CUSTOMERS, "/import")
    assert "Added: 1" in report["text"]
    assert "“12” is not a phone" in report["text"]


@pytest.mark.parametrize("person", [ANNA, MARIA])
async def test_nobody_else_imports(talk: Talk, small_shop: Shop, person: int) -> None:
    await _send(talk, CUSTOMERS, "/import", person=person)
    assert await _by_phone(small_shop, "+79161234567") is None


async def test_not_in_a_group(talk: Talk, small_shop: Shop) -> None:
    manager_chat = small_shop.manager_chat_id()
    assert manager_chat is not None
    assert await _send(talk, CUSTOMERS, "/import", chat=manager_chat) == []
    assert await _by_phone(small_shop, "+79161234567") is None


async def _once_more(talk: Talk, person: int, *, forgotten: bool) -> list[dict[str, Any]]:
    """The last update again; forgotten: after a crash, which came before it was noted as handled."""
    async with talk.shop.storage.transaction() as tx:
        last = (await tx.connection.execute(sa.select(sa.func.max(inbox.c.update_id)))).scalar_one()
        if forgotten:
            await tx.connection.execute(sa.delete(inbox).where(inbox.c.update_id == last))
    before = len(await talk.messages(person))
    await talk.control("update", redeliver=last)
    await talk.pump()
    return (await talk.messages(person))[before:]


@pytest.mark.parametrize("asked", [False, True], ids=["as a caption", "after the question"])
@pytest.mark.parametrize("customer", [False, True], ids=["owner", "owner with a card"])
async def test_a_redelivered_file_is_imported_once(talk: Talk, small_shop: Shop, asked: bool, customer: bool) -> None:
    if customer:
        await enrolled(small_shop, telegram_id=OLGA, phone="+79161230000")
    if asked:
        await talk.say(OLGA, "/import")
    [report] = await _send(talk, "phone\n+79161234567\n", "" if asked else "/import")
    assert "Добавлено: 1" in report["text"]
    assert await _once_more(talk, OLGA, forgotten=False) == []
    [again] = await _once_more(talk, OLGA, forgotten=True)
    assert "Добавлено: 0\nУже были: 1" in again["text"]
    assert await talk.transcript(MANAGERS) == [], "a file full of people is no letter to the managers"


async def test_the_next_file_is_asked_for_again(talk: Talk, small_shop: Shop) -> None:
    await talk.say(OLGA, "/import")
    await _send(talk, "phone\n+79161234567\n")
    await _send(talk, "phone\n+79161234568\n")
    assert await _by_phone(small_shop, "+79161234568") is None


async def test_the_redelivered_command_asks_once_and_after_a_crash_again(talk: Talk, small_shop: Shop) -> None:
    [asked] = await talk.say(OLGA, "/import")
    assert await _once_more(talk, OLGA, forgotten=False) == []
    [again] = await _once_more(talk, OLGA, forgotten=True)
    assert again["text"] == asked["text"]
    [report] = await _send(talk, "phone\n+79161234567\n")
    assert "Добавлено: 1" in report["text"]


async def test_a_customers_import_is_a_letter_like_any_other(talk: Talk, small_shop: Shop) -> None:
    await enrolled(small_shop, 1)
    [kind] = await talk.say(ANNA, "/import")
    assert "Такой команды нет" in kind["text"]
    [passed_on] = await _send(talk, CUSTOMERS, "/import", person=ANNA)
    assert passed_on["text"] == "Передали. Ответим здесь."
    assert await _by_phone(small_shop, "+79161234567") is None
    assert "загружены" not in "\n".join(await talk.transcript(ANNA))
