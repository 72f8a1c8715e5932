"""A question with several choices: every press counts, and counts once."""

from typing import Any

import pytest
import sqlalchemy as sa

from loyalty.ids import CustomerId, ResponseId
from storage.schema import dialogues
from tests.once_more import once_more, overheard
from tests.shop import enrolled
from tests.surveys import asked
from tests.talk import ANNA, TOM, Talk
from texts.questions import Done, Resume, Toggle


async def asked_why(talk: Talk) -> tuple[CustomerId, ResponseId]:
    """Anna has given a low score; what was wrong stands in her chat."""
    anna, response = await asked(talk, "csat")
    await talk.tap(ANNA, "2")
    return anna, response


async def tap(talk: Talk, label: str) -> dict[str, Any]:
    """Pressed; the bot has not heard of it yet."""
    message, data = await talk.button(ANNA, label)
    return await queue(talk, message, data)


async def queue(talk: Talk, message: int, data: str, *, person: int = ANNA) -> dict[str, Any]:
    body = {"from": person, "chat": person, "message_id": message, "data": data, "wait": 0}
    return dict(await talk.control("tap", **body, any=True))


async def labels(talk: Talk) -> list[str]:
    newest = next(message for message in reversed(await talk.messages(ANNA)) if "reply_markup" in message)
    return [button["text"] for row in newest["reply_markup"]["inline_keyboard"] for button in row]


async def answers(talk: Talk, response: ResponseId) -> dict[str, Any]:
    async with talk.shop.storage.reading() as tx:
        return dict(await tx.responses.answers_of(response))


async def test_two_presses_quicker_than_the_bot_both_count(talk: Talk) -> None:
    _, response = await asked_why(talk)
    await tap(talk, "Сам товар")
    await tap(talk, "Цена")
    await talk.pump()
    assert {"✅ Сам товар", "✅ Цена"} <= set(await labels(talk))
    await talk.tap(ANNA, "Готово")
    assert (await answers(talk, response))["why"] == ["product", "price"]


async def test_marks_and_the_last_tap_in_one_breath(talk: Talk) -> None:
    _, response = await asked_why(talk)
    for label in ("Сам товар", "Цена", "Готово"):
        await tap(talk, label)
    await talk.pump()
    assert (await answers(talk, response))["why"] == ["product", "price"]


async def test_the_same_press_again_leaves_the_mark_where_it_is(talk: Talk) -> None:
    await asked_why(talk)
    await tap(talk, "Цена")
    await tap(talk, "Цена")
    await talk.pump()
    assert "✅ Цена" in await labels(talk)
    assert not [toast for toast in await talk.toasts() if toast]


async def kept(talk: Talk) -> list[dict[str, Any]]:
    """What the bot remembers of conversations."""
    async with talk.shop.storage.reading() as tx:
        return list((await tx.connection.execute(sa.select(dialogues.c.data))).scalars())


async def test_an_update_handled_twice_changes_nothing(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a crash between the effect and the note that the update was handled."""
    _, response = await asked_why(talk)
    received = overheard(talk, monkeypatch)
    before = await kept(talk)
    await talk.tap(ANNA, "Цена")
    after = await kept(talk)
    assert before != after
    await once_more(talk, received[-1])
    assert await kept(talk) == after
    assert await answers(talk, response) == {"score": 2}


async def test_a_mark_can_be_taken_away_and_skip_and_back_stay_in_reach(talk: Talk) -> None:
    await asked_why(talk)
    await talk.tap(ANNA, "Цена")
    assert {"✅ Цена", "Пропустить", "⬅️ Назад"} <= set(await labels(talk))
    await talk.tap(ANNA, "✅ Цена")
    assert "▫️ Цена" in await labels(talk)


async def test_marks_outlive_the_same_question_in_a_new_message(talk: Talk) -> None:
    _, response = await asked_why(talk)
    await talk.tap(ANNA, "Цена")
    message, _ = await talk.button(ANNA, "✅ Цена")
    await queue(talk, message, Resume(response=response).pack())
    await talk.pump()
    assert "✅ Цена" in await labels(talk)


async def test_going_back_finds_the_marks_as_they_were(talk: Talk) -> None:
    await asked_why(talk)
    await talk.tap(ANNA, "Цена")
    await talk.tap(ANNA, "Готово")
    await talk.tap(ANNA, "Назад")
    assert "✅ Цена" in await labels(talk)


async def test_marks_that_nothing_remembers_are_read_off_the_buttons(talk: Talk) -> None:
    """Something else was talked about in between, as by a member of staff."""
    _, response = await asked_why(talk)
    await talk.tap(ANNA, "Сам товар")
    async with talk.shop.storage.transaction() as tx:
        await tx.dialogues.end(ANNA, ANNA)
    await talk.tap(ANNA, "Цена")
    assert {"✅ Сам товар", "✅ Цена"} <= set(await labels(talk))
    async with talk.shop.storage.transaction() as tx:
        await tx.dialogues.end(ANNA, ANNA)
    await talk.tap(ANNA, "Готово")
    assert (await answers(talk, response))["why"] == ["product", "price"]


async def test_a_press_of_an_answered_question_changes_nothing(talk: Talk) -> None:
    _, response = await asked_why(talk)
    message, old = await talk.button(ANNA, "Цена")
    await talk.tap(ANNA, "Сам товар")
    await talk.tap(ANNA, "Готово")
    await queue(talk, message, old)
    await queue(talk, message, Done(response=response, question="why").pack())
    await talk.pump()
    assert (await answers(talk, response))["why"] == ["product"]
    assert [toast for toast in await talk.toasts() if toast] == ["На этот вопрос вы уже ответили."] * 2


@pytest.mark.parametrize("choice", ["nothing-like-it", "price,other", ""])
async def test_a_choice_that_is_none_is_not_marked(talk: Talk, choice: str) -> None:
    _, response = await asked_why(talk)
    message, _ = await talk.button(ANNA, "Цена")
    await queue(talk, message, Toggle(response=response, question="why", choice=choice, on=True).pack())
    await talk.pump()
    assert not [label for label in await labels(talk) if label.startswith("✅")]


async def test_nobody_marks_in_another_persons_survey(talk: Talk) -> None:
    _, response = await asked_why(talk)
    await enrolled(talk.shop, 2)
    await talk.start(TOM)
    newest = (await talk.messages(TOM))[-1]["message_id"]
    press = Toggle(response=response, question="why", choice="price", on=True).pack()
    await queue(talk, newest, press, person=TOM)
    await talk.pump()
    assert [data["marked"] for data in await kept(talk)] == [[]]
