import pytest
import sqlalchemy as sa

from actions.find_customer import MOST
from loyalty.ids import CustomerId
from storage.schema import notes, refusals, returns
from tests.shop import MANAGERS, Clock, bought, enrolled
from tests.talk import ANNA, MARIA, OLGA, PETER, TOM, Talk

PHONE = "+7 916 000-00-01"


async def said(talk: Talk, chat: int = MARIA) -> str:
    return (await talk.text(chat)).replace("\u00a0", " ")


async def column(talk: Talk, wanted: sa.Column[str]) -> list[str | None]:
    async with talk.shop.storage.reading() as tx:
        return list((await tx.connection.execute(sa.select(wanted))).scalars())


async def labels(talk: Talk, chat: int) -> list[str]:
    message = (await talk.messages(chat))[-1]
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


async def test_the_phones_camera_opens_the_customers_page(talk: Talk) -> None:
    await talk.start(MARIA, "c_token1")
    text = await said(talk)
    for part in ("Анна", "+79160000001", "Бронза, скидка сейчас 5 %", "Купонов нет", "Покупок нет"):
        assert part in text
    assert await labels(talk, MARIA) == ["Продажа", "Не купили", "Заметка"]
    await talk.start(OLGA, "c_token1")
    assert "+79160000001" in await said(talk, OLGA)


@pytest.mark.parametrize("person", [ANNA, TOM])
@pytest.mark.parametrize("payload", ["c_token1", "c_token2", "c_", "c_x"])
async def test_a_cards_link_shows_nothing_about_anybody_to_anyone_but_staff(
    talk: Talk, person: int, payload: str
) -> None:
    new = await talk.start(person, payload)
    shown = " ".join(message.get("text", "") for message in new)
    assert new
    for secret in ("916", "Бронза", "Bronze", "29000", *(["Анна"] if person == TOM else [])):
        assert secret not in shown
    assert "касс" in shown or "till" in shown


@pytest.mark.parametrize("payload", ["c_token2", "c_", "c_TOKEN1"])
async def test_a_card_that_is_not_ours_is_told_so(talk: Talk, payload: str) -> None:
    await talk.start(MARIA, payload)
    assert "Такой карты у нас нет" in await said(talk)


async def test_who_was_erased_is_shown_to_nobody(talk: Talk, anna: CustomerId) -> None:
    await talk.start(MARIA, "c_token1")
    buttons = [await talk.button(MARIA, label) for label in ("Продажа", "Не купили", "Заметка")]
    async with talk.shop.storage.transaction() as tx:
        await tx.customers.change(anna, erased_at=talk.shop.now())
    await talk.start(MARIA, "c_token1")
    assert "Такой карты у нас нет" in await said(talk)
    for button in buttons:
        await talk.press(MARIA, MARIA, *button)
        assert "больше нет в базе" in (await talk.toasts())[-1]


@pytest.mark.parametrize("typed", [PHONE, "8 916 000 00 01", "анна", "9160000001"])
async def test_client_by_words(talk: Talk, typed: str) -> None:
    await talk.say(MARIA, f"/client {typed}")
    assert "Бронза, скидка сейчас 5 %" in await said(talk)


async def test_in_the_group_the_phone_is_masked_and_a_button_leads_to_the_till(talk: Talk) -> None:
    await talk.say(MARIA, f"/client {PHONE}", chat=MANAGERS)
    text = await said(talk, MANAGERS)
    assert "Анна" in text
    assert "0000" not in text.replace("-", "").replace("29000000", "")
    button = (await talk.messages(MANAGERS))[-1]["reply_markup"]["inline_keyboard"][-1][0]
    assert button["url"].endswith("?start=c_token1")


@pytest.mark.parametrize(
    "typed, reply",
    [
        ("/client", "Кого найти"),
        ("/client 123", "Не пойму"),
        ("/client Вероника", "Такого клиента нет: «Вероника»"),
        ("/client +7 916 999-99-99", "Такого клиента нет"),
        ("/client <b>", "&lt;b&gt;"),
        ("/client {name}", "{name}"),
        ("/client " + "Ы" * 4000, "ЫЫЫ…"),
        ("/client محمد", "محمد"),
        ("/client 👩‍👩‍👧", "Не пойму"),
    ],
)
async def test_who_is_not_found_is_told_so(talk: Talk, typed: str, reply: str) -> None:
    (answer,) = await talk.say(MARIA, typed)
    assert reply.replace("&lt;", "<").replace("&gt;", ">") in answer["text"]
    assert len(answer["text"]) < 400


async def test_of_several_people_of_a_name_one_is_chosen(talk: Talk) -> None:
    for number in range(11, 11 + MOST):
        await enrolled(talk.shop, number, name="Анна <b>" if number == 11 else f"Анна {'ё' * 5000}")
    await talk.say(MARIA, "/client анна")
    assert "Кто из них?" in await said(talk)
    assert "не все" in await said(talk)
    await talk.tap(MARIA, "Анна <b>")
    assert "Анна <b>" in await said(talk)
    assert "скидка сейчас" in await said(talk)


