"""Telegram fails while somebody waits for a reply: they get it a moment later, and nothing is done twice."""

import pytest

from tests.handlers.customer.test_enrolment import to_the_questions
from tests.talk import ANNA, Talk

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def said(talk: Talk) -> str:
    return "\n".join(await talk.transcript(ANNA))


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "code": 500},
        {"kind": "status", "code": 429, "retry_after": 1},
        {"kind": "reset"},
    ],
    ids=["server error", "too fast", "connection cut"],
)
async def test_a_typed_answer_is_taken_once_when_the_reply_fails(talk: Talk, fault: dict[str, object]) -> None:
    await to_the_questions(talk)
    await talk.control("faults", method="sendMessage", count=1, **fault)
    await talk.say(ANNA, "Анна")
    assert (await said(talk)).count("2 из 5") == 1
    assert "2 из 5" in (await talk.transcript(ANNA))[-1] or "2 из 5" in await talk.text(ANNA)
    async with talk.shop.storage.reading() as tx:
        anna = await tx.customers.by_telegram(ANNA)
    assert anna is not None
    assert (anna.name, anna.phone) == ("Анна", None)


async def test_the_last_answer_leads_to_the_card_when_the_reply_fails(talk: Talk) -> None:
    await to_the_questions(talk)
    await talk.say(ANNA, "Анна")
    await talk.send("contact", ANNA)
    await talk.tap(ANNA, "Пропустить")
    await talk.tap(ANNA, "Пропустить")
    await talk.control("faults", method="sendMessage", kind="status", code=502, count=1)
    await talk.tap(ANNA, "Пропустить")
    assert "Ваша карта" in await said(talk)


async def test_a_press_that_can_be_answered_no_more_still_counts(talk: Talk) -> None:
    """It was made while the bot was away, or is handled a second time."""
    await talk.start(ANNA)
    await talk.tap(ANNA, "Русский")
    await talk.control("faults", method="answerCallbackQuery", kind="status", code=400, description=TOO_OLD, count=9)
    await talk.tap(ANNA, "Согласен")
    assert "Да, присылайте" in await said(talk)
    async with talk.shop.storage.reading() as tx:
        assert await tx.customers.by_telegram(ANNA) is not None
