"""A picture and a sticker to send when nobody has one at hand."""

import io
from functools import cache

from PIL import Image, ImageDraw


@cache
def sample_picture() -> bytes:
    picture = Image.new("RGB", (640, 480), "#d8e6ee")
    pencil = ImageDraw.Draw(picture)
    pencil.ellipse((90, 60, 170, 140), fill="#f3c14b")
    pencil.polygon([(0, 480), (220, 200), (400, 480)], fill="#7d9a76")
    pencil.polygon([(250, 480), (460, 250), (640, 480)], fill="#5f7f66")
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


@cache
def sample_sticker() -> bytes:
    picture = Image.new("RGBA", (512, 512))
    pencil = ImageDraw.Draw(picture)
    pencil.ellipse((40, 40, 472, 472), fill="#f3c14b")
    pencil.ellipse((160, 180, 200, 230), fill="#3d2f10")
    pencil.ellipse((312, 180, 352, 230), fill="#3d2f10")
    pencil.arc((150, 200, 362, 390), 20, 160, fill="#3d2f10", width=18)
    target = io.BytesIO()
    picture.save(target, "WEBP")
    return target.getvalue()
