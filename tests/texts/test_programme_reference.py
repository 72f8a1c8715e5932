"""The owner's reference of the programme file: complete in both languages, and its examples work."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from loyalty.customer import Stage
from loyalty.notation import Rule
from loyalty.programme import Programme
from loyalty.programme_file import WrongProgramme, parse
from loyalty.question import Kind
from loyalty.touchpoint import Category, Trigger

ROOT = Path(__file__).parents[2]
SHOP = (ROOT / "presets" / "shop.toml").read_text(encoding="utf-8")


@pytest.fixture(params=["programme.md", "programme.ru.md"])
def page(request: pytest.FixtureRequest) -> str:
    return (ROOT / "docs" / str(request.param)).read_text(encoding="utf-8")


def _models(annotation: Any) -> Iterator[type[Rule]]:
    if isinstance(annotation, type) and issubclass(annotation, Rule):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _keys(model: type[Rule]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner in _models(field.annotation):
            yield from _keys(inner)


def test_every_key_is_explained(page: str) -> None:
    named = set(re.findall(r"[a-z_0-9]+", " ".join(re.findall(r"`([^`\n]+)`", page))))
    assert {key for key in _keys(Programme) if key not in named} == set()


def test_every_word_that_a_key_may_have_is_explained(page: str) -> None:
    words = {word.value for kind in (Trigger, Category, Kind, Stage) for word in kind}
    assert {word for word in words if f"`{word}`" not in page} == set()


def test_the_pages_explain_the_same_keys() -> None:
    pages = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("programme.md", "programme.ru.md")]
    english, russian = (re.findall(r"^\| (`[^|]+`) \|", page, re.MULTILINE) for page in pages)
    assert english == russian


def test_the_examples_are_programmes(page: str) -> None:
    for example in re.findall(r"```toml\n(.*?)```", page, re.DOTALL):
        ids = re.findall(r'^id = "([a-z-]+)"$', example, re.MULTILINE)
        shop = SHOP
        for id in ids:  # an example may stand in the preset already
            shop = re.sub(
                rf'\[\[(segments|touchpoints)\]\]\nid = "{id}"\n.*?(?=\n\[\[|\n#|\Z)', "", shop, flags=re.DOTALL
            )
        assert parse(shop + "\n" + example).touchpoints


def test_the_mistake_that_is_shown_is_what_is_said(page: str) -> None:
    shown = re.search(r"^line (\d+), (touchpoints\.how-was-it\.after: .+)$", page, re.MULTILINE)
    assert shown is not None
    wrong = re.sub(r'(id = "how-was-it"\ntitle = .*\non = "purchase"\n)after = "1d"', r'\1after = "tomorrow"', SHOP)
    with pytest.raises(WrongProgramme, match=re.escape(shown[2])):
        parse(wrong)


def test_the_loss_in_the_sum_is_refused() -> None:
    margin = SHOP.replace("usual_margin = 40", "usual_margin = 23").replace("min_margin = 10", "min_margin = 0")
    wrong = margin.replace('id = "miss-you-20"', 'id = "miss-you-20" # 30').replace("cap = 25", "cap = 30")
    wrong = re.sub(r"(# 30\nname = .*\npercent = )20", r"\g<1>30", wrong)
    with pytest.raises(WrongProgramme, match="a loss of 7"):
        parse(wrong)
