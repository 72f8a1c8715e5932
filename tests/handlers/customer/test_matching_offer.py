"""A reason leads to the matching offer: at the end of the questions, once."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from loyalty.ids import CustomerId
from storage.schema import coupons
from tests.once_more import once_more, overheard
from tests.shop import Clock, preset, with_programme
from tests.surveys import asked
from tests.talk import ANNA, MARIA, Talk, talking


async def asked_why_not(talk: Talk, occasion: str = "message:1") -> CustomerId:
    """Anna left without buying, and is asked why."""
    anna, _ = await asked(talk, "refusal", occasion)
    return anna


async def issued(talk: Talk) -> list[Any]:
    async with talk.shop.storage.reading() as tx:
        return list(await tx.connection.execute(sa.select(coupons).order_by(coupons.c.id)))


async def answer_all(talk: Talk, product: str, moment: str = "Ничего") -> str:
    for label in (product, "Всё хорошо", moment, "Пропустить"):
        await talk.tap(ANNA, label)
    return (await talk.text(ANNA)).replace("\u00a0", " ")


async def test_who_names_the_price_gets_a_coupon_with_its_conditions(talk: Talk, clock: Clock) -> None:
    anna = await asked_why_not(talk)
    said = await answer_all(talk, "Цена")
    (coupon,) = await issued(talk)
    assert (coupon.customer_id, coupon.offer, coupon.percent) == (anna, "price-15", 15)
    assert coupon.valid_until - clock() >= timedelta(days=14)
    assert "Спасибо за прямоту" in said
    assert f"Ваш купон: {coupon.code}" in said
    assert "Скидка 15 %, действует до 17 марта 2026 включительно" in said
    rows = next(m for m in reversed(await talk.messages(ANNA)) if "reply_markup" in m)["reply_markup"]
    assert rows["inline_keyboard"][0][0]["copy_text"]["text"] == coupon.code


async def test_the_coupon_counts_at_the_till(talk: Talk) -> None:
    await asked_why_not(talk)
    await answer_all(talk, "Цена")
    await talk.say(MARIA, "/client +7 916 000-00-01")
    assert "15 % — Чтобы цена подошла" in (await talk.text(MARIA)).replace("\u00a0", " ")


async def test_an_apology_for_the_queue(talk: Talk) -> None:
    await asked_why_not(talk)
    assert "Простите, что заставили ждать" in await answer_all(talk, "Всё подошло", "Очередь")
    assert [coupon.offer for coupon in await issued(talk)] == ["sorry-10"]


async def test_other_reasons_bring_none(talk: Talk) -> None:
    await asked_why_not(talk)
    said = await answer_all(talk, "Ещё думаю")
    assert "купон" not in said
    assert await issued(talk) == []


async def test_the_last_tap_handled_twice_is_one_coupon_and_says_the_same(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked_why_not(talk)
    for label in ("Цена", "Всё хорошо", "Ничего"):
        await talk.tap(ANNA, label)
    received = overheard(talk, monkeypatch)
    await talk.tap(ANNA, "Пропустить")
    said = await talk.text(ANNA)
    await once_more(talk, received[-1])
    assert await talk.text(ANNA) == said
    assert len(await issued(talk)) == 1


async def test_asked_another_time_it_is_another_coupon(talk: Talk, clock: Clock) -> None:
    await asked_why_not(talk)
    await answer_all(talk, "Цена")
    clock.advance(days=40)
    await asked_why_not(talk, "message:2")
    await answer_all(talk, "Цена")
    assert len({coupon.code for coupon in await issued(talk)}) == 2


async def test_an_offer_that_the_programme_knows_no_more_is_not_promised(small_shop: Shop) -> None:
    rules = preset()
    left = tuple(offer for offer in rules.offers if offer.id != "price-15")
    async with talking(with_programme(small_shop, rules.model_copy(update={"offers": left}))) as talk:
        await asked_why_not(talk)
        assert "купон:" not in await answer_all(talk, "Цена")
        assert await issued(talk) == []
