"""What a phone's camera would read off a picture: QR codes and barcodes."""

from typing import Any

import zxingcpp
from PIL import Image

Json = dict[str, Any]


def read_codes(picture: Image.Image) -> list[Json]:
    """Text, format and place of each code; the place as fractions of the picture, so that any size of it fits."""
    grey = picture.convert("L")
    return [
        {"text": code.text, "format": code.format.name, "box": _box(code.position, grey.width, grey.height)}
        for code in zxingcpp.read_barcodes(grey)
        if code.valid
    ]


def _box(position: zxingcpp.Position, width: int, height: int) -> list[float]:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    left, top = min(corner.x for corner in corners), min(corner.y for corner in corners)
    right, bottom = max(corner.x for corner in corners), max(corner.y for corner in corners)
    shares = (left / width, top / height, (right - left) / width, (bottom - top) / height)
    return [round(share, 4) for share in shares]
