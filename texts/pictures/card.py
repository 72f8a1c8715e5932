"""A customer's card as a picture: what is said on it above, what is read from it below."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from texts.pictures.lettering import BOLD, REGULAR, drawable, fitted, font
from texts.values import Value
from texts.words import Texts

if TYPE_CHECKING:  # what draws is imported when the first card is drawn
    from PIL import Image, ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = (1012, 638)  # ID-1, 85.6 x 54 mm, at 300 dots an inch
_EDGE = 48
_PANEL = (28, 264, 984, 610)  # the paper with the codes: left, top, right, bottom

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class CardFace:
    """What stands on the card. `rank`: the tier's place in the programme, 0 the lowest; the colour follows it."""

    shop: str
    name: str | None  # None: a card that is not named
    tier: str
    percent: int
    number: str  # EAN-13
    link: str  # behind the QR
    valid_until: date | None  # None: for ever
    language: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class _Metal:
    """Four corners (top left, top right, bottom left, bottom right) and letters that stand out against each of them."""

    corners: tuple[Colour, Colour, Colour, Colour]
    ink: Colour


_METALS = (
    _Metal(((70, 36, 22), (122, 68, 40), (98, 54, 34), (110, 60, 36)), ink=(255, 250, 244)),  # bronze
    _Metal(((222, 227, 233), (170, 180, 192), (196, 204, 213), (150, 161, 175)), ink=(30, 38, 50)),  # silver
    _Metal(((246, 224, 158), (206, 162, 74), (226, 192, 112), (190, 144, 58)), ink=(62, 40, 6)),  # gold
    _Metal(((12, 15, 24), (56, 66, 92), (22, 27, 40), (38, 46, 66)), ink=(244, 246, 250)),  # platinum
)


def draw_card(face: CardFace) -> bytes:
    """A PNG, 1012 x 638. ValueError: the number is no EAN-13. The first takes longer: call it in a thread."""
    from PIL import ImageDraw  # noqa: PLC0415 -- see above

    from texts.pictures.codes import ean13, qr  # noqa: PLC0415

    rank = min(max(face.rank, 0), len(_METALS) - 1)
    picture = _blank(rank).copy()
    _say(_Pen(ImageDraw.Draw(picture), _METALS[rank].ink), face)
    _paste_codes(picture, ean13(face.number, module=4), qr(face.link, side=330))
    file = BytesIO()
    picture.save(file, "PNG", compress_level=1)  # Telegram makes a JPEG of it anyway
    return file.getvalue()


def _paste_codes(picture: "Image.Image", bars: "Image.Image", square: "Image.Image") -> None:
    left, top, right, bottom = _PANEL
    gap = (right - left - bars.width - square.width) // 3
    for code, x in ((bars, left + gap), (square, right - gap - square.width)):
        picture.paste(code, (x, (top + bottom - code.height) // 2))


class _Pen:
    """Writes in one colour, on a baseline."""

    def __init__(self, draw: "ImageDraw.ImageDraw", ink: Colour) -> None:
        self._draw, self._ink = draw, ink

    def ends(self, at: tuple[int, int], text: str, lettering: "FreeTypeFont") -> int:
        """Right-aligned; returns where the text begins."""
        self._draw.text(at, text, fill=self._ink, font=lettering, anchor="rs")
        return at[0] - int(lettering.getlength(text))

    def begins(self, baseline: int, text: str, face: str, sizes: range, room: int) -> None:
        """From the left edge, as large as it fits into `room` pixels."""
        words, lettering = fitted(drawable(text), face, sizes, room)
        self._draw.text((_EDGE, baseline), words, fill=self._ink, font=lettering, anchor="ls")


def _say(pen: _Pen, face: CardFace) -> None:
    right = SIZE[0] - _EDGE
    room = (_discount(pen, face, right) if face.percent else right) - _EDGE - 40
    until = pen.ends((right, 226), _until(face), font(REGULAR, 24))
    pen.begins(92, face.shop, BOLD, range(50, 25, -2), room)
    pen.begins(138, face.tier.upper(), REGULAR, range(26, 19, -2), room)
    pen.begins(226, face.name or "", REGULAR, range(40, 25, -2), until - _EDGE - 40)


def _discount(pen: _Pen, face: CardFace, right: int) -> int:
    """The number large, its sign small, the label under them; where they begin."""
    sign = pen.ends((right, 116), "%", font(REGULAR, 56))
    number = pen.ends((sign - 8, 116), str(face.percent), font(BOLD, 104))
    return min(number, pen.ends((right, 156), _label("discount", face.language), font(REGULAR, 24)))


def _until(face: CardFace) -> str:
    if face.valid_until is None:
        return _label("forever", face.language)
    return _label("until", face.language, day=face.valid_until)


@cache
def _texts() -> Texts:
    return Texts()


def _label(key: str, language: str, **values: Value) -> str:
    return _texts().words(language).plain(f"picture-card-{key}", **values)


@cache
def _blank(rank: int) -> "Image.Image":
    """A card with nothing on it yet: metal, and paper for the codes."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    corners = Image.new("RGB", (2, 2))
    corners.putdata(_METALS[rank].corners)
    card = corners.resize(SIZE, Image.Resampling.BICUBIC)
    card.paste(Image.new("RGB", SIZE, "white"), mask=_rings())
    paper = Image.new("L", (SIZE[0] * 2, SIZE[1] * 2), 0)
    ImageDraw.Draw(paper).rounded_rectangle([edge * 2 for edge in _PANEL], 56, fill=255)
    card.paste(Image.new("RGB", SIZE, "white"), mask=paper.resize(SIZE, Image.Resampling.LANCZOS))
    return card


@cache
def _rings() -> "Image.Image":
    """A touch: rings that spread from one point, barely seen. Drawn large, shrunk for smooth edges."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    large = Image.new("L", (SIZE[0] * 2, SIZE[1] * 2), 0)
    draw = ImageDraw.Draw(large)
    for radius, light in ((1500, 6), (1160, 13), (840, 22), (540, 33), (270, 46)):
        draw.circle((1480, 120), radius, fill=light)
    return large.resize(SIZE, Image.Resampling.LANCZOS)
