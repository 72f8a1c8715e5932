"""Lettering: DejaVu in any size, text that is made to fit, and only letters that the font has."""

import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # four megabytes that only those who draw pay for
    from PIL.ImageFont import FreeTypeFont

REGULAR, BOLD, MONO = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"

_EMOJI_FROM = "\U0001f000"  # the font has some of them, in black; a name without its emoji reads better
_NOT_A_CHARACTER = "\uffff"


@cache
def folder() -> Path:
    """Where the fonts are: matplotlib brings DejaVu, Pillow's own font has no Cyrillic. Does not import matplotlib."""
    package = find_spec("matplotlib")
    if package is None or package.origin is None:
        raise RuntimeError("matplotlib is not installed: its fonts are what pictures are drawn with")
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"


@cache
def font(face: str, size: int) -> "FreeTypeFont":
    """One face in one size, pixels."""
    from PIL import ImageFont  # noqa: PLC0415 -- see above

    return ImageFont.truetype(str(folder() / f"{face}.ttf"), size)


def drawable(text: str) -> str:
    """`text` in one line and without what the font cannot draw (it would draw boxes) and without emoji."""
    kept = (letter for letter in unicodedata.normalize("NFC", text) if letter.isspace() or _has(letter))
    return re.sub(r"\s+", " ", "".join(kept)).strip()


@cache
def _has(letter: str) -> bool:
    if letter >= _EMOJI_FROM or unicodedata.category(letter).startswith("C") or "\ufe00" <= letter <= "\ufe0f":
        return False
    trial = font(REGULAR, 16)
    return bytes(trial.getmask(letter)) != bytes(trial.getmask(_NOT_A_CHARACTER))


def fitted(text: str, face: str, sizes: range, width: int) -> "tuple[str, FreeTypeFont]":
    """The largest of `sizes` (descending, pixels) in which `text` is at most `width`; shortened where none will do."""
    for size in sizes:
        if font(face, size).getlength(text) <= width:
            return text, font(face, size)
    smallest = font(face, sizes[-1])
    while text and smallest.getlength(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…", smallest
