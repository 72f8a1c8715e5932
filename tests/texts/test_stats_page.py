"""`/stats` in words: readable on a phone, and cut where a reader would cut it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from teremok.validation import validate_html

from loyalty.customer import Stage
from loyalty.money import Money
from tests.shop import TEXTS
from texts.lengths import size
from texts.parts import in_parts
from texts.stats_figures import Reasons, SalesFigures, ScoreFigures, StatsPage, TouchLine
from texts.stats_page import column_name, page_title, stats_parts
from texts.values import Html


def _rub(roubles: int) -> Money:
    return Money(100 * roubles, "RUB")


def _touch(number: int, **figures: object) -> TouchLine:
    values = {
        "title": f"touchpoint-{number}",
        "when": "через 1 день после покупки",
        "planned": 120,
        "sent": 98,
        "answered": 40,
        "bought": 22,
        "waiting": 2,
        "control": 12,
        "control_bought": 1,
        "withheld": (("control", 12), ("no_consent", 5), ("from-the-future", 1)),
        "lost": (("unreachable", 2), ("unknown", 1)),
        **figures,
    }
    return TouchLine(**values)  # type: ignore[arg-type]


def _page(touches: int = 1) -> StatsPage:
    return StatsPage(
        shop="Салон <«Ромашка» & Ко>",
        days=30,
        first=date(2026, 2, 2),
        last=date(2026, 3, 3),
        sales=SalesFigures(_rub(90_000), _rub(10_000), 40, _rub(2_500), -12, 30, 10, 24),
        stages={stage: number for number, stage in enumerate(Stage)},
        scores=ScoreFigures(Decimal("4.6"), 38, -5, 20),
        refusals=4,
        reasons=(Reasons("Что не подошло <в товаре>?", (("Цена", 3), ("Качество", 1)), 4),),
        invited=5,
        friends_bought=3,
        friends_refused=1,
        touches=tuple(_touch(number) for number in range(touches)),
    )


def _plain(text: str) -> list[str]:
    return text.replace("\u00a0", " ").splitlines()


EVERYTHING = [
    "📊 <b>Салон &lt;«Ромашка» &amp; Ко&gt;</b>: итоги за 30 дней",
    "2 февраля 2026 — 3 марта 2026",
    "",
    "<b>Продажи: 90 000 ₽</b>",
    "покупок: 40 · средний чек: 2 500 ₽",
    "возвраты уже вычтены: 10 000 ₽",
    "↘ на 12 % меньше, чем за такой же срок до этого",
    "",
    "<b>Покупателей: 30</b>",
    "впервые: 10",
    "не впервые: 24",
    "",
    "<b>Клиентов сейчас: 21</b>",
    "новые: 1",
    "повторные: 2",
    "постоянные: 3",
    "советуют нас: 4",
    "давно не были: 5",
    "потеряны: 6",
    "",
    "<b>Что о нас думают</b>",
    "оценка покупки: 4,6 из 5 (38 ответов)",
    "готовность советовать, NPS: -5 (20 ответов)",
    "",
    "<b>Ушли без покупки: 4</b>",
    "",
    "<i>Что не подошло &lt;в товаре&gt;?</i>",
    "Цена: 75 % (3)",
    "Качество: 25 % (1)",
    "",
    "<b>Друзья по приглашению</b>",
    "пришли: 5 · купили: 3 · отклонены: 1",
    "",
    "<b>Касания</b>",
    "<b>touchpoint-0</b> — через 1 день после покупки",
    "запланировано 120 · отправлено 98 · ответили 40 · купили за 14 дней 22",
    "ещё ждут своего часа: 2",
    "придержано 18: контрольная группа 12, нет согласия 5, from-the-future 1",
    "не дошло 3: недоступны 2, неизвестно, дошло ли 1",
    "купили 22 % получивших и 8 % из контрольной группы (12)",
]


def test_everything_that_an_owner_asked_for() -> None:
    [text] = stats_parts(TEXTS.words("ru"), _page())
    validate_html(text)
    assert _plain(text) == EVERYTHING


def test_in_english_too() -> None:
    [text] = stats_parts(TEXTS.words("en"), _page())
    validate_html(text)
    assert "Sales: ₽90,000" in text
    assert "withheld 18: control group 12, no consent 5" in text


@pytest.mark.parametrize("touches", [22, 60])
def test_a_long_report_is_cut_between_touchpoints(touches: int) -> None:
    parts = stats_parts(TEXTS.words("ru"), _page(touches))
    assert len(parts) > 1
    assert all(size(part) <= 4096 for part in parts)
    assert all(part.startswith(("📊", "<b>touchpoint-")) for part in parts)
    assert "\n\n".join(parts).count("запланировано") == touches


def test_a_touchpoint_that_asks_nothing_has_no_answers() -> None:
    asks_nothing = replace(_page(0), touches=(_touch(1, answered=None, control=0),))
    [text] = stats_parts(TEXTS.words("ru"), asks_nothing)
    assert "ответили" not in text
    assert "контрольной группы" not in text


def test_the_picture_and_its_columns_have_names() -> None:
    words = TEXTS.words("ru")
    assert page_title(words, _page()) == "Салон <«Ромашка» & Ко>, 2 февраля 2026 — 3 марта 2026"
    assert column_name(words, date(2026, 3, 1), "week") == "01.03"
    assert column_name(words, date(2026, 3, 1), "month") == "03.26"
    assert column_name(TEXTS.words("en"), date(2026, 3, 1), "month") == "Mar 26"


def test_a_block_that_is_too_long_is_cut_at_its_lines() -> None:
    block = Html("\n".join(f"<b>{number:04}</b>" for number in range(20)))
    parts = in_parts([Html("title"), block, Html("end")], limit=60)
    assert [size(part) <= 60 for part in parts] == [True] * len(parts)
    assert parts[0].startswith("title\n\n<b>0000</b>\n<b>0001</b>")
    assert parts[-1].endswith("<b>0019</b>\n\nend")
    for part in parts:
        validate_html(part)


def test_emoji_are_two_units() -> None:
    assert len(in_parts([Html("😀" * 5), Html("😀" * 5)], limit=20)) == 2
    assert len(in_parts([Html("😀" * 5), Html("😀" * 4)], limit=20)) == 1
