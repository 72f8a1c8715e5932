from decimal import Decimal
from pathlib import Path

import pytest

from loyalty.money import Money
from texts.formats import Percent
from texts.values import Value
from texts.words import Html, Texts, Words

RUSSIAN = """\
### A head.

-shop = «Ромашка»

hello = Здравствуйте, <b>{ $name }</b>!

letter =
    Первая строка
      с отступом

    Третья & последняя: { -shop }


# A comment about what follows.
count = { $count ->
    [0] ничего
    [one] { $count } вещь
    [few] { $count } вещи
   *[other] { $count } вещей
}
given = { $given ->
    [yes] да
   *[no] нет
}
sums = { $sum }, { $percent }, { $number }
outer = Смотрите: { hello }
"""


@pytest.fixture
def words(tmp_path: Path) -> Words:
    return _texts(tmp_path, RUSSIAN).words("ru")


def _texts(folder: Path, russian: str) -> Texts:
    for language in ("ru", "en"):
        (folder / language).mkdir(exist_ok=True)
        (folder / language / "all.ftl").write_text(russian, encoding="utf-8")
    return Texts(folder)


def test_what_came_from_a_person_is_escaped(words: Words) -> None:
    assert words("hello", name="<b>Ы & Co</b>") == "Здравствуйте, <b>&lt;b&gt;Ы &amp; Co&lt;/b&gt;</b>!"


def test_what_is_html_already_is_not_escaped_twice(words: Words) -> None:
    inner = words("hello", name="A & B")
    assert isinstance(inner, Html)
    assert words("hello", name=inner) == "Здравствуйте, <b>Здравствуйте, <b>A &amp; B</b>!</b>!"


def test_a_button_is_not_escaped(words: Words) -> None:
    assert words.plain("sums", sum="A & B", percent=Percent(5), number=1) == "A & B, 5\u00a0%, 1"


def test_html_does_not_get_into_a_button(words: Words) -> None:
    with pytest.raises(TypeError, match="HTML"):
        words.plain("hello", name=Html("<b>x</b>"))


def test_lines_and_indents_survive(words: Words) -> None:
    assert words("letter") == "Первая строка\n  с отступом\n\nТретья & последняя: «Ромашка»"


@pytest.mark.parametrize(
    "count, said",
    [
        (0, "ничего"),
        (1, "1 вещь"),
        (2, "2 вещи"),
        (5, "5 вещей"),
        (11, "11 вещей"),
        (21, "21 вещь"),
        (1004, "1\u00a0004 вещи"),
    ],
)
def test_plurals(words: Words, count: int, said: str) -> None:
    assert words("count", count=count) == said


def test_yes_and_no_are_selected(words: Words) -> None:
    assert (words("given", given=True), words("given", given=False)) == ("да", "нет")


def test_values_are_written_as_the_language_writes_them(tmp_path: Path) -> None:
    texts = _texts(tmp_path, RUSSIAN)
    values: dict[str, Value] = {"sum": Money(150050, "RUB"), "percent": Percent(10), "number": Decimal("1234.5")}
    assert texts.words("ru")("sums", **values).replace("\u00a0", " ") == "1 500,50 ₽, 10 %, 1 234,5"
    assert texts.words("en")("sums", **values) == "₽1,500.50, 10%, 1,234.5"


def test_no_isolates_around_ordinary_names(words: Words) -> None:
    assert "\u2068" not in words("hello", name="Анна")


def test_a_right_to_left_name_is_isolated(words: Words) -> None:
    assert words("hello", name="محمد") == "Здравствуйте, <b>\u2068محمد\u2069</b>!"


def test_a_name_cannot_turn_the_line_around(words: Words) -> None:
    assert words("hello", name="x\u202egnp.exe\u2069") == "Здравствуйте, <b>xgnp.exe</b>!"


def test_a_text_says_other_texts_with_the_same_values(words: Words) -> None:
    assert words("outer", name="Анна") == "Смотрите: Здравствуйте, <b>Анна</b>!"
    assert words.variables("outer") == {"name"}


def test_an_unknown_key_is_a_mistake(words: Words) -> None:
    with pytest.raises(KeyError, match="no text 'nonsense'"):
        words("nonsense")
    with pytest.raises(KeyError):
        words("-shop")


def test_a_missing_value_is_a_mistake(words: Words) -> None:
    with pytest.raises(ValueError, match=r"hello.*name"):
        words("hello")


def test_an_unspeakable_value_is_a_mistake(words: Words) -> None:
    with pytest.raises(TypeError, match="NoneType"):
        words("hello", name=None)  # type: ignore[arg-type]


def test_a_key_stands_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hello stands twice"):
        _texts(tmp_path, RUSSIAN + "\nhello = Привет\n")


def test_a_line_that_belongs_to_nothing_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="belongs to no text"):
        _texts(tmp_path, "Привет\n")


def test_mistakes_of_grammar_are_found(tmp_path: Path) -> None:
    found = _texts(tmp_path, "broken = { $a\nwrong = { nothing }\n").words("ru").mistakes()
    assert len(found) >= 2
