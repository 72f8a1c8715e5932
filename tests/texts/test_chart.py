import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from texts.pictures.chart import StatsChart, draw_stats

STAGES = tuple(
    zip(
        ("Знакомые", "Новые", "Повторные", "Постоянные", "Рекомендуют", "Засыпают", "Потеряны"),
        (1240, 312, 186, 94, 17, 143, 88),
        strict=True,
    )
)
CHART = StatsChart(
    title="Салон «Ромашка» · ноябрь 2026",
    stages=STAGES,
    sales=[("26.10", Decimal(75000)), ("02.11", Decimal("90200.50")), ("09.11", Decimal(112000))],
    currency="RUB",
    language="ru",
)
STEEL, DEEP, GREY = (0x2F, 0x7F, 0x9F), (0x15, 0x5E, 0x7D), (0xC4, 0xC8, 0xCC)


def _draw(chart: StatsChart) -> Image.Image:
    return Image.open(BytesIO(draw_stats(chart))).convert("RGB")


def _run(picture: Image.Image, row: int, colour: tuple[int, int, int]) -> int:
    """How many pixels of one row are of the colour."""
    return sum(picture.getpixel((x, row)) == colour for x in range(picture.width))


def _rises(picture: Image.Image, colour: tuple[int, int, int], rows: range) -> list[int]:
    """Heights of the columns of that colour, from left to right."""
    heights = [sum(picture.getpixel((x, y)) == colour for y in rows) for x in range(picture.width)]
    return [height for height, before in zip(heights[1:], heights, strict=False) if height and not before]


def test_bars_are_as_long_as_the_stages_are_full() -> None:
    picture = _draw(CHART)
    assert picture.size == (1000, 1100)
    sleeping = max(_run(picture, y, GREY) for y in range(420, 470))
    lost = max(_run(picture, y, GREY) for y in range(480, 520))
    assert sleeping / lost == pytest.approx(143 / 88, rel=0.06)
    assert max(_run(picture, y, DEEP) for y in range(100, 600)) == pytest.approx(540 * 17 / 1240, abs=2)


def test_columns_are_as_high_as_the_sales() -> None:
    first, second, third = _rises(_draw(CHART), STEEL, range(640, 994))
    assert first / third == pytest.approx(75 / 112, rel=0.03)
    assert second / third == pytest.approx(90.2 / 112, rel=0.03)


@pytest.mark.parametrize(
    "change",
    [
        {"stages": (), "sales": ()},
        {"stages": tuple((label, 0) for label, _ in STAGES)},
        {"sales": [("11", Decimal(0))]},
        {"sales": [("11", Decimal("-0.01"))]},
        {"sales": [("$10^{x}$", Decimal(10) ** 9)] * 60, "period": "day"},
        {"title": "$hop 🎉 漢字 " * 20, "currency": "USD", "language": "en", "period": "month"},
        {"stages": [("Очень длинное название ступени", 10**6)]},
    ],
)
def test_any_figures_can_be_drawn(change: dict[str, object]) -> None:
    assert _draw(replace(CHART, **change)).size == (1000, 1100)  # type: ignore[arg-type]


def test_matplotlib_is_imported_only_by_who_draws_and_pyplot_never() -> None:
    code = "import sys, texts.pictures.card, texts.pictures.chart as c; assert 'matplotlib' not in sys.modules; "
    code += "c.draw_stats(c.StatsChart('x', [], [], 'RUB', 'ru')); assert 'matplotlib.pyplot' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
