"""From the first tap to the card."""

import pytest

from loyalty.customer import Birthday
from tests.shop import MANAGERS, enrolled
from tests.talk import ANNA, TOM, Talk


async def to_the_questions(talk: Talk, person: int = ANNA, *, payload: str = "", language: str = "Русский") -> None:
    """`/start`, the language, both consents: the first question stands in the chat."""
    english = language == "English"
    await talk.start(person, payload)
    await talk.tap(person, language)
    await talk.tap(person, "I agree" if english else "Согласен")
    await talk.tap(person, "Yes, please" if english else "Да, присылайте")


async def enrol(talk: Talk, person: int = ANNA, *, payload: str = "", name: str = "Анна") -> None:
    """The whole way, with everything that can be skipped left out."""
    await to_the_questions(talk, person, payload=payload)
    await talk.say(person, name)
    await talk.send("contact", person)
    for _ in range(8):
        if await card_of(talk, person):
            return
        await answer_anything(talk, person)
    raise AssertionError("the questionnaire does not end:\n" + "\n".join(await talk.transcript(person)))


async def answer_anything(talk: Talk, person: int) -> None:
    """Skip, or press the first button that there is."""
    message = (await talk.messages(person))[-1]
    rows = message["reply_markup"]["inline_keyboard"]
    labels = [button["text"] for row in rows for button in row]
    skip = next((label for label in labels if label in ("Пропустить", "Skip")), labels[0])
    await talk.tap(person, skip)


async def card_of(talk: Talk, person: int) -> str | None:
    """The number on the card that was sent to them."""
    for message in await talk.messages(person):
        for code in message["_"].get("codes", []):
            if code["format"] == "EAN13":
                return str(code["text"])
    return None


async def test_five_questions_lead_to_a_card_that_a_till_can_read(talk: Talk) -> None:
    await to_the_questions(talk)
    assert "1 из 5" in await talk.text(ANNA)
    await talk.say(ANNA, "Анна")
    assert "2 из 5" in await talk.text(ANNA)
    await talk.send("contact", ANNA)
    await talk.say(ANNA, "15 марта 1990")
    while not await card_of(talk, ANNA):
        await answer_anything(talk, ANNA)
    number = await card_of(talk, ANNA)
    assert number is not None
    assert number.startswith("2900")
    card = next(message for message in await talk.messages(ANNA) if "photo" in message)
    assert number in card["caption"]
    links = [code["text"] for code in card["_"]["codes"] if code["format"] == "QRCode"]
    assert links[0].startswith("https://t.me/kasanie_demo_bot?start=c_")
    async with talk.shop.storage.reading() as tx:
        anna = await tx.customers.by_telegram(ANNA)
        assert anna is not None
        assert (anna.name, anna.phone, anna.phone_verified) == ("Анна", "+79161234567", True)
        assert anna.birthday == Birthday(3, 15, 1990)
        assert anna.processing
        assert anna.marketing


async def test_the_manager_chat_hears_of_a_new_customer_and_the_source(talk: Talk) -> None:
    await enrol(talk, payload="s_window-poster")
    assert "window-poster" in "\n".join(await talk.transcript(MANAGERS))


async def test_without_consent_nothing_is_kept(talk: Talk) -> None:
    await talk.start(ANNA, "s_poster")
    await talk.tap(ANNA, "Русский")
    await talk.tap(ANNA, "Не сейчас")
    async with talk.shop.storage.reading() as tx:
        assert await tx.customers.by_telegram(ANNA) is None
        assert await tx.dialogues.of(ANNA, ANNA) is None
        assert await tx.inbox.of_chat(ANNA, limit=1) == []


async def test_the_document_is_shown_in_full_and_kept_with_the_consent(talk: Talk) -> None:
    await to_the_questions(talk)
    async with talk.shop.storage.reading() as tx:
        anna = await tx.customers.by_telegram(ANNA)
        assert anna is not None
        consents = await tx.consents.of(anna.id)
    assert [(consent.kind, consent.given) for consent in consents] == [("processing", True), ("marketing", True)]
    assert consents[0].document is not None
    shown = "\n".join(message.get("text", "") for message in await talk.messages(ANNA))
    assert "Согласие на обработку" in shown


async def test_pressing_agree_twice_makes_one_person_and_one_consent(talk: Talk) -> None:
    await talk.start(ANNA)
    await talk.tap(ANNA, "Русский")
    message, data = await talk.button(ANNA, "Согласен")
    await talk.press(ANNA, ANNA, message, data)
    await talk.press(ANNA, ANNA, message, data, forged=True)
    async with talk.shop.storage.reading() as tx:
        anna = await tx.customers.by_telegram(ANNA)
        assert anna is not None
        assert len(await tx.consents.of(anna.id)) == 1


async def test_a_questionnaire_goes_on_where_it_stopped(talk: Talk) -> None:
    await to_the_questions(talk)
    await talk.say(ANNA, "Анна")
    await talk.start(ANNA)
    assert "2 из 5" in await talk.text(ANNA)


