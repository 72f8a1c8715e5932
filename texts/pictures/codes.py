"""Codes that a camera and a till's scanner read: QR (segno) and EAN-13, drawn in whole pixels with quiet zones."""

import segno
from barcode.ean import EuropeanArticleNumber13
from PIL import Image, ImageDraw

from texts.pictures.lettering import MONO, font

_INK, _PAPER = "black", "white"
_QUIET_LEFT, _QUIET_RIGHT = 11, 7  # modules, by the standard; the first digit stands in the left one
_BARS, _GUARDS = 69, 74  # heights in modules: 22.85 mm and 24.5 mm at a module of 0.33 mm


def qr(link: str, side: int) -> Image.Image:
    """The largest QR that fits into `side` pixels: error level M, four modules of quiet zone."""
    code = segno.make_qr(link, error="m", boost_error=False)
    rows = [bytes(0 if dark else 255 for dark in row) for row in code.matrix_iter(border=4)]
    small = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    scale = max(1, side // len(rows))
    return small.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST)


def ean13(number: str, module: int) -> Image.Image:
    """EAN-13 with its digits, `module` pixels a module, in the standard's proportions.

    ValueError: not thirteen digits, or the last one is not their check digit.
    """
    code = EuropeanArticleNumber13(number[:12], guardbar=True) if number.isdecimal() and len(number) == 13 else None
    if code is None or code.ean != number:
        raise ValueError(f"{number!r} is no EAN-13")
    bars = code.build()[0]
    picture = Image.new("L", ((_QUIET_LEFT + len(bars) + _QUIET_RIGHT) * module, 79 * module), _PAPER)
    draw = ImageDraw.Draw(picture)
    for place, bar in enumerate(bars):
        if bar != "0":
            left, height = (_QUIET_LEFT + place) * module, (_GUARDS if bar == "G" else _BARS) * module
            draw.rectangle((left, 0, left + module - 1, height - 1), fill=_INK)
    _digits(draw, number, module)
    return picture


def _digits(draw: ImageDraw.ImageDraw, number: str, module: int) -> None:
    """One digit before the bars, six under each half: every one centred under its seven modules."""
    lettering = font(MONO, 10 * module)
    centres = (
        [4.5] + [_QUIET_LEFT + 3 + 7 * n + 3.5 for n in range(6)] + [_QUIET_LEFT + 50 + 7 * n + 3.5 for n in range(6)]
    )
    for digit, centre in zip(number, centres, strict=True):
        draw.text((centre * module, 70.5 * module), digit, fill=_INK, font=lettering, anchor="mt")
