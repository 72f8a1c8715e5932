"""Reading what happened."""

import asyncio
import re
from datetime import UTC, datetime

from simulator.log import KEPT, CallLog
from tests.simulator.playing import ANNA, MANAGERS, OLGA, TOKEN, TOM, Play, button, keyboard, playing


async def test_messages_after_one(anna: Play) -> None:
    first, second = [await anna.ok("sendMessage", chat_id=ANNA, text=text) for text in "ab"]
    found = (await anna.get("messages", chat=ANNA, after=first["message_id"]))["messages"]
    assert [message["message_id"] for message in found] == [second["message_id"]]
    assert (await anna.get("messages", chat=ANNA, after=second["message_id"]))["messages"] == []


async def test_waiting_for_a_message(play: Play) -> None:
    waiting = asyncio.create_task(play.get("messages", chat=ANNA, wait=5))
    await asyncio.sleep(0.05)
    await play.ok("sendMessage", chat_id=MANAGERS, text="elsewhere")
    assert not waiting.done()
    await play.say(ANNA, "x")
    assert [message["text"] for message in (await waiting)["messages"]] == ["x"]


async def test_an_edit_is_no_new_message(anna: Play) -> None:
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="a")
    waiting = asyncio.create_task(anna.get("messages", chat=ANNA, after=sent["message_id"], wait=0.2))
    await asyncio.sleep(0.05)
    await anna.ok("editMessageText", chat_id=ANNA, message_id=sent["message_id"], text="b")
    assert (await waiting)["messages"] == []


async def test_a_chat_that_is_none(play: Play) -> None:
    assert "error" in await play.get("messages", 404, chat=-5)
    assert (await play.get("messages", chat=TOM))["messages"] == []


async def test_the_transcript(anna: Play) -> None:
    rows = keyboard([button("Да", "1"), button("Нет", "2")], [button("Позже", "3")])
    await anna.ok("sendMessage", chat_id=ANNA, text="<b>Ну</b> как?", parse_mode="HTML", reply_markup=rows)
    gone = await anna.ok("sendMessage", chat_id=ANNA, text="x")
    await anna.ok("deleteMessage", chat_id=ANNA, message_id=gone["message_id"])
    await anna.post("contact", **{"from": ANNA})
    await anna.post("document", **{"from": ANNA, "base64": "aGk=", "file_name": "a.txt", "caption": "вот"})
    lines = (await anna.get("transcript", chat=ANNA))["lines"]
    assert all(re.match(r"\d\d:\d\d ", line) for line in lines)
    assert [line[6:] for line in lines] == [
        "Анна: /start",
        "bot: Ну как? [Да | Нет] [Позже]",
        "Анна: (contact +79161234567)",
        "Анна: (document a.txt) вот",
    ]


async def test_service_messages_in_the_transcript(play: Play) -> None:
    await play.post("join", person=ANNA, chat=MANAGERS)
    await play.post("leave", person=ANNA, chat=MANAGERS)
    lines = [line[6:] for line in (await play.get("transcript", chat=MANAGERS))["lines"]]
    assert lines == ["Анна: (Анна joined)", "Анна: (Анна left)"]


async def test_the_log_of_calls(anna: Play) -> None:
    await anna.ok("sendMessage", chat_id=ANNA, text="x", reply_markup=keyboard([button("a", "b")]))
    await anna.refused("sendMessage", chat_id=5, text="x")
    await anna.call("sendNothing")
    done = await anna.get("calls", since=0)
    by_method = [
        (call["method"], call["ok"], call["status"]) for call in done["calls"] if call["method"] != "getUpdates"
    ]
    assert by_method == [("sendMessage", True, 200), ("sendMessage", False, 400), ("sendNothing", False, 404)]
    first, second, _ = [call for call in done["calls"] if call["method"].startswith("send")]
    assert first["params"]["reply_markup"] == keyboard([button("a", "b")])
    assert (first["result"]["text"], second["description"]) == ("x", "Bad Request: chat not found")
    assert {"n", "at", "ms"} <= set(first)
    assert [call["n"] for call in (await anna.get("calls", method="sendmessage", limit=1))["calls"]] == [second["n"]]
    assert (await anna.get("calls", since=done["last"]))["calls"] == []


