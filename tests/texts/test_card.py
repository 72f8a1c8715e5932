import time
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import zxingcpp
from barcode.ean import EuropeanArticleNumber13
from PIL import Image

from texts.pictures.card import SIZE, CardFace, draw_card
from texts.pictures.codes import ean13
from texts.pictures.lettering import BOLD, drawable, fitted

LINK = "https://t.me/a_rather_long_name_of_a_shop_bot?start=c_Zk3vTq9xYb7LmN2pRs5WdA"
NUMBER = EuropeanArticleNumber13("290000000001").ean
FACE = CardFace(
    shop="Салон «Ромашка»",
    name="Анна Сергеевна",
    tier="Золото",
    percent=10,
    number=NUMBER,
    link=LINK,
    valid_until=date(2028, 9, 5),
    language="ru",
    rank=2,
)


def _picture(face: CardFace) -> Image.Image:
    return Image.open(BytesIO(draw_card(face))).convert("RGB")


def _read(picture: Image.Image) -> dict[str, str]:
    return {found.format.name: found.text for found in zxingcpp.read_barcodes(picture)}


@pytest.mark.parametrize("rank", range(4))
def test_a_camera_reads_both_codes(rank: int) -> None:
    picture = _picture(replace(FACE, rank=rank))
    assert picture.size == SIZE
    assert _read(picture) == {"QRCode": LINK, "EAN13": NUMBER}


def test_a_camera_reads_both_codes_after_telegram_has_shrunk_the_picture() -> None:
    small = _picture(FACE).resize((800, round(800 * SIZE[1] / SIZE[0])), Image.Resampling.BILINEAR)
    file = BytesIO()
    small.save(file, "JPEG", quality=80)
    assert _read(Image.open(BytesIO(file.getvalue()))) == {"QRCode": LINK, "EAN13": NUMBER}


@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"name": ""},
        {"name": "💅🏼👨‍👩‍👧"},
        {"name": "محمد عبد الله"},
        {"name": "Ж" * 500},
        {"name": "\u202e\x00\n<b>&"},
        {"name": "ก็็็็็"},
        {"shop": "Щ" * 64, "tier": "Ы" * 200},
        {"percent": 0},
        {"percent": 100, "shop": "W" * 64},
        {"valid_until": None},
        {"language": "en"},
        {"rank": 99},
        {"rank": -1},
    ],
)
def test_any_card_can_be_drawn_and_read(change: dict[str, object]) -> None:
    assert _read(_picture(replace(FACE, **change))) == {"QRCode": LINK, "EAN13": NUMBER}  # type: ignore[arg-type]


@pytest.mark.parametrize("rank", range(4))
def test_small_letters_stand_out_against_the_metal(rank: int) -> None:
    """WCAG asks for a contrast of 4.5; measured where the smallest letters stand."""
    blank = _picture(replace(FACE, rank=rank, shop="", name=None, tier="", percent=0))
    written = _picture(replace(FACE, rank=rank))
    for box in ((770, 134, 970, 160), (48, 116, 140, 140), (48, 196, 330, 236)):
        grounds = _colours(blank.crop(box).resize((8, 8)))
        letters = _colours(written.crop(box))
        ink = min(letters, key=_light) if _light(grounds[0]) > 0.3 else max(letters, key=_light)
        assert min(_contrast(ink, ground) for ground in grounds) >= 4.5


def _colours(picture: Image.Image) -> list[tuple[int, ...]]:
    raw = picture.tobytes()
    return [tuple(raw[at : at + 3]) for at in range(0, len(raw), 3)]


def _light(colour: tuple[int, ...]) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    darker, lighter = sorted((_light(one), _light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_nothing_runs_into_the_edges_or_the_discount() -> None:
    short, long = (_picture(replace(FACE, shop=shop, name=None)) for shop in ("", "Щ" * 64))
    different = [x for x in range(SIZE[0]) for y in range(40, 110) if short.getpixel((x, y)) != long.getpixel((x, y))]
    assert min(different) >= 48
    assert max(different) <= 760


@pytest.mark.parametrize(
    "text, drawn",
    [
        ("Анна 💅", "Анна"),
        ("  две\n строки ", "две строки"),
        ("❤️ Ева", "❤ Ева"),
        ("№ 5 «Ё» – №", "№ 5 «Ё» – №"),
        ("и\u0306", "й"),
        ("\U0001f1f7\U0001f1fa", ""),
        ("漢字 Li", "Li"),
    ],
)
def test_only_what_the_font_has_is_drawn(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


def test_a_long_text_gets_smaller_and_then_shorter() -> None:
    whole, smaller = fitted("Ромашка и компания", BOLD, range(48, 25, -2), 400)
    assert (whole, smaller.size < 48) == ("Ромашка и компания", True)
    cut, smallest = fitted("Ромашка и компания " * 9, BOLD, range(48, 25, -2), 400)
    assert cut.endswith("…")
    assert smallest.size == 26
    assert smallest.getlength(cut) <= 400


@pytest.mark.parametrize("number", ["", "290000000001", "2900000000019", "29000000000a8", "２９０００００００００１８"])
def test_what_is_no_ean_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="no EAN-13"):
        ean13(number, module=4)


def test_the_bars_have_the_standards_proportions() -> None:
    bars = ean13(NUMBER, module=4)
    assert bars.width / bars.height == pytest.approx(37.29 / 25.93, rel=0.01)


def test_a_card_is_drawn_quickly() -> None:
    draw_card(FACE)  # fonts and the blank are kept
    begun = time.process_time()
    for _ in range(5):
        draw_card(FACE)
    assert (time.process_time() - begun) / 5 < 0.12  # 0.03 s on a quiet machine
