"""The owner's figures as a picture: how many stand on each step of the ladder, and what was sold."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from babel.numbers import format_decimal

from texts.formats import sign
from texts.pictures.lettering import BOLD, REGULAR, drawable, fitted, folder
from texts.values import Value
from texts.words import Texts

if TYPE_CHECKING:  # matplotlib takes a second to import: only those who draw pay for it
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

_INK, _FAINT = "#22303c", "#8a97a3"
_STEPS = ("#c9dbe6", "#9cc3d5", "#63a3bd", "#2f7f9f", "#155e7d")  # up the ladder: deeper
_QUIET = "#c4c8cc"
_SALES = "#2f7f9f"
_POINTS = 0.72  # to a pixel
_SIZE = 19  # points; at 100 dots an inch legible on a phone
_MOST_NUMBERS, _MOST_DAYS = 14, 8  # over and under the columns; of more, every second or third is named
_UNITS = {"one": 1, "thousand": 1_000, "million": 1_000_000}


@dataclass(frozen=True, slots=True)
class StatsChart:
    """`stages` up the ladder, then the quiet ones (sleeping, lost); `sales` oldest first, in major units."""

    title: str
    stages: Sequence[tuple[str, int]]
    sales: Sequence[tuple[str, Decimal]]
    currency: str
    language: str
    period: Literal["day", "week", "month"] = "week"
    quiet: int = 2  # how many of the last stages are reached by silence


def draw_stats(chart: StatsChart) -> bytes:
    """A PNG, 1000 x 1100. The first call imports matplotlib and takes a second: call it in a thread."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    figure = Figure(figsize=(10, 11), dpi=100, facecolor="white")
    title, face = fitted(drawable(chart.title), BOLD, range(38, 27, -2), 920)
    figure.text(0.04, 0.963, title, **_letters(BOLD, face.size * _POINTS), va="center")
    figure.text(0.04, 0.91, _label("stages", chart), **_letters(REGULAR, _SIZE, _FAINT), va="center")
    _stages(figure.add_axes((0.3, 0.52, 0.54, 0.36)), chart)
    _sales(figure.add_axes((0.04, 0.09, 0.92, 0.29)), chart)
    figure.text(0.04, 0.435, _sales_label(chart), **_letters(REGULAR, _SIZE, _FAINT), va="center")
    file = BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


def _stages(axes: "Axes", chart: StatsChart) -> None:
    _bare(axes)
    most = max((count for _, count in chart.stages), default=0) or 1
    for row, (label, count) in enumerate(chart.stages):
        quiet = row >= len(chart.stages) - chart.quiet
        axes.barh(row, count, height=0.66, color=_QUIET if quiet else _STEPS[min(row, len(_STEPS) - 1)])
        name, face = fitted(drawable(label), REGULAR, range(26, 17, -2), 245)
        points = face.size * _POINTS
        axes.text(-0.03 * most, row, name, **_letters(REGULAR, points), ha="right", va="center_baseline")
        number = format_decimal(count, locale=chart.language)
        axes.text(count + 0.02 * most, row, number, **_letters(BOLD, _SIZE), ha="left", va="center_baseline")
    axes.set_xlim(0, most)
    axes.set_ylim(max(len(chart.stages), 1) - 0.5, -0.5)


def _sales(axes: "Axes", chart: StatsChart) -> None:
    _bare(axes)
    amounts = [float(amount) for _, amount in chart.sales]
    if not any(amounts):
        axes.text(0.5, 0.5, _label("no-sales", chart), **_letters(REGULAR, _SIZE, _FAINT), ha="center", va="center")
        return
    height = max(*amounts, 0) - min(*amounts, 0)
    axes.bar(range(len(amounts)), amounts, width=0.7, color=_SALES)
    axes.axhline(0, color=_FAINT, linewidth=1)
    axes.set_xlim(-0.6, max(len(amounts), 4) - 0.4)  # a single column is not a wall
    axes.set_ylim(min(*amounts, 0) - 0.02 * height, max(*amounts, 0) + 0.12 * height)
    newest = len(amounts) - 1  # is always named
    for place, amount in enumerate(amounts):
        if (newest - place) % -(-len(amounts) // _MOST_NUMBERS) == 0:
            _name_amount(axes, chart, place, amount, height)
        if (newest - place) % -(-len(amounts) // _MOST_DAYS) == 0:
            _name_day(axes, place, chart.sales[place][0])


def _name_amount(axes: "Axes", chart: StatsChart, place: int, amount: float, height: float) -> None:
    number = format_decimal(amount / _UNITS[_unit(chart)], format="#,##0", locale=chart.language)
    axes.text(place, max(amount, 0) + 0.03 * height, number, **_letters(BOLD, _SIZE - 4), ha="center", va="bottom")


def _name_day(axes: "Axes", place: int, day: str) -> None:
    where: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "xytext": (0, -10)}
    letters = _letters(REGULAR, _SIZE - 4, _FAINT)
    axes.annotate(drawable(day), (place, 0), **where, **letters, ha="center", va="top")


def _unit(chart: StatsChart) -> str:
    """In what the columns are counted, so that the numbers over them stay short."""
    most = max((abs(amount) for _, amount in chart.sales), default=Decimal())
    return "million" if most >= 10_000_000 else "thousand" if most >= 10_000 else "one"


def _sales_label(chart: StatsChart) -> str:
    return _label("sales", chart, period=chart.period, unit=_unit(chart), sign=sign(chart.currency))


def _bare(axes: "Axes") -> None:
    axes.set_axis_off()


def _letters(face: str, size: float, colour: str = _INK) -> dict[str, Any]:
    """Without mathematics: a dollar sign in a shop's name is a dollar sign."""
    return {"fontproperties": _face(face), "fontsize": size, "color": colour, "parse_math": False}


@cache
def _face(face: str) -> "FontProperties":
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415

    return FontProperties(fname=folder() / f"{face}.ttf")


@cache
def _texts() -> Texts:
    return Texts()


def _label(key: str, chart: StatsChart, **values: Value) -> str:
    return _texts().words(chart.language).plain(f"picture-chart-{key}", **values)