async def test_customers_find_nobody(talk: Talk) -> None:
    await talk.say(ANNA, f"/client {PHONE}")
    assert "Бронза" not in await said(talk, ANNA)
    await talk.start(MARIA, "c_token1")
    await talk.tap(MARIA, "Заметка")
    message, data = await talk.button(MARIA, "Продажа")
    for pressed in (data, data.replace("ss1", "cp1"), data.replace("ss1", "cn2"), data.replace("ss1", "uc1")):
        await talk.press(ANNA, MARIA, message, pressed, forged=True)
        assert "только для сотрудников" in (await talk.toasts())[-1]


async def test_a_note_of_many_letters_is_kept_and_can_be_read_whole(talk: Talk) -> None:
    long = ("<b>{name} محمد 👩‍👩‍👧 & " * 400)[:3000].strip()
    await talk.start(MARIA, "c_token1")
    await talk.tap(MARIA, "Заметка")
    await talk.say(MARIA, long)
    assert "Запомнил: Анна" in await said(talk)
    assert await column(talk, notes.c.text) == [long]
    await talk.start(PETER, "c_token1")
    assert "<b>{name}" in await said(talk, PETER)
    read = await talk.tap(PETER, "Все заметки")
    assert "".join("".join(message["text"] for message in read).split()).count("{name}") == long.count("{name}")


async def test_a_note_is_one_note_and_words(talk: Talk) -> None:
    await talk.start(MARIA, "c_token1")
    (question,) = await talk.tap(MARIA, "Заметка")
    await talk.send("sticker", MARIA)
    assert "текстом" in await said(talk)
    await talk.say(MARIA, "Любит Вивальди")
    await talk.say(MARIA, "и кофе", reply_to=question["message_id"])
    assert "уже записана" in await said(talk)
    assert await column(talk, notes.c.text) == ["Любит Вивальди"]


@pytest.mark.parametrize("label", ["Заметка", "Не купили"])
async def test_a_question_of_yesterday_is_not_answered_by_accident(talk: Talk, clock: Clock, label: str) -> None:
    await talk.start(MARIA, "c_token1")
    await talk.tap(MARIA, label)
    clock.advance(days=365)
    await talk.say(MARIA, "привет")
    assert "уже неактуален" in await said(talk)
    assert (await column(talk, notes.c.text), await column(talk, refusals.c.note)) == ([], [])


async def test_a_refusal_by_button_with_words_alarms_the_manager_chat(talk: Talk) -> None:
    await talk.start(MARIA, "c_token1")
    await talk.tap(MARIA, "Не купили")
    assert "почему не купили?" in await said(talk)
    await talk.say(MARIA, "дорого")
    assert "без покупки" in await said(talk)
    assert await column(talk, refusals.c.note) == ["дорого"]
    assert "Записано у кассы: дорого" in await said(talk, MANAGERS)
    assert await labels(talk, MANAGERS) == ["Взять", "Ответить", "Закрыть", "Карточка клиента"]


async def test_a_refusal_without_words_is_one_refusal_however_often_it_is_pressed(talk: Talk) -> None:
    await talk.start(MARIA, "c_token1")
    await talk.tap(MARIA, "Не купили")
    await talk.send("sticker", MARIA)
    message, data = await talk.button(MARIA, "без слов")
    for _ in range(2):
        await talk.press(MARIA, MARIA, message, data, forged=True)
    assert await column(talk, refusals.c.note) == [None]
    assert "Обращение" not in await said(talk, MANAGERS)


@pytest.mark.parametrize("rest, note", [("", None), (" дорого, ушла к соседям", "дорого, ушла к соседям")])
async def test_a_refusal_by_words(talk: Talk, rest: str, note: str | None) -> None:
    await talk.say(MARIA, f"/refusal {PHONE}{rest}", chat=MANAGERS)
    assert await column(talk, refusals.c.note) == [note]
    await talk.say(MARIA, "/refusal")
    assert "Кто не купил" in await said(talk)


async def test_a_return_by_words_and_what_cannot_be_returned(talk: Talk, anna: CustomerId) -> None:
    await bought(talk.shop, anna, 200_000)
    for typed, reply in (
        ("/return", "Кто, на какую сумму"),
        (f"/return {PHONE}", "А сумма?"),
        (f"/return {PHONE} 0", "больше нуля"),
        (f"/return {PHONE} 3000", "всего куплено на 2 000 ₽"),
        (f"/return {PHONE} 500 123", "двояко"),
        (f"/return {PHONE} 500,50 ₽ чек 7", "Возврат записан: Анна, 500,50 ₽"),
        (f"/return {PHONE} 500,50 ₽ чек 7", "уже записан"),
    ):
        await talk.say(MARIA, typed)
        assert reply in await said(talk)
    async with talk.shop.storage.reading() as tx:
        assert list((await tx.connection.execute(sa.select(returns.c.amount))).scalars()) == [50_050]
