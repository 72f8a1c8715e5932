"""Uploads, downloads, and file ids that can be sent again."""

import io
import json
from typing import Any

import pytest
from aiohttp import FormData
from PIL import Image

from simulator import files
from tests.simulator.pictures import picture, size_of
from tests.simulator.playing import ANNA, TOKEN, Json, Play, playing


async def upload(
    play: Play, method: str, field: str, data: bytes, name: str = "x.png", **params: Any
) -> tuple[int, Json]:
    form = FormData(quote_fields=False)  # as aiogram does: Telegram takes names as they are
    for key, value in params.items():
        form.add_field(key, value if isinstance(value, str) else json.dumps(value))
    form.add_field(field, io.BytesIO(data), filename=name, content_type="application/octet-stream")
    async with play.session.post(f"{play.base}/bot{TOKEN}/{method}", data=form) as response:
        answer: Json = await response.json()
        return response.status, answer


async def sent(play: Play, method: str, field: str, data: bytes, **more: Any) -> Json:
    status, answer = await upload(play, method, field, data, chat_id=ANNA, **more)
    assert status == 200, answer
    result: Json = answer["result"]
    return result


async def downloaded(play: Play, file_id: str) -> bytes:
    described = await play.ok("getFile", file_id=file_id)
    async with play.session.get(f"{play.base}/file/bot{TOKEN}/{described['file_path']}") as response:
        assert response.status == 200
        data = await response.read()
    assert len(data) == described["file_size"]
    return data


async def test_a_photo_has_several_sizes(anna: Play) -> None:
    message = await sent(anna, "sendPhoto", "photo", picture(), caption="<b>Карта</b>", parse_mode="HTML")
    sizes = [(size["width"], size["height"]) for size in message["photo"]]
    assert sizes == [(90, 51), (320, 180), (800, 450), (1280, 720)]
    assert len({size["file_id"] for size in message["photo"]}) == 4
    assert (message["caption"], message["caption_entities"][0]["type"]) == ("Карта", "bold")
    for size in message["photo"]:
        assert size_of(await downloaded(anna, size["file_id"])) == (size["width"], size["height"])


async def test_a_small_photo_is_not_blown_up(anna: Play) -> None:
    message = await sent(anna, "sendPhoto", "photo", picture(60, 40))
    assert [(size["width"], size["height"]) for size in message["photo"]] == [(60, 40)]


@pytest.mark.parametrize("kind,mode", [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "L"), ("WEBP", "RGB"), ("GIF", "P")])
async def test_pictures_of_every_kind(anna: Play, kind: str, mode: str) -> None:
    assert (await sent(anna, "sendPhoto", "photo", picture(200, 100, kind, mode)))["photo"]


async def test_a_file_id_sent_again(anna: Play) -> None:
    first = await sent(anna, "sendPhoto", "photo", picture(200, 100))
    again = await anna.ok("sendPhoto", chat_id=ANNA, photo=first["photo"][0]["file_id"])
    assert again["photo"] == first["photo"]
    document = await sent(anna, "sendDocument", "document", b"a;b", name="отчёт.csv")
    assert document["document"]["file_name"] == "отчёт.csv"
    again = await anna.ok("sendDocument", chat_id=ANNA, document=document["document"]["file_id"])
    assert again["document"] == document["document"]


async def test_a_document_comes_back_as_it_was(anna: Play) -> None:
    data = bytes(range(256)) * 40 + b"\r\n--boundary\r\n\r\n"
    message = await sent(anna, "sendDocument", "document", data, name="a.bin")
    assert await downloaded(anna, message["document"]["file_id"]) == data


async def test_a_file_id_of_another_kind(anna: Play) -> None:
    photo = (await sent(anna, "sendPhoto", "photo", picture(200, 100)))["photo"][0]["file_id"]
    document = (await sent(anna, "sendDocument", "document", b"x"))["document"]["file_id"]
    said = await anna.refused("sendDocument", chat_id=ANNA, document=photo)
    assert said == "Bad Request: can't use file of type Photo as Document"
    said = await anna.refused("sendPhoto", chat_id=ANNA, photo=document)
    assert said == "Bad Request: can't use file of type Document as Photo"


