"""In which encoding is this file written? UTF-8 where it can be; else what its letters say: Russian Excel saves cp1251.

A wrong guess would put unreadable names into the client base in silence, so the guess is made on what Russian looks
like, and where the bytes look like nothing that is known, there is no guess.
"""

import codecs
import re
from dataclasses import dataclass
from math import log
from pathlib import Path

_BLOCK = 1 << 20
_SAMPLE = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_RUSSIAN = ("cp1251", "koi8-r", "cp866", "mac-cyrillic")
_WESTERN = ["cp1252", "cp1250", "cp1254"]
# Per mille of Russian texts (the National Corpus), from the most frequent letter to the rarest; neighbours' letters.
_PER_MILLE = {
    **dict(zip("оеаинтсрвлкмдпуя", (110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20), strict=True)),
    **dict(zip("ыьгзбчйхжшюцщэфъё", (19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1), strict=True)),
    **dict.fromkeys("іїєґў", 1),
}
_ALIEN = -7.0  # as if it were one letter in a thousand
_IMPOSSIBLE = re.compile(r"[А-яЁё][A-Za-z]|[A-Za-z][А-яЁё]|[а-яё][А-ЯЁ]")  # Renй; зУЕВ: another encoding's Зуев
_PUNCTUATION = frozenset("«»№—–…“”„’\u00a0")
_USUAL = 7.0  # cp1251 is what Excel writes: a thousand times likelier than the others before the file is seen
_TOLERATED = 0.05  # of the letters may be strange: a bullet, a degree sign


@dataclass(frozen=True, slots=True)
class Encoded:
    """`lines`: how many line ends the file has, for a progress bar."""

    encoding: str
    lines: int


def recognise_encoding(path: Path) -> Encoded | None:
    """None: it is no text in an encoding that is known. Reads the whole file once, a block at a time."""
    with path.open("rb") as file:
        head = file.read(4)
    marked = next((encoding for bom, encoding in _BOMS if head.startswith(bom)), None)
    lines, utf8, odd = _scan(path)
    if marked is not None:
        return Encoded(marked, lines) if marked != "utf-8-sig" or utf8 else None
    if odd.count(0) * 20 > len(odd):
        return None  # a picture, a program
    encoding = "utf-8" if utf8 else _guess(odd)
    return None if encoding is None else Encoded(encoding, lines)


def _scan(path: Path) -> tuple[int, bool, bytes]:
    """Line ends; whether it is UTF-8 throughout; and a sample of the lines that have more than ASCII in them."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, utf8, sample = 0, True, bytearray()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            lines += block.count(b"\n") or block.count(b"\r")
            if len(sample) < _SAMPLE:
                sample += b"\n".join(line for line in block.split(b"\n") if not line.isascii() or b"\0" in line)
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                utf8 = False
                decoder.reset()
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        utf8 = False
    return lines, utf8, bytes(sample[:_SAMPLE])


def _guess(sample: bytes) -> str | None:
    if _is_damaged_utf8(sample):
        return "utf-8"
    looks = {encoding: _look_as(sample, encoding) for encoding in _RUSSIAN}
    possible = [encoding for encoding in _RUSSIAN if looks[encoding].strange <= _TOLERATED]
    if possible:
        return max(possible, key=lambda encoding: looks[encoding].likely + (_USUAL if encoding == "cp1251" else 0))
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- three megabytes, and files in Western encodings are rare

    found = from_bytes(sample, cp_isolation=_WESTERN, enable_fallback=False).best()
    return None if found is None else found.encoding


def _is_damaged_utf8(sample: bytes) -> bool:
    """Few bytes are wrong, and the rest could not be UTF-8 by chance. The rows that have them are refused."""
    odd = [letter for letter in sample.decode("utf-8", "replace") if not letter.isascii()]
    return odd.count("\ufffd") * 10 < len(odd)


@dataclass(frozen=True, slots=True)
class _Look:
    likely: float  # the logarithm of the chance that Russian has these letters
    strange: float  # the share of what cannot be Russian


def _look_as(sample: bytes, encoding: str) -> _Look:
    text = sample.decode(encoding, "replace")
    odd = [letter.lower() for letter in text if not letter.isascii() and letter not in _PUNCTUATION]
    if not odd:
        return _Look(_ALIEN, 1)
    strange = sum(letter not in _PER_MILLE for letter in odd) + len(_IMPOSSIBLE.findall(text))
    likely = sum(log(_PER_MILLE[letter] / 1000) for letter in odd if letter in _PER_MILLE)
    return _Look(likely + _ALIEN * strange, strange / len(odd))
