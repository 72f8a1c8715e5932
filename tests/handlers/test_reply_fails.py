"""What was done is kept, and the reply fails or the process dies: the second run says what the first one would have."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Bot

from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from bot import attempts
from storage.handling import handled_now
from storage.schema import cards, case_lines, coupons, notes, purchases, returns
from tests.handlers.customer.test_enrolment import to_the_questions
from tests.shop import MANAGERS, bought, enrolled
from tests.talk import ANNA, MARIA, Talk, talking
from tests.touches import touch, with_touches

PHONE = "+7 916 000-00-01"


@pytest.fixture
async def talk(small_shop: Shop) -> AsyncIterator[Talk]:
    async with talking(with_touches(small_shop, touch("news", "purchase", category="news"))) as talk:
        yield talk


@pytest.fixture
def failures(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The first call after a kept change fails, once for each update; these are their numbers."""
    monkeypatch.setattr(attempts, "PAUSE", 0)
    failed: list[int] = []
    call = Bot.__call__

    async def fail_once(self: Bot, method: Any, request_timeout: int | None = None) -> Any:
        run = handled_now()
        if run is not None and run.kept and run.update_id not in failed:
            failed.append(run.update_id)
            raise ConnectionResetError
        return await call(self, method, request_timeout)

    monkeypatch.setattr(Bot, "__call__", fail_once)
    return failed


async def at_the_till(talk: Talk) -> None:
    await enrolled(talk.shop, 1, name="Анна")
    await talk.start(ANNA)
    await talk.start(MARIA, "c_token1")


async def said(talk: Talk, chat: int = MARIA) -> str:
    return (await talk.text(chat)).replace("\u00a0", " ")


async def one(talk: Talk, *columns: Any) -> Any:
    async with talk.shop.storage.reading() as tx:
        return tuple((await tx.connection.execute(sa.select(*columns))).one())


async def test_a_sale(talk: Talk, failures: list[int]) -> None:
    await at_the_till(talk)
    failures.clear()
    await talk.tap(MARIA, "Продажа")
    await talk.say(MARIA, "1500")
    assert await said(talk) == "✅ Анна\nК оплате 1 425 ₽, скидка 75 ₽"
    assert failures
    await talk.tap(MARIA, "Отменить")
    assert "отменена" in await talk.text(MARIA)
    assert await one(talk, purchases.c.amount) == await one(talk, returns.c.amount) == (142_500,)


async def test_what_else_is_done_at_the_till(talk: Talk, failures: list[int]) -> None:
    await at_the_till(talk)
    await talk.say(MARIA, f"/sale {PHONE} 1500")
    failures.clear()
    await talk.say(MARIA, f"/return {PHONE} 500")
    assert "Возврат записан: Анна, 500 ₽" in await said(talk)
    await talk.say(MARIA, f"/refusal {PHONE} дорого")
    assert "без покупки" in await said(talk)
    await talk.tap(MARIA, "Заметка")
    await talk.say(MARIA, "Любит синее")
    assert "Запомнил" in await said(talk)
    assert len(failures) >= 3


async def test_what_stood_already_is_not_said_to_be_done(talk: Talk, failures: list[int]) -> None:
    """Nothing was changed: the second run has nothing to repeat, and looks anew."""
    await at_the_till(talk)
    await talk.say(MARIA, f"/sale {PHONE} 1500 R-1")
    await talk.say(MARIA, f"/return {PHONE} 500 R-2")
    failures.clear()
    await talk.say(MARIA, f"/sale {PHONE} 2000 R-1")
    assert "уже записана" in await said(talk)
    await talk.say(MARIA, f"/return {PHONE} 700 R-2")
    assert "уже записан" in await said(talk)
    assert await one(talk, purchases.c.amount) == (142_500,)
    assert await one(talk, returns.c.amount) == (50_000,)


async def test_a_second_answer_to_a_used_question_is_not_said_to_be_kept(talk: Talk, failures: list[int]) -> None:
    """Its first transaction changes nothing, and a later one is kept."""
    await at_the_till(talk)
    await talk.say(MARIA, f"/client {PHONE}")
    await talk.tap(MARIA, "Заметка")
    question = (await talk.messages(MARIA))[-1]["message_id"]
    await talk.say(MARIA, "Любит синее", reply_to=question)
    assert "Запомнил" in await said(talk)
    failures.clear()
    await talk.say(MARIA, "И зелёное", reply_to=question)
    assert failures
    assert "Запомнил" not in await said(talk)
    assert await one(talk, notes.c.text) == ("Любит синее",)


async def test_a_question_and_its_answer(talk: Talk, failures: list[int]) -> None:
    await at_the_till(talk)
    failures.clear()
    await talk.say(ANNA, "Во сколько вы открываетесь?")
    assert await said(talk, ANNA) == "Передали. Ответим здесь."
    notice = (await talk.messages(MANAGERS))[-1]["message_id"]
    await talk.say(MARIA, "В девять", chat=MANAGERS, reply_to=notice)
    assert "уже" not in await said(talk, MANAGERS)
    assert "В девять" in "\n".join(await talk.transcript(ANNA))
    assert len(failures) == 2
    assert await one(talk, sa.func.count(case_lines.c.id)) == (2,)


async def test_a_photo_of_what_went_wrong(talk: Talk, failures: list[int]) -> None:
    await at_the_till(talk)
    failures.clear()
    await talk.send("photo", ANNA, caption="Вот что пришло")
    assert any("photo" in message for message in await talk.messages(MANAGERS))
    assert await talk.text(ANNA) == "Передали. Ответим здесь."
    assert failures


@pytest.mark.parametrize("press", [True, False])
async def test_a_survey_is_left(talk: Talk, failures: list[int], *, press: bool) -> None:
    await to_the_questions(talk)
    await talk.say(ANNA, "Анна")
    failures.clear()
    await (talk.tap(ANNA, "Отложить") if press else talk.say(ANNA, "отложить"))
    assert failures
    assert await talk.button(ANNA, "Продолжить")
    assert await talk.transcript(MANAGERS) == []


async def test_an_expired_card_is_renewed(talk: Talk, failures: list[int]) -> None:
    await at_the_till(talk)
    async with talk.shop.storage.transaction() as tx:
        await tx.connection.execute(sa.update(cards).values(valid_until=talk.shop.now() - timedelta(days=2)))
    await talk.say(ANNA, "/card")
    failures.clear()
    (card,) = await talk.tap(ANNA, "Продлить карту")
    assert "скидка 5 %" in card["caption"]
    assert failures


async def test_a_bearer_coupon_is_claimed(talk: Talk, failures: list[int]) -> None:
    await at_the_till(talk)
    async with talk.shop.storage.transaction() as tx:
        coupon = await tx.coupons.issue(
            key="flyer",
            offer="birthday",
            code="ABCD2345",
            percent=10,
            valid_from=talk.shop.now(),
            valid_until=talk.shop.now().replace(year=2030),
            issued_at=talk.shop.now(),
        )
    failures.clear()
    await talk.start(ANNA, f"p_{coupon.code}")
    assert "Купон ваш" in await talk.text(ANNA)
    assert failures
    assert await one(talk, coupons.c.customer_id) == (1,)


async def test_no_more_offers(talk: Talk, failures: list[int]) -> None:
    await bought(talk.shop, await enrolled(talk.shop, 1, name="Анна"), 100_00)
    await plan_touchpoints(talk.shop)
    await talk.start(ANNA)
    failures.clear()
    (kind,) = await talk.tap(ANNA, "Больше не присылать")
    assert "больше не будем" in kind["text"]
    assert failures
