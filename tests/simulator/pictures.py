"""Pictures for the tests."""

import io

import segno
from PIL import Image


def picture(width: int = 1600, height: int = 900, kind: str = "PNG", mode: str = "RGB") -> bytes:
    target = io.BytesIO()
    Image.new(mode, (width, height), "#88aacc").save(target, kind)
    return target.getvalue()


def qr(text: str, scale: int = 8) -> bytes:
    target = io.BytesIO()
    segno.make(text, micro=False).save(target, kind="png", scale=scale, border=4)
    return target.getvalue()


def size_of(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as opened:
        return opened.size