async def test_waiting_for_a_call(play: Play) -> None:
    waiting = asyncio.create_task(play.get("calls", method="getMe", wait=5))
    await asyncio.sleep(0.05)
    await play.ok("getChatMenuButton")
    await play.ok("getMe")
    assert [call["method"] for call in (await waiting)["calls"]] == ["getMe"]


async def test_an_edit_does_not_change_what_was_logged(anna: Play) -> None:
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="a")
    await anna.ok("editMessageText", chat_id=ANNA, message_id=sent["message_id"], text="b")
    (logged,) = (await anna.get("calls", method="sendMessage"))["calls"]
    assert logged["result"]["text"] == "a"


async def test_empty_polls_are_not_logged(play: Play) -> None:
    await play.updates()
    assert (await play.get("calls"))["calls"] == []


async def test_the_ids_of_all_updates_and_of_those_that_wait(play: Play) -> None:
    said = [(await play.say(ANNA, text))["update_id"] for text in "ab"]
    await play.updates(offset=said[1])
    said.append((await play.say(TOM, "c"))["update_id"])
    assert await play.get("updates") == {"updates": said, "waiting": said[1:]}
    await play.post("reset")
    assert await play.get("updates") == {"updates": [], "waiting": []}


async def test_a_log_that_keeps_nothing() -> None:
    async with playing(log=False) as play:
        await play.ok("getMe")
        assert await play.get("calls") == {"calls": [], "last": 1}


def test_the_log_is_bounded() -> None:
    log = CallLog()
    at = datetime(2026, 11, 22, tzinfo=UTC)
    for _ in range(KEPT + 10):
        log.add(at, "getMe", dict, {"ok": True}, 0.1)
    kept = log.read(None, 0, KEPT * 2)
    assert (len(kept), kept[0]["n"], kept[-1]["n"]) == (KEPT, 11, KEPT + 10)


async def test_the_state(play: Play) -> None:
    state = await play.get("state")
    assert state["bot"]["username"] == "kasanie_demo_bot"
    assert [(one["id"], one["language_code"], one["role"]) for one in state["people"]] == [
        (1001, "ru", "customer"),
        (1002, "en", "customer"),
        (2001, "ru", "staff"),
        (2002, "ru", "staff"),
        (3001, "ru", "owner"),
    ]
    (managers,) = state["chats"]
    assert (managers["id"], managers["members"], managers["messages"]) == (MANAGERS, [2001, 2002, 3001], [])
    assert (state["faults"], state["flood"], state["webhook"], state["clock"]["version"]) == ([], False, None, 0)


async def test_html_for_the_page_is_safe(anna: Play) -> None:
    nasty = '<img src=x onerror="alert(1)">\n& javascript:alert(1)'
    message = (await anna.say(ANNA, nasty))["message"]
    assert message["_"]["html"] == ("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;<br>&amp; javascript:alert(1)")
    text = '<a href="https://e.ru/?a=&quot;&gt;&lt;b">x</a> <b>a<i>b</i></b> <tg-spoiler>s</tg-spoiler> /help a@b.ru'
    sent = await anna.ok("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    html = (await anna.shown(ANNA, sent["message_id"]))["_"]["html"]
    assert 'href="https://e.ru/?a=&quot;&gt;&lt;b"' in html
    assert '<b>a<i>b</i></b> <span class="tg-spoiler">s</span>' in html
    assert '<a class="bot-command" data-command="/help">/help</a>' in html
    assert '<a href="mailto:a@b.ru"' in html


async def test_entities_that_cross_are_nested_for_the_page(anna: Play) -> None:
    entities = [{"type": "bold", "offset": 0, "length": 3}, {"type": "italic", "offset": 2, "length": 3}]
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="абвгд", entities=entities)
    assert (await anna.shown(ANNA, sent["message_id"]))["_"]["html"] == "<b>аб<i>в</i></b>гд"


