"""`parse_mode=HTML` in Telegram's words."""

import pytest

from tests.simulator.playing import ANNA, Play, covered

REFUSALS = [
    ("<x>hi</x>", 'Unsupported start tag "x" at byte offset 0'),
    ("Привет <имя>", 'Unsupported start tag "имя" at byte offset 13'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("<b>hi", 'Can\'t find end tag corresponding to start tag "b"'),
    ("hi</b>", "Unexpected end tag at byte offset 2"),
    ("<b><i>hi</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b>hi</b", "Unclosed end tag at byte offset 5"),
    ('<a href="https://t.me', 'Unclosed start tag "a" at byte offset 0'),
    ("<a href=http://t.me>x</a>", "Unexpected end of name token at byte offset 8"),
    ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-emoji emoji-id="x">🙂</tg-emoji>', "Invalid custom emoji identifier specified"),
]
FORMATS = [
    ("<b>a</b> <strong>c</strong>", "a c", [("bold", "a"), ("bold", "c")]),
    ("<i>a</i> <em>c</em>", "a c", [("italic", "a"), ("italic", "c")]),
    ("<u>a</u> <ins>c</ins>", "a c", [("underline", "a"), ("underline", "c")]),
    (
        "<s>a</s> <strike>c</strike> <del>d</del>",
        "a c d",
        [("strikethrough", "a"), ("strikethrough", "c"), ("strikethrough", "d")],
    ),
    (
        '<tg-spoiler>a</tg-spoiler> <span class="tg-spoiler">c</span>',
        "a c",
        [("spoiler", "a"), ("spoiler", "c")],
    ),
    ("<code>a</code> <pre>c</pre>", "a c", [("code", "a"), ("pre", "c")]),
    ("<blockquote>a</blockquote>", "a", [("blockquote", "a")]),
    ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", "a")]),
    ("😀<b>я</b>", "😀я", [("bold", "я")]),
    ("<B>a</B>", "a", [("bold", "a")]),
    ("<b>a</>", "a", [("bold", "a")]),
    ("a<b></b>c", "ac", []),
    ("&lt;b&gt; &amp; &quot;x&quot;", '<b> & "x"', []),
    ("&#1071;&#x42F;", "ЯЯ", []),
    ("&copy; &nbsp; &", "&copy; &nbsp; &", []),
    ("  \n<b> a </b>\n ", "a", [("bold", "a")]),
    ("<code>a <b>c</b></code>", "a c", [("code", "a c")]),
    ("<b>a <i>c</i></b>", "a c", [("bold", "a c"), ("italic", "c")]),
]


@pytest.mark.parametrize("text,reason", REFUSALS)
async def test_broken_markup_is_refused_as_telegram_refuses_it(anna: Play, text: str, reason: str) -> None:
    said = await anna.refused("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    assert said == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize("text,plain,entities", FORMATS)
async def test_every_tag_becomes_its_entity(anna: Play, text: str, plain: str, entities: list[tuple[str, str]]) -> None:
    message = await anna.ok("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    assert message["text"] == plain
    assert covered(message) == entities


async def test_links_and_mentions(anna: Play) -> None:
    text = f'<a href="example.com/x?a=1&amp;b=2">link</a> <a href="tg://user?id={ANNA}">she</a> <a href="no link">n</a>'
    message = await anna.ok("sendMessage", chat_id=ANNA, text=text, parse_mode="html")
    link, mention = message["entities"]
    assert link == {"type": "text_link", "offset": 0, "length": 4, "url": "http://example.com/x?a=1&b=2"}
    assert (mention["type"], mention["user"]["first_name"]) == ("text_mention", "Анна")


async def test_a_mention_of_nobody_is_plain_text(anna: Play) -> None:
    message = await anna.ok("sendMessage", chat_id=ANNA, text='<a href="tg://user?id=5">who</a>', parse_mode="HTML")
    assert message.get("entities", []) == []


async def test_code_with_a_language(anna: Play) -> None:
    text = '<pre><code class="language-python">x = 1</code></pre>'
    message = await anna.ok("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    assert message["entities"] == [{"type": "pre", "offset": 0, "length": 5, "language": "python"}]


async def test_without_a_parse_mode_nothing_is_parsed(anna: Play) -> None:
    message = await anna.ok("sendMessage", chat_id=ANNA, text="<x> & <b>")
    assert (message["text"], message.get("entities")) == ("<x> & <b>", None)


async def test_an_unknown_parse_mode_is_refused(anna: Play) -> None:
    said = await anna.refused("sendMessage", chat_id=ANNA, text="x", parse_mode="BBCode")
    assert said == "Bad Request: unsupported parse_mode"


async def test_entities_given_as_such(anna: Play) -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 3, "length": 1, "url": "https://t.me/x"},
        {"type": "bot_command", "offset": 0, "length": 2},
    ]
    message = await anna.ok("sendMessage", chat_id=ANNA, text="😀 x", entities=entities)
    assert covered(message) == [("bold", "😀"), ("text_link", "x")]
    broken = [{"type": "text_link", "offset": 0, "length": 1}]
    said = await anna.refused("sendMessage", chat_id=ANNA, text="x", entities=broken)
    assert said == "Bad Request: can't parse MessageEntity: Can't find field \"url\""


async def test_captions_are_parsed_too(anna: Play) -> None:
    document = (await anna.say(ANNA, "x"))["message"]
    said = await anna.refused("copyMessage", chat_id=ANNA, from_chat_id=ANNA, message_id=document["message_id"],
                              caption="<b>", parse_mode="HTML")  # fmt: skip
    assert said == "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""


@pytest.mark.parametrize(
    "entity,reason",
    [
        ({"type": "text_link", "offset": 0, "length": 1, "url": "no link"}, "wrong URL specified"),
        ({"type": "bold", "offset": -1, "length": 1}, "wrong offset or length"),
        ("bold", "expected an Object"),
    ],
)
async def test_entities_that_are_none(anna: Play, entity: object, reason: str) -> None:
    said = await anna.refused("sendMessage", chat_id=ANNA, text="x", entities=[entity])
    assert said == f"Bad Request: can't parse MessageEntity: {reason}"


async def test_control_characters_and_line_ends(anna: Play) -> None:
    message = await anna.ok("sendMessage", chat_id=ANNA, text="a\r\nb\x01c<b>\x02d</b>", parse_mode="HTML")
    assert (message["text"], covered(message)) == ("a\nb c d", [("bold", " d")])
    assert (await anna.ok("sendMessage", chat_id=ANNA, text="a\r\nb\x01c"))["text"] == "a\nb c"
