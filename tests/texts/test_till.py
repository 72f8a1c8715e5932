import pytest

from loyalty.coupon import Coupon
from loyalty.discount import BelowMargin, DiscountRules, Price, price
from loyalty.ids import CouponId
from loyalty.money import Money
from tests.shop import NOON
from texts.till import Priced, below_margin_line, called, figure, price_line
from texts.words import Texts

TEXTS = Texts()


def roubles(amount: float) -> Money:
    return Money(round(amount * 100), "RUB")


def coupon(*, percent: int = 0, amount: int = 0) -> Coupon:
    return Coupon(CouponId(1), None, "gift", "ABCD2345", percent, amount, NOON, NOON, NOON)


def said(
    full: float,
    percent: int,
    gift: Coupon | None = None,
    *,
    cap: int = 25,
    stacking: str = "best",
    language: str = "ru",
) -> str:
    rules = DiscountRules.model_validate({"cap": cap, "stacking": stacking})
    priced = price(roubles(full), percent, gift, rules)
    assert isinstance(priced, Price)
    offer = "Подарок" if gift else None
    text = price_line(TEXTS.words(language), Priced(roubles(full), priced, "Серебро", offer))
    return text.replace("<b>", "").replace("</b>", "").replace("\u00a0", " ")


def test_the_sum_to_pay_and_why() -> None:
    assert said(1500, 10) == "К оплате 1 350 ₽: 1 500 − 10 % (Серебро)"
    assert said(1500, 10, language="en") == "To pay ₽1,350: 1,500 − 10% (Серебро)"
    assert said(1500.50, 10) == "К оплате 1 350,45 ₽: 1 500,50 − 10 % (Серебро)"
    assert said(1500, 0) == "К оплате 1 500 ₽, без скидки"


def test_a_coupon_is_named() -> None:
    assert said(1000, 5, coupon(percent=15)) == "К оплате 850 ₽: 1 000 − 15 % (купон «Подарок»)"
    assert said(1000, 5, coupon(amount=20_000)) == "К оплате 800 ₽: 1 000 − 20 % (купон «Подарок»)"
    assert said(999, 5, coupon(amount=20_000)) == "К оплате 799 ₽: 999 − 200 ₽ (купон «Подарок»)"
    assert said(1000, 20, coupon(percent=15)) == "К оплате 800 ₽: 1 000 − 20 % (Серебро)"


def test_what_adds_up_and_where_it_ends() -> None:
    assert (
        said(1000, 7, coupon(percent=15), stacking="add") == "К оплате 780 ₽: 1 000 − 22 % (Серебро + купон «Подарок»)"
    )
    capped = said(1000, 20, coupon(percent=15), stacking="add")
    assert capped == "К оплате 750 ₽: 1 000 − 25 % (Серебро + купон «Подарок»; больше скидки не бывает)"


@pytest.mark.parametrize("minor", [1, 3, 7, 99, 101])
def test_rounding_to_kopecks_does_not_hide_the_percentage(minor: int) -> None:
    assert "− 10 %" in said(minor / 100, 10) or "без скидки" in said(minor / 100, 10)


@pytest.mark.parametrize(
    "value, language, expected",
    [
        (Money(150_050, "RUB"), "ru", "1 500,50"),
        (Money(150_050, "USD"), "en", "1,500.50"),
        (Money(150_050, "BYN"), "en", "1,500.50"),
        (Money(1500, "JPY"), "ru", "1 500"),
    ],
)
def test_a_figure_is_the_amount_without_its_sign(value: Money, language: str, expected: str) -> None:
    assert figure(value, language).replace("\u00a0", " ") == expected


def test_a_refused_discount_is_explained_with_the_numbers() -> None:
    below = BelowMargin(roubles(346.67), -3900, roubles(273), roubles(312))
    text = below_margin_line(TEXTS.words("ru"), below, coupon=True).replace("\u00a0", " ")
    for part in ("273 ₽", "346,67 ₽", "312 ₽", "убыток 39 ₽", "без купона"):
        assert part in text
    thin = BelowMargin(roubles(346.67), 100, roubles(313), roubles(312))
    text = below_margin_line(TEXTS.words("ru"), thin, coupon=False).replace("\u00a0", " ")
    assert "останется всего 1 ₽. Можно продать без скидки." in text


def test_people_without_a_name_are_called_something() -> None:
    words = TEXTS.words("ru")
    assert [called(words, name) for name in (None, "", "  ", "Анна")] == ["Без имени"] * 3 + ["Анна"]
