"""`parse_mode=MarkdownV2`."""

import pytest

from tests.simulator.playing import ANNA, Play, covered

FORMATS = [
    ("*a* _b_ __c__ ~d~ ||e||", "a b c d e",
     [("bold", "a"), ("italic", "b"), ("underline", "c"), ("strikethrough", "d"), ("spoiler", "e")]),
    ("*a _b_*", "a b", [("bold", "a b"), ("italic", "b")]),
    ("`a\\`b` c", "a`b c", [("code", "a`b")]),
    ("```python\nx = 1\n```", "x = 1", [("pre", "x = 1")]),
    ("[я](https://t.me/x)", "я", [("text_link", "я")]),
    (">a\n>b\nc", "a\nb\nc", [("blockquote", "a\nb\n")]),
    ("1\\. \\*x\\*", "1. *x*", []),
]  # fmt: skip
REFUSALS = [
    ("1.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
    ("a-b", "Character '-' is reserved and must be escaped with the preceding '\\'"),
    ("я *b", "Can't find end of Bold entity at byte offset 3"),
    ("*a _b*", "Can't find end of Italic entity at byte offset 3"),
    ("`a", "Can't find end of Code entity at byte offset 0"),
    ("[a", "Can't find end of TextUrl entity at byte offset 0"),
    ("[a](x", "Can't find end of a URL at byte offset 3"),
]


@pytest.mark.parametrize("text,plain,entities", FORMATS)
async def test_marks_become_entities(anna: Play, text: str, plain: str, entities: list[tuple[str, str]]) -> None:
    message = await anna.ok("sendMessage", chat_id=ANNA, text=text, parse_mode="MarkdownV2")
    assert message["text"] == plain
    assert covered(message) == entities


@pytest.mark.parametrize("text,reason", REFUSALS)
async def test_what_is_not_escaped_is_refused(anna: Play, text: str, reason: str) -> None:
    said = await anna.refused("sendMessage", chat_id=ANNA, text=text, parse_mode="MarkdownV2")
    assert said == f"Bad Request: can't parse entities: {reason}"


async def test_the_legacy_markdown_is_refused_clearly(anna: Play) -> None:
    said = await anna.refused("sendMessage", chat_id=ANNA, text="*a*", parse_mode="Markdown")
    assert "legacy Markdown" in said


async def test_a_custom_emoji(anna: Play) -> None:
    text = "![👍](tg://emoji?id=5368324170671202286)"
    message = await anna.ok("sendMessage", chat_id=ANNA, text=text, parse_mode="MarkdownV2")
    assert message["entities"] == [
        {"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "5368324170671202286"}
    ]
