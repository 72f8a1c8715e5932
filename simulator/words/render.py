"""A message's text as safe HTML for the page."""

from html import escape
from typing import Any

from simulator.words.units import units

Json = dict[str, Any]

TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="tg-spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
    "mention": ('<span class="mention">', "</span>"),
    "text_mention": ('<span class="mention">', "</span>"),
    "hashtag": ('<span class="hashtag">', "</span>"),
    "cashtag": ('<span class="hashtag">', "</span>"),
}


def render(text: str, entities: list[Json]) -> str:
    """Everything that came from outside is escaped; lines end with `<br>`."""
    if not entities:
        return _plain(text)
    coded = text.encode("utf-16-le", "surrogatepass")
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for first, last, start, end in _spans(text, coded, entities):
        opening.setdefault(first, []).append(start)
        closing.setdefault(last, []).insert(0, end)
    html, before = [], 0
    for cut in sorted({*opening, *closing, units(text)}):
        html.append(_plain(coded[2 * before : 2 * cut].decode("utf-16-le", "replace")))
        html += closing.get(cut, ())
        html += opening.get(cut, ())
        before = cut
    return "".join(html)


def _spans(text: str, coded: bytes, entities: list[Json]) -> list[tuple[int, int, str, str]]:
    """Where tags open and close, nested properly: an entity that crosses the end of another one is cut there."""
    spans: list[tuple[int, int, str, str]] = []
    open_ends: list[int] = []
    for entity in sorted(entities, key=lambda item: (item["offset"], -item["length"])):
        first, last = entity["offset"], min(entity["offset"] + entity["length"], units(text))
        while open_ends and open_ends[-1] <= first:
            open_ends.pop()
        if open_ends:
            last = min(last, open_ends[-1])
        if last <= first:
            continue
        covered = coded[2 * first : 2 * last].decode("utf-16-le", "replace")
        spans.append((first, last, *_tags(entity, covered)))
        open_ends.append(last)
    return spans


def _tags(entity: Json, covered: str) -> tuple[str, str]:
    match entity["type"]:
        case "text_link":
            return _link(entity["url"])
        case "url":
            return _link(covered if "://" in covered else f"http://{covered}")
        case "email":
            return _link(f"mailto:{covered}")
        case "phone_number":
            return _link("tel:" + "".join(sign for sign in covered if sign.isdigit() or sign == "+"))
        case "bot_command":
            return f'<a class="bot-command" data-command="{escape(covered)}">', "</a>"
        case kind:
            return TAGS.get(kind, ("", ""))


def _link(url: str) -> tuple[str, str]:
    if url.partition(":")[0].lower() not in ("http", "https", "mailto", "tel", "tg"):
        return "", ""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")