async def test_no_picture(anna: Play) -> None:
    for data in (b"not a picture", picture()[:200]):
        status, answer = await upload(anna, "sendPhoto", "photo", data, chat_id=ANNA)
        assert (status, answer["description"]) == (400, "Bad Request: IMAGE_PROCESS_FAILED")


async def test_a_picture_of_impossible_shape(anna: Play) -> None:
    _, answer = await upload(anna, "sendPhoto", "photo", picture(2100, 100), chat_id=ANNA)
    assert answer["description"] == "Bad Request: PHOTO_INVALID_DIMENSIONS"


async def test_files_that_are_none(anna: Play) -> None:
    said = await anna.refused("sendPhoto", chat_id=ANNA, photo="AgACAgIAAxk")
    assert said == "Bad Request: wrong file identifier/HTTP URL specified"
    said = await anna.refused("sendPhoto", chat_id=ANNA, photo="https://example.com/x.png")
    assert said == "Bad Request: failed to get HTTP URL content"
    assert await anna.refused("sendPhoto", chat_id=ANNA) == "Bad Request: there is no photo in the request"
    said = await anna.refused("sendPhoto", chat_id=ANNA, photo="attach://nothing")
    assert said.startswith("Bad Request: wrong remote file identifier specified")
    _, answer = await upload(anna, "sendDocument", "document", b"", chat_id=ANNA)
    assert answer["description"] == "Bad Request: file must be non-empty"
    assert await anna.refused("getFile", file_id="x") == "Bad Request: invalid file_id"


async def test_files_that_are_too_big(anna: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.methods.files.MOST_BYTES", 1000)
    monkeypatch.setattr(files, "MOST_PHOTO_BYTES", 900)
    status, answer = await upload(anna, "sendDocument", "document", b"x" * 1001, chat_id=ANNA)
    assert (status, answer["description"]) == (413, "Request Entity Too Large")
    _, answer = await upload(anna, "sendPhoto", "photo", b"x" * 950, chat_id=ANNA)
    assert answer["description"] == (
        "Bad Request: file of size 950 bytes is too big for a photo; the maximum size is 900 bytes"
    )


async def test_fifty_megabytes_are_the_limit(anna: Play) -> None:
    status, answer = await upload(anna, "sendDocument", "document", b"x" * (50 * 1024 * 1024 + 1), chat_id=ANNA)
    assert (status, answer["error_code"]) == (413, 413)


async def test_a_body_beyond_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.app.MOST_BODY", 5000)
    async with playing() as play:
        status, answer = await upload(play, "sendDocument", "document", b"x" * 6000, chat_id=ANNA)
        assert (status, answer["description"]) == (413, "Request Entity Too Large")


async def test_a_download_above_twenty_megabytes(anna: Play) -> None:
    message = await sent(anna, "sendDocument", "document", b"x" * (20 * 1024 * 1024 + 1))
    said = await anna.refused("getFile", file_id=message["document"]["file_id"])
    assert said == "Bad Request: file is too big"


async def test_downloads_need_the_token_and_a_file(anna: Play) -> None:
    async with anna.session.get(f"{anna.base}/file/botX/photos/file_0.jpg") as response:
        assert response.status == 401
    for path in ("photos/file_99.jpg", "../simulator/app.py", "%2e%2e/app.py"):
        async with anna.session.get(f"{anna.base}/file/bot{TOKEN}/{path}") as response:
            assert response.status == 404


async def test_a_caption_too_long(anna: Play) -> None:
    assert await sent(anna, "sendPhoto", "photo", picture(90, 90), caption="я" * 1024)
    status, answer = await upload(anna, "sendPhoto", "photo", picture(90, 90), chat_id=ANNA, caption="я" * 1025)
    assert (status, answer["description"]) == (400, "Bad Request: message caption is too long")


async def test_an_album_with_attachments(anna: Play) -> None:
    media = [{"type": "photo", "media": "attach://one", "caption": "две"}, {"type": "photo", "media": "attach://two"}]
    form = FormData({"chat_id": str(ANNA), "media": json.dumps(media)})
    for name in ("one", "two"):
        form.add_field(name, picture(120, 90), filename=f"{name}.png")
    async with anna.session.post(f"{anna.base}/bot{TOKEN}/sendMediaGroup", data=form) as response:
        album = (await response.json())["result"]
    assert len({message["media_group_id"] for message in album}) == 1
    assert [message.get("caption") for message in album] == ["две", None]


@pytest.mark.parametrize(
    "media,reason",
    [
        ([{"type": "photo", "media": "x"}], "there must be 2 to 10 media in an album"),
        ([{"type": "photo", "media": "x"}] * 2, "wrong file identifier/HTTP URL specified"),
        (
            [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}],
            "document can't be mixed with other media types",
        ),
        ([{"type": "story", "media": "x"}] * 2, 'can\'t parse InputMedia: type "story" is unsupported'),
        ([{"type": "photo"}] * 2, "can't parse InputMedia: media not found"),
    ],
)
async def test_wrong_albums(anna: Play, media: list[Json], reason: str) -> None:
    assert await anna.refused("sendMediaGroup", chat_id=ANNA, media=media) == f"Bad Request: {reason}"


