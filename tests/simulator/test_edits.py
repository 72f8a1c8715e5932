"""Changing what was said."""

import pytest

from tests.simulator.playing import ANNA, MANAGERS, OLGA, Play, button, keyboard

SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def test_text_and_keyboard_change(anna: Play) -> None:
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="a", reply_markup=keyboard([button("x", "1")]))
    number = sent["message_id"]
    edited = await anna.ok("editMessageText", chat_id=ANNA, message_id=number, text="<b>b</b>", parse_mode="HTML")
    assert edited["text"] == "b"
    assert edited["edit_date"] >= edited["date"]
    assert "reply_markup" not in edited, "an edit that brings no keyboard takes the old one away"
    shown = await anna.shown(ANNA, number)
    assert (shown["_"]["html"], shown["_"]["edited"]) == ("<b>b</b>", True)


async def test_an_edit_that_changes_nothing(anna: Play) -> None:
    markup = keyboard([button("x", "1")])
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="a", reply_markup=markup)
    same = {"chat_id": ANNA, "message_id": sent["message_id"], "text": "a", "reply_markup": markup}
    assert await anna.refused("editMessageText", **same) == SAME
    assert await anna.ok("editMessageText", **{**same, "reply_markup": keyboard([button("y", "1")])})
    assert await anna.ok("editMessageReplyMarkup", chat_id=ANNA, message_id=sent["message_id"])
    assert await anna.refused("editMessageReplyMarkup", chat_id=ANNA, message_id=sent["message_id"]) == SAME


async def test_formatting_alone_is_a_change(anna: Play) -> None:
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="a")
    edit = {"chat_id": ANNA, "message_id": sent["message_id"], "text": "<b>a</b>", "parse_mode": "HTML"}
    assert await anna.ok("editMessageText", **edit)
    assert await anna.refused("editMessageText", **edit) == SAME


async def test_what_cannot_be_edited(anna: Play) -> None:
    hers = (await anna.say(ANNA, "hi"))["message"]["message_id"]
    said = await anna.refused("editMessageText", chat_id=ANNA, message_id=hers, text="x")
    assert said == "Bad Request: message can't be edited"
    said = await anna.refused("editMessageText", chat_id=ANNA, message_id=999, text="x")
    assert said == "Bad Request: message to edit not found"
    said = await anna.refused("editMessageText", chat_id=ANNA, text="x")
    assert said == "Bad Request: message identifier is not specified"


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(anna: Play) -> None:
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="x", reply_markup={"keyboard": [["a"]]})
    said = await anna.refused("editMessageText", chat_id=ANNA, message_id=sent["message_id"], text="y")
    assert said == "Bad Request: message can't be edited"


async def test_text_is_no_caption(anna: Play) -> None:
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="x")
    said = await anna.refused("editMessageCaption", chat_id=ANNA, message_id=sent["message_id"], caption="y")
    assert said == "Bad Request: there is no caption in the message to edit"
    contact = await anna.ok("sendContact", chat_id=ANNA, phone_number="1", first_name="x")
    said = await anna.refused("editMessageText", chat_id=ANNA, message_id=contact["message_id"], text="y")
    assert said == "Bad Request: there is no text in the message to edit"


async def test_an_edit_takes_inline_keyboards_only(anna: Play) -> None:
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="x")
    said = await anna.refused(
        "editMessageText", chat_id=ANNA, message_id=sent["message_id"], text="y", reply_markup={"keyboard": [["a"]]}
    )
    assert said == "Bad Request: inline keyboard expected"


async def test_a_deleted_message_is_gone(anna: Play) -> None:
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="x")
    one = {"chat_id": ANNA, "message_id": sent["message_id"]}
    assert await anna.ok("deleteMessage", **one) is True
    assert await anna.refused("deleteMessage", **one) == "Bad Request: message to delete not found"
    assert await anna.refused("editMessageText", **one, text="y") == "Bad Request: message to edit not found"
    assert (await anna.shown(ANNA, sent["message_id"]))["_"]["deleted"] is True


async def test_several_at_once_and_those_unknown_are_skipped(anna: Play) -> None:
    ids = [(await anna.ok("sendMessage", chat_id=ANNA, text="x"))["message_id"] for _ in range(2)]
    assert await anna.ok("deleteMessages", chat_id=ANNA, message_ids=[*ids, 999]) is True
    assert (await anna.get("messages", chat=ANNA, after=ids[0] - 1))["messages"] == []


async def test_a_persons_message_in_a_private_chat_may_be_deleted(anna: Play) -> None:
    hers = (await anna.say(ANNA, "+7 916"))["message"]["message_id"]
    assert await anna.ok("deleteMessage", chat_id=ANNA, message_id=hers) is True


