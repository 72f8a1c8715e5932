"""Forwarding and copying."""

from tests.simulator.playing import ANNA, MANAGERS, MARIA, Play, button, keyboard


async def test_a_forward_names_its_origin(anna: Play) -> None:
    said = (await anna.say(ANNA, "Всё плохо, /help"))["message"]
    where = {"chat_id": MANAGERS, "from_chat_id": ANNA, "message_id": said["message_id"]}
    sent = await anna.ok("forwardMessage", **where)
    assert (sent["text"], sent["entities"]) == (said["text"], said["entities"])
    origin = sent["forward_origin"]
    assert (origin["type"], origin["sender_user"]["id"], origin["date"]) == ("user", ANNA, said["date"])
    again = await anna.ok("forwardMessage", chat_id=ANNA, from_chat_id=MANAGERS, message_id=sent["message_id"])
    assert again["forward_origin"] == origin, "the first author stays"


async def test_a_copy_has_no_origin_and_no_keyboard(anna: Play) -> None:
    sent = await anna.ok(
        "sendMessage", chat_id=ANNA, text="<b>a</b>", parse_mode="HTML", reply_markup=keyboard([button("x", "1")])
    )
    where = {"chat_id": MANAGERS, "from_chat_id": ANNA, "message_id": sent["message_id"]}
    copied = await anna.ok("copyMessage", **where)
    shown = await anna.shown(MANAGERS, copied["message_id"])
    assert (shown["text"], shown["_"]["html"]) == ("a", "<b>a</b>")
    assert not {"forward_origin", "reply_markup"} & set(shown)
    with_keyboard = await anna.ok("copyMessage", **where, reply_markup=keyboard([button("y", "2")]))
    assert (await anna.shown(MANAGERS, with_keyboard["message_id"]))["reply_markup"] == keyboard([button("y", "2")])


async def test_a_forward_keeps_a_keyboard_of_links_only(anna: Play) -> None:
    links = keyboard([{"text": "a", "url": "https://t.me/x"}])
    mixed = keyboard([{"text": "a", "url": "https://t.me/x"}, button("b", "1")])
    for markup, kept in ((links, links), (mixed, None)):
        sent = await anna.ok("sendMessage", chat_id=ANNA, text="x", reply_markup=markup)
        where = {"chat_id": MANAGERS, "from_chat_id": ANNA, "message_id": sent["message_id"]}
        assert (await anna.ok("forwardMessage", **where)).get("reply_markup") == kept


async def test_another_caption(anna: Play) -> None:
    said = (await anna.post("document", **{"from": ANNA, "base64": "aGk=", "file_name": "a.txt", "caption": "old"}))[
        "message"
    ]
    where = {"chat_id": MANAGERS, "from_chat_id": ANNA, "message_id": said["message_id"]}
    kept = await anna.ok("copyMessage", **where)
    assert (await anna.shown(MANAGERS, kept["message_id"]))["caption"] == "old"
    changed = await anna.ok("copyMessage", **where, caption="new")
    assert (await anna.shown(MANAGERS, changed["message_id"]))["caption"] == "new"
    removed = await anna.ok("copyMessage", **where, caption="")
    assert "caption" not in await anna.shown(MANAGERS, removed["message_id"])


async def test_what_is_not_there_or_may_not_leave(anna: Play) -> None:
    where = {"chat_id": MANAGERS, "from_chat_id": ANNA}
    assert await anna.refused("copyMessage", **where, message_id=999) == "Bad Request: message to copy not found"
    assert await anna.refused("forwardMessage", **where, message_id=999) == "Bad Request: message to forward not found"
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="x", protect_content=True)
    assert (
        await anna.refused("forwardMessage", **where, message_id=sent["message_id"])
        == "Bad Request: message can't be forwarded"
    )
    await anna.post("leave", person=MARIA, chat=MANAGERS)
    service = (await anna.get("messages", chat=MANAGERS))["messages"][-1]["message_id"]
    back = {"chat_id": ANNA, "from_chat_id": MANAGERS, "message_id": service}
    assert await anna.refused("copyMessage", **back) == "Bad Request: message can't be copied"
