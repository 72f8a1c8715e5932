"""The HTML that Telegram delivers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.checks.telegram_html import trouble


@pytest.mark.parametrize(
    "html",
    [
        "",
        "просто текст > и & без тегов",
        "<b>жирно</b> <i>и <u>вместе</u></i> <s>нет</s>",
        '<a href="{link}">позовите друга</a>',
        '<a href="https://example.com/?a=1&amp;b=2">сюда</a>',
        '<span class="tg-spoiler">тайна</span> <tg-spoiler>тоже</tg-spoiler>',
        "<blockquote>цитата</blockquote><blockquote expandable>длинная</blockquote>",
        '<pre><code class="language-python">1 &lt; 2</code></pre>',
        '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
        "<B>тоже</B>",
    ],
)
def test_what_telegram_understands(html: str) -> None:
    assert trouble(html) is None


@pytest.mark.parametrize(
    "html, remedy",
    [
        ("<b>жирно", "close <b> with </b>"),
        ("жирно</b>", "take out </b>: it closes nothing"),
        ("<b><i>накрест</b></i>", "close <i> before </b>"),
        ("раз<br>два", "begin a new line instead of <br>"),
        ("<p>абзац</p>", "take out <p>: Telegram knows only"),
        ("1 < 2", "write &lt;"),
        ("<{name}>", "write &lt;"),
        ("<a>сюда</a>", 'write the tag as <a href="https://…">'),
        ("<a href=https://example.com>сюда</a>", 'write the tag as <a href="https://…">'),
        ('<b class="big">жирно</b>', "write the tag as <b>"),
        ('<span style="color:red">красно</span>', 'write the tag as <span class="tg-spoiler">'),
        ("<b", "write &lt;"),
        ("<h1>Заголовок</h1>", "take out <h1>"),
    ],
)
def test_what_it_refuses_is_told_with_the_remedy(html: str, remedy: str) -> None:
    found = trouble(html)
    assert found is not None
    assert found.startswith(remedy)


@given(
    st.recursive(
        st.text(alphabet="аб &>\n"), lambda inner: st.builds("<{0}>{1}</{0}>".format, st.sampled_from("bius"), inner)
    )
)
def test_whole_tags_are_no_trouble_and_halves_are(html: str) -> None:
    assert trouble(html) is None
    assert trouble(html + "<i>") is not None
    assert trouble("</i>" + html) is not None
