"""What people send."""

import base64

import pytest
from aiohttp import FormData

from tests.simulator.pictures import picture
from tests.simulator.playing import ANNA, MANAGERS, MARIA, OLGA, TOM, Json, Play

CONTACT = {"keyboard": [[{"text": "Мой номер", "request_contact": True}]]}


async def contact(play: Play, **body: object) -> Json:
    said = await play.post("contact", **{"from": ANNA, "chat": ANNA, **body})
    (update,) = await play.drain()
    shown = said["message"]
    assert update["message"]["contact"] == shown["contact"]
    found: Json = shown["contact"]
    return found


async def test_ones_own_phone(play: Play) -> None:
    assert await contact(play) == {"phone_number": "+79161234567", "first_name": "Анна", "user_id": ANNA}


async def test_the_contact_answers_the_message_that_asked_for_it(anna: Play) -> None:
    asked = await anna.ok("sendMessage", chat_id=ANNA, text="Ваш номер?", reply_markup=CONTACT)
    await anna.ok("sendMessage", chat_id=ANNA, text="Он нужен для карты")
    said = await anna.post("contact", **{"from": ANNA})
    assert said["message"]["reply_to_message"]["message_id"] == asked["message_id"]
    await anna.ok("sendMessage", chat_id=ANNA, text="Готово", reply_markup={"remove_keyboard": True})
    assert "reply_to_message" not in (await anna.post("contact", **{"from": ANNA}))["message"]


async def test_somebody_elses_phone(play: Play) -> None:
    toms = {"phone_number": "+447700900123", "first_name": "Tom", "user_id": TOM}
    assert await contact(play, user_id=TOM) == toms
    assert await contact(play, phone="+447700900123") == toms
    stranger = await contact(play, phone="+79990000000", first_name="Дядя")
    assert stranger == {"phone_number": "+79990000000", "first_name": "Дядя"}
    forged = await contact(play, phone="+79990000000", user_id=None)
    assert forged == {"phone_number": "+79990000000", "first_name": "Анна"}


async def test_a_private_chat_comes_into_being_with_the_first_message(play: Play) -> None:
    assert [chat["id"] for chat in (await play.get("state"))["chats"]] == [MANAGERS]
    said = await play.say(ANNA, "Здравствуйте")
    assert said["message"]["chat"]["id"] == ANNA
    assert {chat["id"] for chat in (await play.get("state"))["chats"]} == {MANAGERS, ANNA}


@pytest.mark.parametrize(
    "link",
    [
        "https://t.me/kasanie_demo_bot?start=c_abc-1",
        "t.me/Kasanie_Demo_Bot?start=c_abc-1",
        "tg://resolve?domain=kasanie_demo_bot&start=c_abc-1",
    ],
)
async def test_a_start_link(play: Play, link: str) -> None:
    said = await play.post("start", **{"from": MARIA, "link": link})
    assert said["message"]["text"] == "/start c_abc-1"
    assert said["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    (update,) = await play.drain()
    assert (update["message"]["chat"]["id"], update["update_id"]) == (MARIA, said["update_id"])


async def test_a_start_payload(play: Play) -> None:
    assert (await play.post("start", **{"from": ANNA, "payload": "s_poster"}))["message"]["text"] == "/start s_poster"
    assert (await play.post("start", **{"from": ANNA}))["message"]["text"] == "/start"


@pytest.mark.parametrize(
    "body",
    [
        {"link": "https://t.me/other_bot?start=x"},
        {"link": "http://[::1"},
        {"link": "https://example.com/kasanie_demo_bot?start=x"},
        {"payload": "a b"},
        {"payload": "x" * 65},
    ],
)
async def test_wrong_start_links(play: Play, body: Json) -> None:
    assert "error" in await play.post("start", 400, **{"from": ANNA, **body})


async def test_files_of_people(play: Play) -> None:
    coded = base64.b64encode(picture(700, 500)).decode()
    photo = (await play.post("photo", **{"from": ANNA, "base64": coded, "caption": "Вот /x"}))["message"]
    assert [size["width"] for size in photo["photo"]] == [90, 320, 700]
    assert (photo["caption"], photo["caption_entities"][0]["type"]) == ("Вот /x", "bot_command")
    assert set(photo["_"]["files"]) == {size["file_id"] for size in photo["photo"]}
    form = FormData({"from": str(ANNA), "chat": str(ANNA)}, quote_fields=False)
    form.add_field("file", b"date;amount\n", filename="покупки.csv", content_type="text/csv")
    async with play.session.post(f"{play.base}/control/document", data=form) as response:
        document = (await response.json())["message"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("покупки.csv", "text/csv", 12)
    path = (await play.ok("getFile", file_id=document["file_id"]))["file_path"]
    async with play.session.get(f"{play.base}/file/bot7000000001:demo/{path}") as response:
        assert await response.read() == b"date;amount\n"


async def test_a_photo_and_a_sticker_without_a_file(play: Play) -> None:
    assert (await play.post("photo", **{"from": ANNA}))["message"]["photo"]
    sticker = (await play.post("sticker", **{"from": ANNA}))["message"]
    (url,) = sticker["_"]["files"].values()
    async with play.session.get(play.base + url) as response:
        assert (response.status, response.content_type) == (200, "image/webp")
    await play.post("document", 400, **{"from": ANNA})


async def test_a_message_that_failed_opens_no_chat(play: Play) -> None:
    await play.post("messages", 404, **{"from": TOM, "text": "x", "reply_to": 1})
    await play.post("photo", 400, **{"from": TOM, "base64": "aGk="})
    said = await play.refused("sendMessage", chat_id=TOM, text="x")
    assert said == "Forbidden: bot can't initiate conversation with a user"


async def test_mistakes_are_explained(play: Play) -> None:
    for path, status, body in (
        ("messages", 404, {"from": 5, "text": "x"}),
        ("messages", 400, {"text": "x"}),
        ("messages", 400, {"from": ANNA, "text": "  "}),
        ("messages", 400, {"from": ANNA, "text": "x" * 4097}),
        ("messages", 404, {"from": ANNA, "text": "x", "reply_to": 99}),
        ("messages", 404, {"from": ANNA, "chat": -5, "text": "x"}),
        ("messages", 400, {"from": ANNA, "text": 5}),
        ("photo", 400, {"from": ANNA, "base64": "?"}),
        ("photo", 400, {"from": ANNA, "base64": "aGk="}),
        ("tap", 404, {"from": ANNA, "chat": -5, "message_id": 1, "data": "x"}),
    ):
        assert set(await play.post(path, status, **body)) == {"error"}


async def test_somebody_new_and_something_new_about_somebody(play: Play) -> None:
    await play.post("people", id=1003, first_name="Иван", phone="+79160000001", started=True)
    assert await play.ok("sendMessage", chat_id=1003, text="x")
    await play.post("people", id=OLGA, phone="+79990000000")
    people = {one["id"]: one for one in (await play.get("state"))["people"]}
    assert (people[OLGA]["phone"], people[OLGA]["first_name"]) == ("+79990000000", "Ольга")
    await play.post("people", 400, id=1004)


async def test_what_is_said_of_somebody_has_its_kind(play: Play) -> None:
    assert "error" in await play.post("people", 400, id=ANNA, username=5)
    assert "error" in await play.post("people", 400, id=ANNA, first_name=None)
    await play.post("people", id=ANNA, username=None, blocked=True)
    anna = (await play.get("state"))["people"][0]
    assert (anna["username"], anna["first_name"], anna["blocked"]) == (None, "Анна", False)
