"""`/touchpoints`: the list, the switch, the preview."""

import pytest

from actions.shop import Shop
from storage.switches import Switches
from tests.actions.files import everything
from tests.shop import Clock, enrolled
from tests.talk import ANNA, MARIA, OLGA, Talk
from tests.touches import planned

AGAIN = "Как вам покупка"


async def _switched(shop: Shop) -> dict[str, bool]:
    async with shop.storage.reading() as tx:
        return await Switches(tx.connection).all()


async def _open(talk: Talk, rule: str) -> int:
    """The message in which the rule stands."""
    await talk.say(OLGA, "/touchpoints")
    message, _ = await talk.button(OLGA, rule)
    await talk.tap(OLGA, rule)
    return message


async def test_the_list_says_when_to_whom_and_how_often(talk: Talk, small_shop: Shop) -> None:
    messages = await talk.say(OLGA, "/touchpoints")
    text = "\n".join(message["text"] for message in messages)
    assert "✅ Как вам первая покупка — через 1 день после покупки; сегменту «newcomers»" in text
    assert (
        "✅ Зовём вернуться — через 14 дней после «Давно не виделись», если так и не пришли; всем; "
        "не чаще 1 раза за 180 дней" in text
    )
    assert "✅ Подарок ко дню рождения — день рождения: за 3 дня до, в 11:00; всем" in text
    assert "✅ Идеи подарков — 23 февраля, 8 марта: за 5 дней до, в 12:00; всем" in text
    assert "кроме 10 % контрольной группы" in text.replace("\u00a0", " ")
    labels = [button["text"] for row in messages[-1]["reply_markup"]["inline_keyboard"] for button in row]
    assert labels == [f"✅ {(rule.title or {})['ru']}" for rule in small_shop.programme.touchpoints]


async def test_switching_off_and_on_again(talk: Talk, small_shop: Shop) -> None:
    page = await _open(talk, AGAIN)
    assert await talk.tap(OLGA, "Выключить") == []
    assert await _switched(small_shop) == {"how-was-it-again": False}
    assert "Выключено" in (await talk.toasts())[-1]
    shown = next(message for message in await talk.messages(OLGA) if message["message_id"] == page)
    assert f"⏸ {AGAIN} — выключено" in shown["text"]
    assert "В программе: how-was-it-again" in shown["text"]
    await talk.tap(OLGA, "Включить")
    assert await _switched(small_shop) == {"how-was-it-again": True}


async def test_a_second_press_does_not_switch_back(talk: Talk, small_shop: Shop) -> None:
    await _open(talk, AGAIN)
    message, data = await talk.button(OLGA, "Выключить")
    await talk.press(OLGA, OLGA, message, data)
    await talk.press(OLGA, OLGA, message, data, forged=True)  # from a phone that has not seen the change yet
    assert await _switched(small_shop) == {"how-was-it-again": False}


async def test_what_is_switched_off_is_not_planned(talk: Talk, small_shop: Shop, clock: Clock) -> None:
    await enrolled(small_shop, 9, enrolled_at=clock())
    await _open(talk, "Будем знакомы")
    await talk.tap(OLGA, "Выключить")
    clock.advance(days=4)
    touches = {touchpoint for touchpoint, *_ in await planned(small_shop)}
    assert "getting-to-know" in touches
    assert "first-days" not in touches


async def test_back_to_the_list(talk: Talk) -> None:
    page = await _open(talk, "Подарок ко дню")
    await talk.tap(OLGA, "Выключить")
    await talk.tap(OLGA, "Все касания")
    shown = next(message for message in await talk.messages(OLGA) if message["message_id"] == page)
    assert "⏸ Подарок ко дню рождения" in str(shown)


async def test_a_preview_is_marked_and_changes_nothing(talk: Talk, small_shop: Shop) -> None:
    await _open(talk, "Подарок ко дню")
    before = await everything(small_shop.storage)
    [letter] = await talk.tap(OLGA, "Показать мне")
    assert letter["text"].startswith("👁 Так увидит клиент")
    assert "скоро ваш день рождения" in letter["text"]
    after = await everything(small_shop.storage)
    assert after.pop("inbox") != before.pop("inbox")  # the press itself
    for rest in (after, before):
        rest.pop("leases", None)  # the drainer's, which has nothing to carry
    assert after == before


async def test_the_buttons_of_a_preview_do_nothing(talk: Talk, small_shop: Shop) -> None:
    await _open(talk, AGAIN)
    [letter] = await talk.tap(OLGA, "Показать мне")
    [score, *_] = letter["reply_markup"]["inline_keyboard"][0]
    assert await talk.tap(OLGA, score["text"]) == []
    assert "показ" in (await talk.toasts())[-1]
    assert (await everything(small_shop.storage))["responses"] == []


async def test_a_rule_that_is_gone_gets_a_kind_answer(talk: Talk) -> None:
    await _open(talk, "Подарок ко дню")
    message, data = await talk.button(OLGA, "Выключить")
    await talk.press(OLGA, OLGA, message, data.replace("birthday", "no-such"), forged=True)
    assert (await talk.toasts())[-1] == "Этого касания больше нет в программе"


@pytest.mark.parametrize("person", [ANNA, MARIA])
async def test_nobody_else_lists_or_switches(talk: Talk, small_shop: Shop, person: int) -> None:
    said = await talk.say(person, "/touchpoints")
    assert not any(AGAIN in message.get("text", "") for message in said)
    await _open(talk, AGAIN)
    message, data = await talk.button(OLGA, "Выключить")
    await talk.press(person, OLGA, message, data, forged=True)
    assert await _switched(small_shop) == {}