async def test_the_state_after_a_reset_is_that_of_the_start(play: Play) -> None:
    start = await play.get("state")
    await play.say(ANNA, "/start")
    await play.ok("setMyCommands", commands=[{"command": "a", "description": "b"}])
    await play.post("block", person=ANNA)
    await play.post("faults", method="*", kind="delay", seconds=9)
    await play.post("limits", flood=True)
    await play.post("leave", person=OLGA, chat=MANAGERS)
    await play.post("reset")
    again = await play.get("state")
    assert {**again, "clock": None} == {**start, "clock": None}
    assert (await play.get("calls"))["calls"] == []
    assert (await play.say(ANNA, "x"))["message"]["message_id"] == 1


async def test_a_reset_to_another_world_and_with_the_bots_settings_kept(play: Play) -> None:
    await play.ok("setMyCommands", commands=[{"command": "a", "description": "b"}])
    await play.post("reset", keep_bot=True, world={"people": [{"id": 7, "first_name": "Зоя"}], "chats": []})
    (zoya,) = (await play.get("state"))["people"]
    assert (zoya["first_name"], [one["command"] for one in zoya["commands"]]) == ("Зоя", ["a"])
    twins = [{"id": 1, "first_name": "a"}] * 2
    wrongs: tuple[object, ...] = ({"people": [{"id": 7}]}, [], {"chats": [{"id": 5}]}, {"people": twins})
    for wrong in wrongs:
        assert "error" in await play.post("reset", 400, world=wrong)
    assert len((await play.get("state"))["people"]) == 1, "a wrong world changes nothing"


async def test_everything_else_in_the_transcript(anna: Play) -> None:
    await anna.ok("sendPoll", chat_id=ANNA, question="Как?", options=["Да", "Нет"])
    await anna.post("sticker", **{"from": ANNA, "emoji": "🎉"})
    await anna.post("photo", **{"from": ANNA, "caption": "вот"})
    await anna.ok("sendMessage", chat_id=ANNA, text="?", reply_markup={"keyboard": [["Номер"]]})
    lines = [line[6:] for line in (await anna.get("transcript", chat=ANNA))["lines"]]
    assert lines[1:] == ["bot: (poll Как?)", "Анна: (sticker 🎉)", "Анна: (photo) вот", "bot: ? [Номер]"]
    assert (await anna.get("transcript", chat=TOM))["lines"] == []
    assert "error" in await anna.get("transcript", 404, chat=-5)


async def test_json_in_a_form_is_shown_unpacked(anna: Play) -> None:
    form = {"chat_id": str(ANNA), "text": "[x", "reply_markup": '{"inline_keyboard": []}'}
    async with anna.session.post(f"{anna.base}/bot{TOKEN}/sendMessage", data=form) as response:
        assert response.status == 200
    (call,) = (await anna.get("calls", method="sendMessage"))["calls"]
    assert call["params"] == {"chat_id": str(ANNA), "text": "[x", "reply_markup": {"inline_keyboard": []}}


async def test_only_the_newest_messages_of_a_chat(anna: Play) -> None:
    for text in "abc":
        await anna.say(ANNA, text)
    shown = [chat for chat in (await anna.get("state", limit=2))["chats"] if chat["id"] == ANNA]
    assert [message["text"] for message in shown[0]["messages"]] == ["b", "c"]


async def test_questions_that_make_no_sense(play: Play) -> None:
    for path, query in (
        ("messages", {}),
        ("messages", {"chat": "x"}),
        ("calls", {"wait": "x"}),
        ("clock", {"after": 1, "wait": 1e9}),
    ):
        assert "error" in await play.get(path, 400, **query)
