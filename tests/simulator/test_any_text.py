"""Whatever is written, it is either understood or refused; nothing breaks, and the page's HTML is always closed."""

import re

from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import ApiError
from simulator.words.formatted import Formatted, format_text
from simulator.words.render import render
from simulator.words.units import units

PIECES = st.sampled_from(
    [
        "<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "<pre>", "</pre>", '<a href="http://e.ru">', "</a>", "<",
        ">", "&", "&lt;", "&#128512;", "</>", "<span class='tg-spoiler'>", "</span>", "<blockquote expandable>",
        "</blockquote>", '"', "'", "=", "/", " ", "\n", "я", "😀", "x", "/start", "@anna_x", "e.ru", "+79161234567",
        "*", "_", "__", "~", "||", "`", "```", "[", "](", ")", "\\", "!", ".", "-", "\0", "\u200b",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join)
TAG = re.compile(r"<(/?)([a-z]+)[^<>]*>")


def well_nested(html: str) -> bool:
    open_tags: list[str] = []
    for closing, name in TAG.findall(html.replace("<br>", "")):
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return False
    return not open_tags


def format_or_refusal(source: str, mode: str) -> Formatted | str:
    try:
        return format_text(source, mode)
    except ApiError as refusal:
        return refusal.description


@given(TEXTS, st.sampled_from(["HTML", "MarkdownV2", ""]))
def test_any_text(source: str, mode: str) -> None:
    understood = format_or_refusal(source, mode)
    if isinstance(understood, str):
        assert understood.startswith("Bad Request: can't parse entities: ")
        return
    text, entities = understood
    assert text == text.strip()
    for entity in entities:
        assert entity["offset"] >= 0
        assert entity["length"] > 0
        assert entity["offset"] + entity["length"] <= units(text)
    assert entities == sorted(entities, key=lambda one: (one["offset"], -one["length"]))
    html = render(text, entities)
    assert well_nested(html), html


@given(TEXTS)
def test_escaped_text_comes_back_as_it_was(source: str) -> None:
    escaped = source.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert format_text(escaped, "HTML")[0] == format_text(source)[0]
