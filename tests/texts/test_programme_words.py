from datetime import date

import pytest

from loyalty.money import Money
from texts.formats import Percent
from texts.programme_words import render, render_plain
from texts.values import Html


def _say(text: str, **values: object) -> str:
    return render({"*": text}, "ru", values)


def test_the_owners_markup_stays_and_the_customers_does_not() -> None:
    assert _say("<b>{name}</b>, спасибо", name="<i>Ы</i>") == "<b>&lt;i&gt;Ы&lt;/i&gt;</b>, спасибо"


@pytest.mark.parametrize("name", ["{coupon}", "{name}", "{", "\\1", "{0}", "%s"])
def test_a_text_is_filled_in_one_pass(name: str) -> None:
    assert _say("{name}: {coupon}", name=name, coupon="ABC") == f"{name}: ABC"


def test_the_language_is_chosen() -> None:
    both = {"ru": "Привет, {name}", "en": "Hi {name}"}
    assert render(both, "en", {"name": "Ann"}) == "Hi Ann"
    assert render(both, "ru", {"name": "Анна"}) == "Привет, Анна"


def test_values_are_written_as_the_language_writes_them() -> None:
    said = _say("{percent} до {until}, {amount}", percent=10, until=date(2027, 3, 5), amount=Money(30000, "RUB"))
    assert said.replace("\u00a0", " ") == "10 % до 5 марта 2027, 300 ₽"


@pytest.mark.parametrize("text", ["{percent}", "{percent}%", "{percent} %", "{percent}\u00a0%"])
@pytest.mark.parametrize("value", [15, Percent(15)])
def test_a_percentage_has_one_sign(text: str, value: object) -> None:
    assert _say(text, percent=value) == "15\u00a0%"


def test_an_amount_may_stand_where_a_percentage_does() -> None:
    assert _say("Скидка {percent}.", percent=Money(50000, "RUB")).replace("\u00a0", " ") == "Скидка 500 ₽."


@pytest.mark.parametrize(
    "text, said",
    [
        ("{name}, как вам покупка?", "Как вам покупка?"),
        ("Здравствуйте, {name}! Рады вам.", "Здравствуйте! Рады вам."),
        ("Привет. {name}, это вам.", "Привет. Это вам."),
        ("<b>{name}</b>, это вам.", "Это вам."),
        ("{name}, <b>спасибо</b>!", "<b>Спасибо</b>!"),
        ("{name} — вам подарок", "Вам подарок"),
        ("Спасибо, {name}, что зашли", "Спасибо, что зашли"),
        ("Hi {name}!", "Hi!"),
        ("Первая\n{name}, вторая", "Первая\nВторая"),
        ("{name}! «ромашка» ждёт", "«Ромашка» ждёт"),
    ],
)
@pytest.mark.parametrize("nobody", [None, ""])
def test_a_missing_name_leaves_a_whole_sentence(text: str, said: str, nobody: str | None) -> None:
    assert _say(text, name=nobody) == said


def test_a_line_that_needs_what_nobody_told_us_is_left_out() -> None:
    assert _say("С днём рождения!\n\nВам {age}!\n\nЖдём.", age=None) == "С днём рождения!\n\nЖдём."
    assert _say("С днём рождения!\n\nВам {age}!\n\nЖдём.", age=30) == "С днём рождения!\n\nВам 30!\n\nЖдём."


def test_a_placeholder_that_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        _say("{nonsense}", name="Анна")


def test_plain_words_for_a_link_are_not_escaped() -> None:
    assert render_plain({"*": "{shop}: {link}"}, "ru", {"shop": "A & B", "link": "https://t.me/x?start=r_1&a"}) == (
        "A & B: https://t.me/x?start=r_1&a"
    )


def test_the_result_is_not_escaped_again() -> None:
    assert isinstance(_say("x"), Html)
