"""Barcodes in the bot's pictures are read, as a phone would."""

import io

from barcode import EAN13
from barcode.writer import ImageWriter
from PIL import Image

from tests.simulator.pictures import picture, qr
from tests.simulator.playing import ANNA, Json, Play
from tests.simulator.test_files import sent, upload

LINK = "https://t.me/kasanie_demo_bot?start=c_Zx-9_token"


async def codes_of(play: Play, message: Json) -> list[Json]:
    found: list[Json] = (await play.shown(ANNA, message["message_id"]))["_"]["codes"]
    return found


async def test_a_qr_code_and_where_it_stands(anna: Play) -> None:
    canvas = Image.new("RGB", (1000, 500), "white")
    with Image.open(io.BytesIO(qr(LINK, scale=6))) as code:
        canvas.paste(code.convert("RGB"), (600, 100))
        width = code.width
    target = io.BytesIO()
    canvas.save(target, "PNG")
    message = await sent(anna, "sendPhoto", "photo", target.getvalue())
    (found,) = await codes_of(anna, message)
    assert (found["text"], found["format"]) == (LINK, "QRCode")
    left, top, wide, high = found["box"]
    assert abs(left - (600 + 24) / 1000) < 0.02
    assert abs(top - (100 + 24) / 500) < 0.02
    assert abs(wide - (width - 48) / 1000) < 0.02
    assert abs(high - (width - 48) / 500) < 0.03


async def test_an_ean_code(anna: Play) -> None:
    target = io.BytesIO()
    EAN13("290012345678", writer=ImageWriter()).write(target, {"module_height": 15})
    message = await sent(anna, "sendPhoto", "photo", target.getvalue())
    assert [(code["text"][:12], code["format"]) for code in await codes_of(anna, message)] == [
        ("290012345678", "EAN13")
    ]


async def test_a_picture_without_codes(anna: Play) -> None:
    assert await codes_of(anna, await sent(anna, "sendPhoto", "photo", picture(300, 300))) == []


async def test_codes_come_along_and_change(anna: Play) -> None:
    first = await sent(anna, "sendPhoto", "photo", qr(LINK))
    again = await anna.ok("sendPhoto", chat_id=ANNA, photo=first["photo"][-1]["file_id"])
    assert len(await codes_of(anna, again)) == 1
    params = {"chat_id": ANNA, "message_id": again["message_id"], "media": {"type": "photo", "media": "attach://new"}}
    status, _ = await upload(anna, "editMessageMedia", "new", picture(300, 300), **params)
    assert status == 200
    assert await codes_of(anna, again) == []