async def test_a_picture_is_exchanged(anna: Play) -> None:
    first = await sent(anna, "sendPhoto", "photo", picture(200, 100), caption="a")
    media = {"type": "photo", "media": "attach://new", "caption": "b"}
    params = {"chat_id": ANNA, "message_id": first["message_id"], "media": media}
    status, answer = await upload(anna, "editMessageMedia", "new", picture(100, 100), **params)
    assert (status, answer["result"]["caption"]) == (200, "b")
    assert answer["result"]["photo"] != first["photo"]
    edited = await anna.ok("editMessageCaption", chat_id=ANNA, message_id=first["message_id"], caption="c")
    assert (edited["caption"], edited["photo"]) == ("c", answer["result"]["photo"])


async def test_a_sticker(anna: Play) -> None:
    message = await sent(anna, "sendSticker", "sticker", picture(64, 64, "WEBP"), emoji="🎉")
    assert message["sticker"]["emoji"] == "🎉"
    again = await anna.ok("sendSticker", chat_id=ANNA, sticker=message["sticker"]["file_id"])
    assert again["sticker"] == message["sticker"]


async def test_a_picture_sent_as_a_file_has_a_thumbnail(anna: Play) -> None:
    data = picture(800, 600)
    form = FormData({"chat_id": str(ANNA)}, quote_fields=False)
    form.add_field("document", io.BytesIO(data), filename="афиша.png", content_type="image/png")
    async with anna.session.post(f"{anna.base}/bot{TOKEN}/sendDocument", data=form) as response:
        document = (await response.json())["result"]["document"]
    assert (document["mime_type"], document["thumbnail"]["width"]) == ("image/png", 320)
    assert await downloaded(anna, document["file_id"]) == data
    form = FormData({"chat_id": str(ANNA)}, quote_fields=False)
    form.add_field("document", io.BytesIO(b"no picture"), filename="a.png", content_type="image/png")
    async with anna.session.post(f"{anna.base}/bot{TOKEN}/sendDocument", data=form) as response:
        assert "thumbnail" not in (await response.json())["result"]["document"]


async def test_a_phones_picture_stands_upright(anna: Play) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6  # Orientation: to be turned by a quarter
    target = io.BytesIO()
    Image.new("RGB", (80, 40)).save(target, "JPEG", exif=turned)
    message = await sent(anna, "sendPhoto", "photo", target.getvalue())
    assert [(size["width"], size["height"]) for size in message["photo"]] == [(40, 80)]