async def test_after_two_days_a_message_stays(anna: Play) -> None:
    sent = await anna.ok("sendMessage", chat_id=ANNA, text="x")
    await anna.post("clock", advance=48 * 3600 + 60)
    said = await anna.refused("deleteMessage", chat_id=ANNA, message_id=sent["message_id"])
    assert said == "Bad Request: message can't be deleted for everyone"


async def test_in_a_group_only_an_administrator_deletes_others_messages(groups: Play) -> None:
    said = (await groups.say(OLGA, "/x", chat=-500))["message"]["message_id"]
    assert (
        await groups.refused("deleteMessage", chat_id=-500, message_id=said) == "Bad Request: message can't be deleted"
    )
    other = (await groups.say(OLGA, "x", chat=-1002000000002))["message"]["message_id"]
    assert await groups.ok("deleteMessage", chat_id=-1002000000002, message_id=other) is True


async def test_pins(play: Play) -> None:
    first, second = [await play.ok("sendMessage", chat_id=MANAGERS, text=text) for text in "ab"]
    for message in (first, second):
        assert await play.ok("pinChatMessage", chat_id=MANAGERS, message_id=message["message_id"]) is True
    assert (await play.ok("getChat", chat_id=MANAGERS))["pinned_message"]["text"] == "b"
    told = [update["message"]["pinned_message"]["text"] for update in await play.drain()]
    assert told == ["a", "b"], "a bot is told of its own pinning"
    assert (await play.shown(MANAGERS, first["message_id"]))["_"]["pinned"] is True
    await play.ok("unpinChatMessage", chat_id=MANAGERS)
    assert (await play.ok("getChat", chat_id=MANAGERS))["pinned_message"]["text"] == "a"
    await play.ok("unpinAllChatMessages", chat_id=MANAGERS)
    assert "pinned_message" not in await play.ok("getChat", chat_id=MANAGERS)
    assert await play.refused("unpinChatMessage", chat_id=MANAGERS) == "Bad Request: message to unpin not found"
    assert (
        await play.refused("pinChatMessage", chat_id=MANAGERS, message_id=999)
        == "Bad Request: message to pin not found"
    )


async def test_pinning_needs_rights(groups: Play) -> None:
    sent = await groups.ok("sendMessage", chat_id=-500, text="x")
    said = await groups.refused("pinChatMessage", chat_id=-500, message_id=sent["message_id"])
    assert said == "Bad Request: not enough rights to manage pinned messages in the chat"


@pytest.mark.parametrize(
    "reaction,reason",
    [
        ([{"type": "emoji", "emoji": "🧀"}], "REACTION_INVALID"),
        ([{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}], "REACTIONS_TOO_MANY"),
    ],
)
async def test_wrong_reactions(anna: Play, reaction: list[dict[str, str]], reason: str) -> None:
    said = (await anna.say(ANNA, "спасибо"))["message"]["message_id"]
    refused = await anna.refused("setMessageReaction", chat_id=ANNA, message_id=said, reaction=reaction)
    assert refused == f"Bad Request: {reason}"


async def test_a_reaction(anna: Play) -> None:
    said = (await anna.say(ANNA, "спасибо"))["message"]["message_id"]
    heart = [{"type": "emoji", "emoji": "❤"}]
    assert await anna.ok("setMessageReaction", chat_id=ANNA, message_id=said, reaction=heart) is True
    assert (await anna.shown(ANNA, said))["_"]["reactions"] == heart


async def test_reactions_to_nothing(anna: Play) -> None:
    thumb = [{"type": "emoji", "emoji": "👍"}]
    said = await anna.refused("setMessageReaction", chat_id=ANNA, message_id=99, reaction=thumb)
    assert said == "Bad Request: message to react not found"
    assert (await anna.refused("setMessageReaction", chat_id=ANNA, message_id=1, reaction=["👍"])).startswith(
        "Bad Request: can't parse reaction type"
    )


async def test_which_messages_to_delete_must_be_said(anna: Play) -> None:
    assert await anna.refused("deleteMessages", chat_id=ANNA) == "Bad Request: message identifiers are not specified"
    said = await anna.refused("deleteMessages", chat_id=ANNA, message_ids=list(range(101)))
    assert said == "Bad Request: too many message identifiers specified"
    assert await anna.refused("editMessageText", inline_message_id="x", text="y") == "Bad Request: MESSAGE_ID_INVALID"


async def test_pinning_again_says_nothing_new(play: Play) -> None:
    sent = await play.ok("sendMessage", chat_id=MANAGERS, text="a")
    for _ in range(2):
        assert await play.ok("pinChatMessage", chat_id=MANAGERS, message_id=sent["message_id"]) is True
    assert len(await play.drain()) == 1
