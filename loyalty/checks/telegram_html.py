"""The HTML that Telegram understands. A message with any other is not delivered, so it is found before."""

import re

_PLAIN = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote", "tg-spoiler"}
_WITH_ATTRIBUTE = (
    ("a", re.compile(r'href="[^"<>]+"'), '<a href="https://…">'),
    ("span", re.compile('class="tg-spoiler"'), '<span class="tg-spoiler">'),
    ("code", re.compile(r'class="language-[^"<>]+"'), '<code class="language-…">'),
    ("blockquote", re.compile("expandable"), "<blockquote expandable>"),
    ("tg-emoji", re.compile(r'emoji-id="[0-9]+"'), '<tg-emoji emoji-id="…">'),
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)\s*([^<>]*)>|<")


def trouble(html: str) -> str | None:
    """How to mend `html`, or None where nothing is wrong with it."""
    still_open: list[str] = []
    for tag in _TAG.finditer(html):
        wrong = _of_tag(tag, still_open)
        if wrong is not None:
            return wrong
    return f"close <{still_open[-1]}> with </{still_open[-1]}>" if still_open else None


def _of_tag(tag: re.Match[str], still_open: list[str]) -> str | None:
    """What is wrong with one tag; opens or closes it."""
    name = (tag[2] or "").lower()
    if not name:
        return "write &lt; for a < that begins no tag"
    if not tag[1]:
        still_open.append(name)
        return _of_opening(name, tag[3].strip())
    if not still_open or still_open[-1] != name:
        return f"close <{still_open[-1]}> before </{name}>" if still_open else f"take out </{name}>: it closes nothing"
    still_open.pop()
    return None


def _of_opening(name: str, attributes: str) -> str | None:
    if name == "br":
        return "begin a new line instead of <br>, which Telegram does not know"
    if name in _PLAIN and not attributes:
        return None
    forms = [(pattern, form) for known, pattern, form in _WITH_ATTRIBUTE if known == name]
    if any(pattern.fullmatch(attributes) for pattern, _ in forms):
        return None
    if forms or name in _PLAIN:
        return f"write the tag as {forms[0][1] if forms else f'<{name}>'}"
    return f"take out <{name}>: Telegram knows only b, i, u, s, a, code, pre, blockquote and tg-spoiler"
