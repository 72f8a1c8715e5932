import pytest

from loyalty.ids import CustomerId
from tests.shop import MANAGERS, Clock
from tests.talk import ANNA, MARIA, PETER, Talk


async def said(talk: Talk, chat: int) -> str:
    return (await talk.text(chat)).replace("\u00a0", " ")


async def newest(talk: Talk, chat: int) -> int:
    return int((await talk.messages(chat))[-1]["message_id"])


async def complained(talk: Talk, text: str = "Где мой заказ?") -> int:
    """Anna writes; the message number of the notice."""
    await talk.say(ANNA, text)
    return await newest(talk, MANAGERS)


async def lines(talk: Talk, case: int = 1) -> list[tuple[str, str]]:
    async with talk.shop.storage.reading() as tx:
        found = await tx.cases.find(case)
        assert found is not None
        return [(line.author, line.text) for line in await tx.cases.lines_of(found.id)]


async def test_a_complaint_is_taken_answered_and_closed(talk: Talk) -> None:
    notice = await complained(talk)
    assert "Обращение · № 1" in await said(talk, MANAGERS)
    await talk.tap(MARIA, "Взять", chat=MANAGERS)
    assert "Ведёт: Мария" in await said(talk, MANAGERS)
    await talk.say(MARIA, "Уже в пути", chat=MANAGERS, reply_to=notice)
    assert "Мария, Магазин «Ромашка»:\nУже в пути" in await said(talk, ANNA)
    await talk.say(ANNA, "Спасибо!")
    assert "Спасибо!" in await said(talk, MANAGERS)
    await talk.say(PETER, "Всегда рады", chat=MANAGERS, reply_to=await newest(talk, MANAGERS))
    assert "Пётр" in await said(talk, ANNA)
    await talk.tap(MARIA, "Закрыть", chat=MANAGERS)
    assert "просто напишите сюда" in await said(talk, ANNA)
    assert [text for _, text in await lines(talk)] == ["Где мой заказ?", "Уже в пути", "Спасибо!", "Всегда рады"]
    await talk.say(ANNA, "А где же он?")
    assert "№ 2" in await said(talk, MANAGERS)


async def test_the_second_who_takes_is_told_whose_it_is(talk: Talk) -> None:
    notice = await complained(talk)
    _, data = await talk.button(MANAGERS, "Взять")
    await talk.press(MARIA, MANAGERS, notice, data)
    await talk.press(PETER, MANAGERS, notice, data, forged=True)
    assert "Это уже ведёт Мария." in (await talk.toasts())[-1]
    await talk.press(MARIA, MANAGERS, notice, data, forged=True)
    assert "и так ваше" in (await talk.toasts())[-1]


async def test_a_button_pressed_twice_or_a_year_later_gets_a_clear_answer(talk: Talk, clock: Clock) -> None:
    notice = await complained(talk)
    take, close = [(await talk.button(MANAGERS, label))[1] for label in ("Взять", "Закрыть")]
    await talk.press(MARIA, MANAGERS, notice, close)
    clock.advance(days=365)
    unknown = [(f"{prefix}:404", "Такого обращения нет") for prefix in ("ct1", "cc1", "ca1", "cs1")]
    for data, toast in [(close, "Уже закрыто"), (take, "уже закрыто"), *unknown]:
        await talk.press(PETER, MANAGERS, notice, data, forged=True)
        assert toast in (await talk.toasts())[-1]
    assert (await talk.transcript(ANNA)).count("просто напишите сюда") <= 1


async def test_nobody_but_staff_takes_answers_or_closes(talk: Talk) -> None:
    notice = await complained(talk)
    for label in ("Взять", "Ответить", "Закрыть"):
        _, data = await talk.button(MANAGERS, label)
        await talk.press(ANNA, MANAGERS, notice, data, forged=True)
        assert "только для сотрудников" in (await talk.toasts())[-1]
    assert "Пока ничьё" in await said(talk, MANAGERS)


async def test_the_answer_button_asks_and_any_colleague_may_reply(talk: Talk) -> None:
    await complained(talk)
    (question,) = await talk.tap(MARIA, "Ответить", chat=MANAGERS)
    assert "Мария, ответьте на это сообщение" in question["text"]
    await talk.say(MARIA, "просто болтаем", chat=MANAGERS)
    assert "болтаем" not in await said(talk, ANNA)
    for text in ("Раз", "Два"):
        await talk.say(PETER, text, chat=MANAGERS, reply_to=question["message_id"])
        assert text in await said(talk, ANNA)


