"""Presses of inline buttons and their answers."""

import asyncio

import pytest

from simulator import callbacks
from tests.simulator.playing import ANNA, BOT, MANAGERS, OLGA, TOM, Json, Play, button, keyboard


@pytest.fixture
async def card(anna: Play) -> Json:
    rows = keyboard([button("Да", "yes"), button("Нет", "no")], [{"text": "Код", "copy_text": {"text": "КОД"}}])
    sent: Json = await anna.ok("sendMessage", chat_id=ANNA, text="?", reply_markup=rows)
    return sent


async def pressed(play: Play) -> Json:
    """The callback query that the bot is told of."""
    (update,) = await play.drain()
    query: Json = update["callback_query"]
    return query


async def test_a_press_reaches_the_bot_and_its_answer_the_person(anna: Play, card: Json) -> None:
    tap = asyncio.create_task(anna.tap(ANNA, card, row=0, column=1))
    (update,) = await anna.updates(wait=5)
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("no", ANNA, "?")
    assert query["message"]["reply_markup"] == card["reply_markup"]
    answer = {"callback_query_id": query["id"], "text": "Жаль", "show_alert": True}
    assert await anna.ok("answerCallbackQuery", **answer) is True
    expected = {"callback_query_id": query["id"], "answered": True, "text": "Жаль", "alert": True, "url": None}
    assert await tap == expected


async def test_a_press_answered_twice(anna: Play, card: Json) -> None:
    await anna.tap(ANNA, card, data="yes", wait=0)
    query = await pressed(anna)
    assert await anna.ok("answerCallbackQuery", callback_query_id=query["id"]) is True
    said = await anna.refused("answerCallbackQuery", callback_query_id=query["id"])
    assert said == "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_press_answered_too_late(anna: Play, card: Json, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callbacks, "ANSWER_WITHIN", 0.05)
    await anna.tap(ANNA, card, data="yes", wait=0)
    query = await pressed(anna)
    await asyncio.sleep(0.1)
    said = await anna.refused("answerCallbackQuery", callback_query_id=query["id"])
    assert "query is too old" in said


async def test_a_press_that_nobody_answers(anna: Play, card: Json) -> None:
    answer = await anna.tap(ANNA, card, data="yes", wait=0.05)
    assert answer["answered"] is False


async def test_an_answer_too_long(anna: Play, card: Json) -> None:
    await anna.tap(ANNA, card, data="yes", wait=0)
    query = await pressed(anna)
    long = {"callback_query_id": query["id"], "text": "x" * 201}
    assert await anna.refused("answerCallbackQuery", **long) == "Bad Request: MESSAGE_TOO_LONG"
    assert await anna.ok("answerCallbackQuery", callback_query_id=query["id"], text="x" * 200) is True


async def test_an_answer_may_open_only_the_bot_itself(anna: Play, card: Json) -> None:
    await anna.tap(ANNA, card, data="yes", wait=0)
    query = await pressed(anna)
    for url in ("https://example.com", "https://t.me/other_bot?start=x", "https://t.me/kasanie_demo_bot"):
        said = await anna.refused("answerCallbackQuery", callback_query_id=query["id"], url=url)
        assert said == "Bad Request: URL_INVALID"
    link = "t.me/kasanie_demo_bot?start=c_1"
    assert await anna.ok("answerCallbackQuery", callback_query_id=query["id"], url=link) is True


async def test_copying_and_links_say_nothing_to_the_bot(anna: Play, card: Json) -> None:
    assert await anna.tap(ANNA, card, row=1, column=0) == {"copied": "КОД"}
    link = "https://t.me/kasanie_demo_bot?start=r_1"
    rows = keyboard([{"text": "Перейти", "url": link}])
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="x", reply_markup=rows)
    assert await anna.tap(ANNA, sent, row=0, column=0) == {"url": link}
    assert await anna.updates() == []


async def test_what_an_honest_app_cannot_press(anna: Play, card: Json) -> None:
    await anna.tap(ANNA, card, 404, data="other")
    await anna.tap(ANNA, card, 404, row=5, column=0)
    await anna.tap(TOM, card, 403, data="yes")
    await anna.ok("deleteMessage", chat_id=ANNA, message_id=card["message_id"])
    await anna.tap(ANNA, card, 400, data="yes")
    assert await anna.updates() == []


async def test_a_stale_client_presses_what_is_gone(anna: Play, card: Json) -> None:
    one = {"chat_id": ANNA, "message_id": card["message_id"]}
    await anna.ok("editMessageText", **one, text="Спасибо!")
    await anna.tap(ANNA, card, data="yes", any=True, wait=0)
    assert (await pressed(anna))["message"]["text"] == "Спасибо!"
    await anna.ok("deleteMessage", **one)
    await anna.tap(ANNA, card, data="yes", any=True, wait=0)
    gone = {"chat": card["chat"], "message_id": card["message_id"], "date": 0}
    assert (await pressed(anna))["message"] == gone


async def test_a_forged_press(anna: Play, card: Json) -> None:
    await anna.tap(TOM, card, data="yes", any=True, wait=0)
    query = await pressed(anna)
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (TOM, ANNA)


async def test_presses_in_a_group(play: Play) -> None:
    sent = await play.ok("sendMessage", chat_id=MANAGERS, text="?", reply_markup=keyboard([button("Беру", "own:1")]))
    await play.tap(OLGA, sent, data="own:1", wait=0)
    query = await pressed(play)
    assert query["message"]["from"]["id"] == BOT
    assert query["message"]["chat"]["type"] == "supergroup"
    await play.tap(ANNA, sent, 403, data="own:1")


async def test_a_button_that_has_nothing_to_say(anna: Play) -> None:
    sent = await anna.ok(
        "sendMessage", chat_id=ANNA, text="x", reply_markup=keyboard([{"text": "a", "switch_inline_query": "q"}])
    )
    await anna.tap(ANNA, sent, 400, row=0, column=0)
    await anna.tap(ANNA, {**sent, "message_id": 99}, 404, data="x")
    await anna.post("block", person=ANNA)
    await anna.tap(ANNA, sent, 400, row=0, column=0)
