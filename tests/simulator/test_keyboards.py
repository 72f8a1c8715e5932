"""Keyboards: what Telegram hangs under a message, and what it refuses."""

from typing import Any

import pytest

from tests.simulator.playing import ANNA, MANAGERS, Play, button, keyboard

INLINE = "can't parse inline keyboard button: "
REFUSALS = [
    ({"text": "a", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
    ({"text": "a"}, INLINE + "Text buttons are unallowed in the inline keyboard"),
    ({"text": "a", "callback_data": "x", "url": "https://t.me"},
     INLINE + "exactly one action is expected, found url, callback_data"),
    ({"text": "a", "url": "no link"}, 'inline keyboard button URL "no link" is invalid: Wrong HTTP URL'),
    ({"text": "a", "url": "http://localhost/x"},
     'inline keyboard button URL "http://localhost/x" is invalid: Wrong HTTP URL'),
    ({"text": "a", "url": "ftp://a.ru"},
     'inline keyboard button URL "ftp://a.ru" is invalid: Unsupported URL protocol'),
    ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
    ({"callback_data": "x"}, INLINE + 'can\'t find field "text"'),
    ({"text": "a", "callback_data": "x", "style": "pink"}, INLINE + "invalid button style specified"),
    ({"text": "a", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
    ({"text": "a", "callback_data": 5}, INLINE + 'field "callback_data" is of a wrong type'),
    ("a", INLINE + "expected an Object"),
]  # fmt: skip


@pytest.mark.parametrize("wrong,reason", REFUSALS)
async def test_a_wrong_button(anna: Play, wrong: Any, reason: str) -> None:
    said = await anna.refused("sendMessage", chat_id=ANNA, text="x", reply_markup=keyboard([wrong]))
    assert said == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    "right",
    [
        {"text": "a", "callback_data": "x" * 64, "style": "success"},
        {"text": "a", "url": "https://t.me/kasanie_demo_bot?start=r_1"},
        {"text": "a", "url": "example.com"},
        {"text": "a", "url": "tg://user?id=1001"},
        {"text": "a", "copy_text": {"text": "КОД"}},
        {"text": "a", "switch_inline_query": ""},
        {"text": "a", "web_app": {"url": "https://example.com/app"}},
    ],
)
async def test_a_right_button(anna: Play, right: dict[str, Any]) -> None:
    message = await anna.ok("sendMessage", chat_id=ANNA, text="x", reply_markup=keyboard([right]))
    assert message["reply_markup"] == keyboard([right])


async def test_a_keyboard_as_a_json_string(anna: Play) -> None:
    message = await anna.ok(
        "sendMessage", chat_id=ANNA, text="x", reply_markup='{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}'
    )
    assert message["reply_markup"] == keyboard([button("a", "b")])
    said = await anna.refused("sendMessage", chat_id=ANNA, text="x", reply_markup="{")
    assert said == "Bad Request: can't parse reply markup JSON object"
    assert (
        await anna.refused("sendMessage", chat_id=ANNA, text="x", reply_markup="[]")
        == "Bad Request: object expected as reply markup"
    )


async def test_an_empty_keyboard_is_none(anna: Play) -> None:
    message = await anna.ok("sendMessage", chat_id=ANNA, text="x", reply_markup=keyboard([]))
    assert "reply_markup" not in message


async def test_too_many_buttons(anna: Play) -> None:
    row = [button(str(n), str(n)) for n in range(101)]
    said = await anna.refused("sendMessage", chat_id=ANNA, text="x", reply_markup=keyboard(row))
    assert said == "Bad Request: reply markup is too long"


async def test_a_reply_keyboard_is_for_peoples_apps_only(anna: Play) -> None:
    markup = {"keyboard": [[{"text": "Мой номер", "request_contact": True}, "Позже"]], "resize_keyboard": True}
    message = await anna.ok("sendMessage", chat_id=ANNA, text="x", reply_markup=markup)
    assert "reply_markup" not in message
    shown = (await anna.shown(ANNA, message["message_id"]))["reply_markup"]
    assert shown["keyboard"] == [[{"text": "Мой номер", "request_contact": True}, {"text": "Позже"}]]


async def test_a_phone_is_not_asked_for_in_a_group(play: Play) -> None:
    markup = {"keyboard": [[{"text": "Мой номер", "request_contact": True}]]}
    said = await play.refused("sendMessage", chat_id=MANAGERS, text="x", reply_markup=markup)
    assert said == "Bad Request: phone number can be requested in private chats only"


async def test_web_apps_are_not_for_groups(play: Play) -> None:
    markup = keyboard([{"text": "a", "web_app": {"url": "https://example.com"}}])
    assert (
        await play.refused("sendMessage", chat_id=MANAGERS, text="x", reply_markup=markup)
        == "Bad Request: BUTTON_TYPE_INVALID"
    )


async def test_removing_a_keyboard_and_asking_for_a_reply(anna: Play) -> None:
    for markup in ({"remove_keyboard": True}, {"force_reply": True, "input_field_placeholder": "Имя"}):
        message = await anna.ok("sendMessage", chat_id=ANNA, text="x", reply_markup=markup)
        assert (await anna.shown(ANNA, message["message_id"]))["reply_markup"] == markup


@pytest.mark.parametrize(
    "markup,reason",
    [
        ({"inline_keyboard": 5}, "inline keyboard must be of type Array"),
        ({"inline_keyboard": [5]}, "inline keyboard row must be of type Array"),
        ({"keyboard": []}, "keyboard must be non-empty"),
        ({"keyboard": [[{}]]}, "can't parse keyboard button: can't find field \"text\""),
        ({"keyboard": [[" "]]}, "keyboard button text must be non-empty"),
        (
            {"keyboard": [[{"text": "a", "request_contact": True, "request_location": True}]]},
            "can't parse keyboard button: exactly one action is expected, found request_contact, request_location",
        ),
        (
            {"keyboard": [[{"text": "a", "style": "pink"}]]},
            "can't parse keyboard button: invalid button style specified",
        ),
        (
            keyboard([{"text": "a", "web_app": {"url": "http://e.ru"}}]),
            'inline keyboard button Web App URL "http://e.ru" is invalid: Only HTTPS links are allowed',
        ),
    ],
)
async def test_wrong_keyboards(anna: Play, markup: Any, reason: str) -> None:
    assert await anna.refused("sendMessage", chat_id=ANNA, text="x", reply_markup=markup) == f"Bad Request: {reason}"