async def test_cases_are_listed_and_answered_in_a_private_chat(talk: Talk) -> None:
    await talk.say(MARIA, "/cases")
    assert "Всё разобрано" in await said(talk, MARIA)
    await complained(talk)
    await talk.say(MARIA, "/cases")
    assert "№ 1 · обращение · Анна · с 3 марта 2026, 12:00 · ничьё" in await said(talk, MARIA)
    await talk.tap(MARIA, "№ 1")
    assert "Где мой заказ?" in await said(talk, MARIA)
    card = await newest(talk, MARIA)
    await talk.tap(MARIA, "Ответить")
    await talk.say(MARIA, "Везём")
    assert "Везём" in await said(talk, ANNA)
    await talk.say(MARIA, "Скоро", reply_to=card)
    assert "Скоро" in await said(talk, ANNA)
    await talk.say(PETER, "/cases", chat=MANAGERS)
    assert "ведёт Мария" in await said(talk, MANAGERS)


async def test_a_reply_to_a_case_is_no_amount_whatever_is_being_asked(talk: Talk) -> None:
    await complained(talk)
    await talk.say(MARIA, "/cases")
    await talk.tap(MARIA, "№ 1")
    card = await newest(talk, MARIA)
    await talk.start(MARIA, "c_token1")
    await talk.tap(MARIA, "Продажа")
    await talk.say(MARIA, "1500", reply_to=card)
    assert "1500" in await said(talk, ANNA)
    async with talk.shop.storage.reading() as tx:
        assert await tx.purchases.last_of(CustomerId(1), limit=1) == []


async def test_a_photo_goes_both_ways(talk: Talk) -> None:
    await talk.send("photo", ANNA, caption="Вот что пришло <b>")
    shown = await talk.messages(MANAGERS)
    assert any("photo" in message for message in shown)
    notice = next(message for message in shown if "№ 1" in message.get("text", ""))
    assert "[фото] Вот что пришло <b>" in notice["text"]
    await talk.send("photo", MARIA, chat=MANAGERS, reply_to=notice["message_id"], caption="Вот замена")
    sent = (await talk.messages(ANNA))[-1]
    assert "photo" in sent
    assert sent["caption"] == "Мария, Магазин «Ромашка»:\nВот замена"
    await talk.send("sticker", MARIA, chat=MANAGERS, reply_to=notice["message_id"])
    assert "sticker" in (await talk.messages(ANNA))[-1]
    assert "Мария" in (await talk.messages(ANNA))[-2]["text"]
    assert [text for _, text in await lines(talk)] == ["[фото] Вот что пришло <b>", "[фото] Вот замена", "[стикер]"]


async def test_who_blocked_the_bot_is_not_answered_and_staff_are_told(talk: Talk) -> None:
    notice = await complained(talk)
    await talk.control("block", person=ANNA)
    await talk.send("photo", MARIA, chat=MANAGERS, reply_to=notice)
    assert "остановил бота" in await said(talk, MANAGERS) or "не в боте" in await said(talk, MANAGERS)
    await talk.say(MARIA, "Алло?", chat=MANAGERS, reply_to=notice)
    assert "не в боте" in await said(talk, MANAGERS)


@pytest.mark.parametrize("text", ["<b>жир</b>", "{name} {0} %s", "محمد \u202eабв", "👩‍👩‍👧🌼", "ы" * 4096, "&<" * 2000])
async def test_whatever_is_written_arrives_whole_in_both_directions(talk: Talk, text: str) -> None:
    notice = await complained(talk, text)
    await talk.say(MARIA, text, chat=MANAGERS, reply_to=notice)
    text = text.replace("\u202e", "")  # Telegram takes it out itself
    assert await lines(talk) == [("customer", text), ("staff", text)]
    for chat in (MANAGERS, ANNA):
        heard = "".join(message.get("text", "") for message in await talk.messages(chat) if message["from"]["is_bot"])
        assert sum(heard.count(letter) for letter in set(text)) >= len(text)


async def test_a_reply_to_anything_else_goes_to_nobody(talk: Talk) -> None:
    await complained(talk)
    await talk.say(MARIA, "/cases", chat=MANAGERS)
    before = len(await talk.messages(ANNA))
    await talk.say(MARIA, "ясно", chat=MANAGERS, reply_to=await newest(talk, MANAGERS))
    assert len(await talk.messages(ANNA)) == before