@pytest.mark.parametrize(
    "typed, said",
    [
        ("завтра", "Не получилось понять дату"),
        ("31.02.1990", "Не получилось понять дату"),
        ("15.03.2190", "ещё не наступила"),
        ("15.03.1790", "слишком давний"),
        ("x" * 4000, "слишком длинно"),
    ],
)
async def test_a_wrong_birthday_gets_a_kind_word_and_is_asked_again(talk: Talk, typed: str, said: str) -> None:
    await to_the_questions(talk)
    await talk.say(ANNA, "Анна")
    await talk.send("contact", ANNA)
    await talk.say(ANNA, typed)
    text = await talk.text(ANNA)
    assert said in text
    assert "3 из 5" in text


async def test_a_sticker_is_no_answer(talk: Talk) -> None:
    await to_the_questions(talk)
    await talk.send("sticker", ANNA)
    assert "ответ словами" in await talk.text(ANNA)


@pytest.mark.parametrize("name", ["<b>Анна</b>", "{name}", "أحمد", "Анна 🌸", "А" * 64])
async def test_any_name_is_kept_as_it_was_written(talk: Talk, name: str) -> None:
    await enrol(talk, name=name)
    async with talk.shop.storage.reading() as tx:
        anna = await tx.customers.by_telegram(ANNA)
    assert anna is not None
    assert anna.name == name


async def test_somebody_elses_contact_is_not_taken(talk: Talk) -> None:
    await to_the_questions(talk)
    await talk.say(ANNA, "Анна")
    await talk.send("contact", ANNA, phone="+79990000000", user_id=TOM)
    assert "чужой контакт" in await talk.text(ANNA)


async def test_a_phone_of_another_country_is_welcome(talk: Talk) -> None:
    await to_the_questions(talk, TOM, language="English")
    await talk.say(TOM, "Tom")
    await talk.send("contact", TOM)
    async with talk.shop.storage.reading() as tx:
        tom = await tx.customers.by_telegram(TOM)
    assert tom is not None
    assert tom.phone == "+447700900123"


async def test_back_asks_the_question_before_again(talk: Talk) -> None:
    await to_the_questions(talk)
    await talk.say(ANNA, "Ана")
    await talk.say(ANNA, "назад")
    assert "1 из 5" in await talk.text(ANNA)
    await talk.say(ANNA, "Анна")
    async with talk.shop.storage.reading() as tx:
        anna = await tx.customers.by_telegram(ANNA)
    assert anna is not None
    assert anna.name == "Анна"


async def test_a_cancelled_questionnaire_can_be_resumed(talk: Talk) -> None:
    await to_the_questions(talk)
    await talk.tap(ANNA, "Отложить")
    await talk.tap(ANNA, "Продолжить")
    assert "1 из 5" in await talk.text(ANNA)


async def test_an_imported_customer_is_recognised_by_the_phone_and_keeps_history(talk: Talk) -> None:
    known = await enrolled(talk.shop, 1, telegram_id=None, phone="+79161234567", name="Анна Иванова")
    await enrol(talk)
    async with talk.shop.storage.reading() as tx:
        anna = await tx.customers.by_telegram(ANNA)
        assert anna is not None
        assert anna.id == known
        assert anna.name == "Анна"
        card = await tx.cards.of(known)
    assert card is not None
    assert await card_of(talk, ANNA) == card.number
    assert any("Мы вас узнали" in line for line in await talk.transcript(ANNA))


async def test_whoever_has_a_card_gets_no_second_one(talk: Talk) -> None:
    await enrol(talk)
    number = await card_of(talk, ANNA)
    await talk.start(ANNA)
    await talk.say(ANNA, "/card")
    cards = [m for m in await talk.messages(ANNA) if m["_"].get("codes")]
    assert {code["text"] for m in cards for code in m["_"]["codes"] if code["format"] == "EAN13"} == {number}


async def test_a_button_of_a_question_that_was_answered_says_so(talk: Talk) -> None:
    await to_the_questions(talk)
    message, data = await talk.button(ANNA, "Отложить")
    await talk.tap(ANNA, "Отложить")
    await talk.press(ANNA, ANNA, message, data, forged=True)
    assert (await talk.toasts())[-1] == "На этот вопрос вы уже ответили."


async def test_an_old_question_turns_into_the_one_that_waits(talk: Talk) -> None:
    """Whose next question was lost on the way presses the old one again."""
    await to_the_questions(talk)
    asked, _ = await talk.button(ANNA, "Отложить")
    await talk.say(ANNA, "Анна")
    await talk.send("contact", ANNA)
    message, data = await talk.button(ANNA, "Пропустить")
    await talk.tap(ANNA, "Пропустить")
    before = await talk.messages(ANNA)
    await talk.press(ANNA, ANNA, message, data, forged=True)  # twice, quickly: it stands there already
    assert await talk.messages(ANNA) == before
    await talk.press(ANNA, ANNA, asked, data, forged=True)
    shown = {message["message_id"]: message.get("text", "") for message in await talk.messages(ANNA)}
    assert "4 из 5" in shown[asked] == shown[message]


async def test_somebody_elses_button_does_nothing(talk: Talk) -> None:
    await to_the_questions(talk)
    await talk.start(TOM)
    message, data = await talk.button(ANNA, "Отложить")
    await talk.press(TOM, ANNA, message, data, forged=True)
    async with talk.shop.storage.reading() as tx:
        anna = await tx.customers.by_telegram(ANNA)
        assert anna is not None
        response = await tx.responses.of(anna.id, "enrolment")
    assert response is not None
    assert response.cancelled_at is None
