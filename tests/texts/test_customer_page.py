from dataclasses import replace
from datetime import date

import pytest
from teremok.validation import validate_html

from loyalty.customer import Birthday, Stage
from loyalty.ids import CouponId, CustomerId
from loyalty.money import Money
from texts.customer_page import CouponOnPage, CustomerPage, PurchaseOnPage, Worth, page_text
from texts.formats import Percent
from texts.lengths import size
from texts.words import LANGUAGES, Texts

TEXTS = Texts()
TODAY = date(2026, 3, 3)


def money(amount: float) -> Money:
    return Money(round(amount * 100), "RUB")


WORTH = Worth(
    tier="Серебро",
    percent=7,
    card="2900000000018",
    card_expired=None,
    spent=money(16_000),
    next_tier="Золото",
    missing=money(24_000),
)
PAGE = CustomerPage(
    id=CustomerId(1),
    name="Анна",
    phone="+79160000001",
    stage=Stage.REPEAT,
    worth=WORTH,
    coupons=(CouponOnPage(CouponId(1), "Подарок", Percent(15), "ABCD2345", date(2026, 3, 10)),),
    purchases=(PurchaseOnPage(TODAY, money(930), money(70), taken_back=False),),
    silent_days=3,
    birthday=Birthday(3, 5, 1990),
    birthday_in=2,
    tags=("кофе без сахара",),
    notes=("Любит Вивальди",),
    source="vk",
    invited_by="Ольга",
    reachable=True,
    since=date(2025, 1, 2),
)


def said(page: CustomerPage, language: str = "ru") -> str:
    return page_text(TEXTS.words(language), page).replace("\u00a0", " ")


def test_everything_is_seen_at_a_glance() -> None:
    assert said(PAGE).split("\n") == [
        "👤 <b>Анна</b>",
        "📱 +79160000001",
        "💳 <code>2900000000018</code>",
        "🎂 День рождения через 2 дня: 5 марта",
        "",
        "⭐ Серебро, скидка сейчас <b>7 %</b>",
        "За год: 16 000 ₽",
        "До уровня «Золото» осталось 24 000 ₽",
        "",
        "🎟 <b>Купоны</b>",
        "• 15 % — Подарок, до 10 марта 2026 (<code>ABCD2345</code>)",
        "",
        "🌿 Покупает не первый раз",
        "Последняя покупка: 3 дня назад",
        "🛍 <b>Покупки</b>",
        "• 3 марта 2026: 930 ₽ (скидка 70 ₽)",
        "",
        "С нами с 2 января 2025",
        "Откуда: vk",
        "По приглашению: Ольга",
        "🏷 кофе без сахара",
        "📝 <b>Заметки</b>",
        "• Любит Вивальди",
    ]


def test_somebody_of_whom_nothing_is_known_has_a_page_too() -> None:
    empty = replace(
        PAGE,
        name=None,
        phone=None,
        stage=Stage.LEAD,
        worth=replace(WORTH, card=None, next_tier=None, missing=None, card_expired=TODAY, percent=0),
        coupons=(),
        purchases=(),
        silent_days=None,
        birthday=None,
        tags=(),
        notes=(),
        source=None,
        invited_by=None,
        reachable=False,
    )
    text = said(empty, "en")
    for part in ("No name", "no phone", "no card yet", "only a call", "valid until 3 March 2026", "No coupons"):
        assert part in text
    assert "Notes" not in text
    assert "to go" not in text


def test_a_coupon_of_a_later_day_and_a_sale_that_was_taken_back_say_so() -> None:
    later = replace(PAGE.coupons[0], since=date(2026, 3, 5), gain=money(300))
    undone = replace(PAGE.purchases[0], discount=money(0), taken_back=True)
    text = said(replace(PAGE, coupons=(later,), purchases=(undone,), silent_days=0, birthday_in=0))
    assert "• 300 ₽ — Подарок, с 5 марта 2026 до 10 марта 2026" in text
    assert "• 3 марта 2026: 930 ₽ — отменена" in text
    assert "Последняя покупка: сегодня" in text
    assert "День рождения сегодня" in text


HOSTILE = "<b>&{name}\u202eمحمد👩‍👩‍👧" * 500  # more than ten thousand characters


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", Stage)
def test_whatever_was_written_it_is_one_message_of_good_html(language: str, stage: Stage) -> None:
    coupon = CouponOnPage(CouponId(1), HOSTILE, money(10_000_000), "ABCD2345", TODAY, since=TODAY)
    purchase = PurchaseOnPage(TODAY, money(10_000_000), money(10_000_000), taken_back=True)
    full = replace(
        PAGE,
        name=HOSTILE,
        stage=stage,
        worth=replace(WORTH, tier=HOSTILE, next_tier=HOSTILE, card_expired=TODAY),
        coupons=(coupon,) * 40,
        purchases=(purchase,) * 5,
        tags=(HOSTILE,) * 60,
        notes=(HOSTILE,) * 6,
        source=HOSTILE,
        invited_by=HOSTILE,
        reachable=False,
    )
    text = page_text(TEXTS.words(language), full)
    validate_html(text)
    assert size(text) <= 4096
    assert "\u202e" not in text
    assert full.has_more_notes
    assert "&lt;b&gt;" in text


def test_more_notes_are_promised_only_where_there_are_more() -> None:
    assert not PAGE.has_more_notes
    assert not replace(PAGE, notes=("x",) * 5).has_more_notes
    assert replace(PAGE, notes=("x",) * 6).has_more_notes
    assert replace(PAGE, notes=("x" * 241,)).has_more_notes
