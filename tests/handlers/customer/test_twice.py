"""The same once more: a double press, an update that is handled again after a crash, a question that waits no more."""

from typing import Any

from loyalty.ids import ResponseId
from storage.dialogues import Dialogue
from tests.handlers.customer.test_enrolment import to_the_questions
from tests.once_more import once_more
from tests.shop import MANAGERS, enrolled
from tests.surveys import asked
from tests.talk import ANNA, Talk


async def typed(talk: Talk, text: str) -> dict[str, Any]:
    """Said and handled; the update."""
    said = await talk.control("messages", **{"from": ANNA, "chat": ANNA, "text": text})
    await talk.pump()
    message = {key: value for key, value in said["message"].items() if key != "_"}
    return {"update_id": said["update_id"], "message": message}


async def test_a_typed_answer_handled_twice_does_not_answer_the_next_question(talk: Talk) -> None:
    await to_the_questions(talk)
    update = await typed(talk, "Анна")
    await talk.send("contact", ANNA)
    update = await typed(talk, "15 марта 1990")
    before = await talk.text(ANNA)
    await once_more(talk, update)
    assert await talk.text(ANNA) == before
    assert "4 из 5" in before


async def test_the_word_back_handled_twice_goes_back_once(talk: Talk) -> None:
    await to_the_questions(talk)
    await talk.say(ANNA, "Анна")
    await talk.send("contact", ANNA)
    await talk.say(ANNA, "15 марта 1990")
    update = await typed(talk, "назад")
    assert "3 из 5" in await talk.text(ANNA)
    await once_more(talk, update)
    assert "3 из 5" in await talk.text(ANNA)


async def test_the_last_words_handled_twice_are_no_complaint(talk: Talk) -> None:
    """They were the end of the survey; with it nothing waits, and free words go to people."""
    anna = await enrolled(talk.shop, 1)
    await talk.start(ANNA)
    async with talk.shop.storage.transaction() as tx:
        response = await tx.responses.start("csat", anna, "message:1", now=talk.shop.now())
        await tx.responses.answer(response.id, "score", 2, now=talk.shop.now())
        await tx.responses.answer(response.id, "why", ["price"], now=talk.shop.now())
        await tx.dialogues.expect(ANNA, ANNA, Dialogue("answer", {"response": response.id}), now=talk.shop.now())
    update = await typed(talk, "Слишком дорого")
    async with talk.shop.storage.reading() as tx:
        found = await tx.responses.find(response.id)
        assert found is not None
        assert found.finished_at is not None, await talk.transcript(ANNA)
    thanks, staff = await talk.text(ANNA), await talk.transcript(MANAGERS)
    await once_more(talk, update)
    await talk.pump()
    assert await talk.text(ANNA) == thanks
    assert await talk.transcript(MANAGERS) == staff
    await talk.say(ANNA, "И ещё вопрос")
    assert "И ещё вопрос" in "\n".join(await talk.transcript(MANAGERS))


async def test_words_for_a_survey_that_is_no_more_go_to_people(talk: Talk) -> None:
    """The programme was changed while the question waited."""
    anna = await enrolled(talk.shop, 1)
    await talk.start(ANNA)
    async with talk.shop.storage.transaction() as tx:
        gone = await tx.responses.start("gone", anna, "once", now=talk.shop.now())
        await tx.dialogues.expect(
            ANNA, ANNA, Dialogue("answer", {"response": ResponseId(gone.id)}), now=talk.shop.now()
        )
    await talk.say(ANNA, "Вы завтра открыты?")
    assert "Вы завтра открыты?" in "\n".join(await talk.transcript(MANAGERS))


async def test_a_choice_pressed_twice_is_chosen_once(talk: Talk) -> None:
    await asked(talk, "csat")
    await talk.tap(ANNA, "2")
    message, data = await talk.button(ANNA, "Цена")
    body = {"from": ANNA, "chat": ANNA, "message_id": message, "data": data, "wait": 0}
    await talk.control("tap", **body)
    await talk.control("tap", **body)
    await talk.pump()
    _, after = await talk.button(ANNA, "✅ Цена")
    assert after != data
    assert not [toast for toast in await talk.toasts() if toast]
