"""A question that the shop asked and that waits for days: the buttons answer it, words are meant for people."""

from actions.shop import Shop
from loyalty.ids import ResponseId
from storage.dialogues import Dialogue
from tests.handlers.customer.test_enrolment import to_the_questions
from tests.shop import MANAGERS, Clock, enrolled, preset, with_programme
from tests.surveys import asked
from tests.talk import ANNA, Talk, talking
from texts.questions import Answer

WORDS = "Вы завтра открыты?"


async def asked_for_words(talk: Talk, person: int = ANNA) -> ResponseId:
    """The last question of a touchpoint's survey stands in the chat: "a few words, if you like"."""
    anna = await enrolled(talk.shop, 1)
    await talk.start(person)
    now = talk.shop.now()
    async with talk.shop.storage.transaction() as tx:
        response = await tx.responses.start("nps", anna, "message:1", now=now)
        await tx.responses.answer(response.id, "score", 8, now=now)
        await tx.dialogues.expect(person, person, Dialogue("answer", {"response": response.id}), now=now)
    return response.id


async def finished(talk: Talk, response: ResponseId) -> bool:
    async with talk.shop.storage.reading() as tx:
        found = await tx.responses.find(response)
    return found is not None and found.finished_at is not None


async def managers_read(talk: Talk) -> str:
    return "\n".join(await talk.transcript(MANAGERS))


async def test_words_of_the_same_day_are_the_answer(talk: Talk, clock: Clock) -> None:
    response = await asked_for_words(talk)
    clock.advance(hours=23)
    await talk.say(ANNA, WORDS)
    assert await finished(talk, response)
    assert WORDS not in await managers_read(talk)


async def test_words_after_days_go_to_people_and_the_question_stays_open(talk: Talk, clock: Clock) -> None:
    response = await asked_for_words(talk)
    clock.advance(hours=25)
    await talk.say(ANNA, WORDS)
    assert WORDS in await managers_read(talk)
    assert "управляющ" in (await talk.text(ANNA)).casefold() or "передали" in (await talk.text(ANNA)).casefold()
    assert not await finished(talk, response)


async def test_a_photo_after_days_goes_to_people(talk: Talk, clock: Clock) -> None:
    await asked_for_words(talk)
    clock.advance(days=3)
    await talk.send("sticker", ANNA)
    assert await managers_read(talk)


async def test_the_buttons_answer_after_days(talk: Talk, clock: Clock) -> None:
    _, response = await asked(talk, "nps")
    clock.advance(days=9)
    await talk.say(ANNA, WORDS)
    assert WORDS in await managers_read(talk)
    message, data = await talk.button(ANNA, "8")
    assert Answer.unpack(data) is not None
    await talk.press(ANNA, ANNA, message, data)
    await talk.tap(ANNA, "Пропустить")
    assert await finished(talk, response)


async def test_what_was_asked_a_moment_ago_waits_again(talk: Talk, clock: Clock) -> None:
    """The days before count no more: a tap has just brought the question."""
    _, response = await asked(talk, "nps")
    clock.advance(days=9)
    await talk.tap(ANNA, "8")
    await talk.say(ANNA, "Просто нравится")
    assert await finished(talk, response)


async def test_the_enrolment_waits_for_ever(talk: Talk, clock: Clock) -> None:
    await to_the_questions(talk)
    clock.advance(days=30)
    await talk.say(ANNA, "Анна")
    assert "2 из 5" in await talk.text(ANNA)


async def test_the_programme_says_how_long_words_count(small_shop: Shop, clock: Clock) -> None:
    rules = preset()
    longer = rules.delivery.model_copy(update={"listen_for": rules.delivery.listen_for * 5})
    shop = with_programme(small_shop, rules.model_copy(update={"delivery": longer}))
    async with talking(shop) as talk:
        response = await asked_for_words(talk)
        clock.advance(days=4)
        await talk.say(ANNA, WORDS)
        assert await finished(talk, response)
