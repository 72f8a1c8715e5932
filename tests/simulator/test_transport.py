"""How calls come in: addresses, tokens, JSON, forms."""

import json

import pytest
from aiohttp import FormData

from simulator.methods.registry import method_names
from tests.simulator.playing import ANNA, TOKEN, Play

NOT_FOUND = {"ok": False, "error_code": 404, "description": "Not Found"}
SPOKEN = {
    "getMe", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "logOut", "close", "sendMessage",
    "sendPhoto", "sendDocument", "sendMediaGroup", "sendContact", "sendLocation", "sendPoll", "sendChatAction",
    "sendSticker", "getFile", "editMessageText", "editMessageCaption", "editMessageReplyMarkup", "editMessageMedia",
    "deleteMessage", "deleteMessages", "copyMessage", "forwardMessage", "pinChatMessage", "unpinChatMessage",
    "unpinAllChatMessages", "answerCallbackQuery", "setMyCommands", "getMyCommands", "deleteMyCommands",
    "setMyDescription", "getMyDescription", "setMyShortDescription", "getMyShortDescription", "setMyName",
    "getMyName", "setChatMenuButton", "getChatMenuButton", "getChat", "getChatMember", "getChatMemberCount",
    "getChatAdministrators", "leaveChat", "createForumTopic", "editForumTopic", "closeForumTopic",
    "reopenForumTopic", "deleteForumTopic", "setMessageReaction", "exportChatInviteLink",
}  # fmt: skip


def test_the_methods_that_are_spoken() -> None:
    assert set(method_names()) == SPOKEN


@pytest.mark.parametrize("method", ["sendEverything", "sendVideo", "banChatMember", "get_me"])
async def test_an_unknown_method_is_not_found(play: Play, method: str) -> None:
    assert await play.call(method, chat_id=ANNA) == (404, NOT_FOUND)


async def test_names_of_methods_in_any_case(play: Play) -> None:
    assert (await play.ok("getme"))["username"] == "kasanie_demo_bot"


@pytest.mark.parametrize("token", ["7000000001:other", "x", "7000000002:demo"])
async def test_an_unknown_token(play: Play, token: str) -> None:
    async with play.session.post(f"{play.base}/bot{token}/getMe") as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_addresses_that_are_none(play: Play) -> None:
    async with play.session.get(f"{play.base}/bot{TOKEN}/a/b") as response:
        assert (response.status, await response.json()) == (404, NOT_FOUND)
    async with play.session.get(f"{play.base}/control/nothing") as response:
        assert (response.status, await response.json()) == (404, {"error": "Not Found"})


async def test_urlencoded_and_in_the_address(anna: Play) -> None:
    form = {"chat_id": str(ANNA), "text": "a+b & <c>", "disable_notification": "True"}
    async with anna.session.post(f"{anna.base}/bot{TOKEN}/sendMessage", data=form) as response:
        assert (await response.json())["result"]["text"] == "a+b & <c>"
    async with anna.session.get(
        f"{anna.base}/bot{TOKEN}/sendMessage", params={"chat_id": ANNA, "text": "q"}
    ) as response:
        assert (await response.json())["result"]["text"] == "q"


async def test_multipart_without_files(anna: Play) -> None:
    form = FormData(default_to_multipart=True)
    markup = {"inline_keyboard": [[{"text": "я", "callback_data": "x"}]]}
    for name, value in (("chat_id", str(ANNA)), ("text", "строка\nдве"), ("reply_markup", json.dumps(markup))):
        form.add_field(name, value)
    async with anna.session.post(f"{anna.base}/bot{TOKEN}/sendMessage", data=form) as response:
        message = (await response.json())["result"]
    assert (message["text"], message["reply_markup"]) == ("строка\nдве", markup)


@pytest.mark.parametrize(
    "written,name",
    [
        ('filename="пример файла.txt"', "пример файла.txt"),
        ('filename="a;b.txt"', "a;b.txt"),
        ("filename=a.txt", "a.txt"),
        ("filename=\"x.txt\"; filename*=utf-8''%D1%8F.txt", "я.txt"),
    ],
)
async def test_names_of_files(anna: Play, written: str, name: str) -> None:
    parts = [
        'Content-Disposition: form-data; name="chat_id"\r\n\r\n1001',
        f'Content-Disposition: form-data; name="document"; {written}\r\nContent-Type: text/plain\r\n\r\nx\r\ny',
    ]
    body = "".join(f"--frontier\r\n{part}\r\n" for part in parts) + "--frontier--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=frontier"}
    async with anna.session.post(
        f"{anna.base}/bot{TOKEN}/sendDocument", data=body.encode(), headers=headers
    ) as response:
        document = (await response.json())["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (name, "text/plain", 4)


async def test_a_body_that_is_no_json(anna: Play) -> None:
    headers = {"Content-Type": "application/json"}
    for body in ("{", "[1]"):
        async with anna.session.post(f"{anna.base}/bot{TOKEN}/sendMessage", data=body, headers=headers) as response:
            assert response.status == 400
            assert (await response.json())["ok"] is False


async def test_logging_out(play: Play) -> None:
    assert await play.ok("logOut") is True
    assert await play.refused("getMe") == "Logged out"


async def test_a_bot_that_has_just_started_cannot_be_closed(play: Play) -> None:
    status, answer = await play.call("close")
    assert (status, answer["parameters"]["retry_after"]) == (429, 600)
