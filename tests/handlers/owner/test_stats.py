"""`/stats`: the text first, one picture beside it, other periods in place."""

from datetime import timedelta
from typing import Any

import pytest

from actions.shop import Shop
from handlers.owner import stats
from tests.shop import Clock, bought, enrolled
from tests.talk import ANNA, MARIA, OLGA, Talk
from texts.pictures.chart import StatsChart


@pytest.fixture
async def history(small_shop: Shop, clock: Clock) -> None:
    """Two bought in the last month, one of them twice, and one half a year ago."""
    first, second, third = [await enrolled(small_shop, number) for number in (5, 6, 7)]
    await bought(small_shop, first, 100_00, at=clock() - timedelta(days=3))
    await bought(small_shop, first, 300_00, at=clock() - timedelta(days=1))
    await bought(small_shop, second, 200_00, at=clock() - timedelta(days=20))
    await bought(small_shop, third, 1000_00, at=clock() - timedelta(days=100))


def _said(message: dict[str, Any]) -> str:
    """Without the no-break spaces that hold a number to its unit."""
    return str(message.get("text", "")).replace("\u00a0", " ")


async def test_the_text_then_the_picture(talk: Talk, history: None) -> None:
    text, picture = await talk.say(OLGA, "/stats")
    assert _said(text).splitlines()[:9] == [
        "📊 Магазин «Ромашка»: итоги за 30 дней",
        "2 февраля 2026 — 3 марта 2026",
        "",
        "Продажи: 600 ₽",
        "покупок: 3 · средний чек: 200 ₽",
        "",
        "Покупателей: 2",
        "впервые: 2",
        "не впервые: 1",
    ]
    assert picture["photo"][-1]["width"] == 1000


async def test_a_period_may_be_named(talk: Talk, history: None) -> None:
    assert "Продажи: 1 000 ₽" in _said((await talk.say(OLGA, "/stats 2025-11"))[0])
    assert "Продажи: 1 600 ₽" in _said((await talk.say(OLGA, "/stats all"))[0])
    assert "Продажи: 400 ₽" in _said((await talk.say(OLGA, "/stats 7d"))[0])


async def test_what_is_no_period_is_answered_with_those_there_are(talk: Talk) -> None:
    [kind] = await talk.say(OLGA, "/stats вчера")
    assert "/stats 2026-10" in kind["text"]


async def test_another_period_in_place(talk: Talk, history: None) -> None:
    text, _ = await talk.say(OLGA, "/stats")
    assert await talk.tap(OLGA, "всё время") == []
    [edited] = [message for message in await talk.messages(OLGA) if message["message_id"] == text["message_id"]]
    assert "Продажи: 1 600 ₽" in _said(edited)
    assert [[button["text"] for button in row] for row in edited["reply_markup"]["inline_keyboard"]] == [
        ["7 дней", "30 дней", "90 дней"],
        ["год", "• всё время •"],
        ["📈 График за это время"],
    ]


async def test_the_chart_of_the_period_that_is_shown(talk: Talk, history: None) -> None:
    await talk.say(OLGA, "/stats")
    await talk.tap(OLGA, "90 дней")
    [picture] = await talk.tap(OLGA, "График")
    assert "photo" in picture


async def test_a_picture_that_fails_takes_nothing_away(
    talk: Talk, history: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_chart: StatsChart) -> bytes:
        raise ValueError("no font")

    monkeypatch.setattr(stats, "draw_stats", broken)
    text, kind = await talk.say(OLGA, "/stats")
    assert "Продажи: 600 ₽" in _said(text)
    assert "все цифры" in kind["text"]


async def test_a_long_report_comes_in_parts_with_the_buttons_at_the_end(
    talk: Talk, history: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("texts.stats_page.LIMIT", 120)
    first, *middle, last, _ = await talk.say(OLGA, "/stats")
    assert "reply_markup" not in first
    assert middle
    assert last["reply_markup"]["inline_keyboard"]
    added = await talk.tap(OLGA, "90 дней")
    assert [message for message in added if "reply_markup" in message] == added[-1:]
    assert sum("итоги за 90 дней" in _said(message) for message in await talk.messages(OLGA)) == 1


async def test_in_english(talk: Talk, small_shop: Shop, history: None) -> None:
    await enrolled(small_shop, telegram_id=OLGA, language="en", phone="+79161230000")
    text, _ = await talk.say(OLGA, "/stats")
    assert "Sales: ₽600" in _said(text)


@pytest.mark.parametrize("person", [ANNA, MARIA])
async def test_nobody_else_sees_the_numbers(talk: Talk, history: None, person: int) -> None:
    said = await talk.say(person, "/stats")
    assert not any("Продажи" in message.get("text", "") for message in said)


async def test_a_forged_press_shows_nothing(talk: Talk, history: None) -> None:
    await talk.say(OLGA, "/stats")
    message, data = await talk.button(OLGA, "90 дней")
    await talk.press(ANNA, OLGA, message, data, forged=True)
    edited = next(one for one in await talk.messages(OLGA) if one["message_id"] == message)
    assert "• 30 дней •" in str(edited["reply_markup"])


async def test_not_in_a_group(talk: Talk, small_shop: Shop, history: None) -> None:
    manager_chat = small_shop.manager_chat_id()
    assert manager_chat is not None
    assert await talk.say(OLGA, "/stats", chat=manager_chat) == []


async def test_staff_are_told_kindly_that_there_is_no_such_command_for_them(talk: Talk, history: None) -> None:
    for command in ("/stats", "/stats 30", "/touchpoints", "/export"):
        [kind] = await talk.say(MARIA, command)
        assert "Такой команды нет" in kind["text"]
