"""`parse_mode=HTML`, as strict as Telegram and in its words.

Offsets in the errors are bytes of the UTF-8 text, offsets of the entities are UTF-16 units of what is left of it.
"""

import re
from dataclasses import dataclass
from typing import Any

from simulator.errors import ApiError
from simulator.words.links import broken_entities, emoji_entity, link_entity
from simulator.words.units import units

Json = dict[str, Any]
Formatted = tuple[str, list[Json]]

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
}
TAGS = {*SIMPLE, "a", "blockquote", "tg-emoji"}
END = "\0"
SPACE = " \t\r\n\v\f" + END
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(
    r"&(?:#x(?P<hex>[0-9a-fA-F]{1,8})|#(?P<decimal>[0-9]{1,9})|(?P<name>lt|gt|amp|quot)(?![a-zA-Z]));?"
)
MARK = re.compile("[<&]")
NAME_TOKEN = re.compile(r"[a-zA-Z0-9.-]*")


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int  # UTF-16 units
    begins: int  # index into the plain text's pieces


def parse_html(source: str) -> Formatted:
    """The plain text and its entities. Raises ApiError ("can't parse entities: …")."""
    return _Parser(source.replace(END, "")).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self.text = source + END
        self.end = len(source)
        self.pieces: list[str] = []
        self.offset = 0
        self.stack: list[_Open] = []
        self.entities: list[Json] = []

    def run(self) -> Formatted:
        position = 0
        while position < self.end:
            mark = MARK.search(self.text, position)
            stop = mark.start() if mark else self.end
            self._say(self.text[position:stop])
            position = stop
            if mark:
                position = self._reference(stop) if mark.group() == "&" else self._tag(stop)
        if self.stack:
            raise broken_entities(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return "".join(self.pieces), self.entities

    def _say(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.offset += units(text)

    def _reference(self, position: int) -> int:
        decoded, after = dereference(self.text, position)
        self._say(decoded)
        return after

    def _tag(self, position: int) -> int:
        return self._closing(position) if self.text[position + 1] == "/" else self._opening(position)

    def _opening(self, begin: int) -> int:
        position = begin + 1
        while self.text[position] not in SPACE and self.text[position] != ">":
            position += 1
        if self.text[position] == END:
            raise self._broken_at("Unclosed start tag", begin)
        tag = self.text[begin + 1 : position].lower()
        if tag not in TAGS:
            raise self._broken_at(f'Unsupported start tag "{tag}"', begin)
        argument, position = self._attributes(tag, begin, position)
        if tag == "span" and argument != "spoiler":
            raise self._broken_at('Tag "span" must have class "tg-spoiler"', begin)
        self.stack.append(_Open(tag, argument, self.offset, len(self.pieces)))
        return position + 1

    def _attributes(self, tag: str, begin: int, position: int) -> tuple[str, int]:
        argument = ""
        while True:
            position = self._skip_space(position)
            if self.text[position] == ">":
                return argument, position
            start = position
            while self.text[position] not in SPACE and self.text[position] not in "=>":
                position += 1
            name = self.text[start:position].lower()
            if not name and self.text[position] != END:
                raise self._broken_at(f'Empty attribute name in the tag "{tag}"', begin)
            value, position = self._value(tag, begin, self._skip_space(position))
            argument = _argument(tag, name, value) or argument

    def _value(self, tag: str, begin: int, position: int) -> tuple[str, int]:
        if self.text[position] != "=":
            if self.text[position] == END and position == self.end:
                raise self._broken_at(f'Unclosed start tag "{tag}"', begin)
            return "", position
        position = self._skip_space(position + 1)
        if self.text[position] in "'\"":
            value, position = self._quoted(position)
        else:
            token = NAME_TOKEN.match(self.text, position)
            value = token.group().lower() if token else ""
            start, position = position, position + len(value)
            if self.text[position] not in SPACE and self.text[position] != ">":
                raise self._broken_at("Unexpected end of name token", start)
        if position >= self.end:
            raise self._broken_at(f'Unclosed start tag "{tag}"', begin)
        return value, position

    def _quoted(self, position: int) -> tuple[str, int]:
        quote, pieces = self.text[position], []
        position += 1
        while position < self.end and self.text[position] != quote:
            if self.text[position] == "&":
                decoded, position = dereference(self.text, position)
                pieces.append(decoded)
            else:
                pieces.append(self.text[position])
                position += 1
        return "".join(pieces), min(position + 1, self.end)

    def _closing(self, begin: int) -> int:
        if not self.stack:
            raise self._broken_at("Unexpected end tag", begin)
        position = begin + 2
        while self.text[position] not in SPACE and self.text[position] != ">":
            position += 1
        name = self.text[begin + 2 : position].lower()
        position = self._skip_space(position)
        if self.text[position] != ">":
            raise self._broken_at("Unclosed end tag", begin)
        opened = self.stack.pop()
        if name and name != opened.tag:
            raise self._broken_at("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{name}>"')
        if self.offset > opened.offset:
            self._close(opened)
        return position + 1

    def _close(self, opened: _Open) -> None:
        entity: Json = {"offset": opened.offset, "length": self.offset - opened.offset}
        inner = "".join(self.pieces[opened.begins :])
        self.entities += _entity(opened, entity, inner, self.entities)

    def _skip_space(self, position: int) -> int:
        while position < self.end and self.text[position] in SPACE:
            position += 1
        return position

    def _broken_at(self, what: str, position: int, more: str = "") -> ApiError:
        return broken_entities(
            f"{what} at byte offset {len(self.text[:position].encode('utf-8', 'surrogatepass'))}{more}"
        )


def dereference(text: str, position: int) -> tuple[str, int]:
    """The character that `&…;` at this position stands for, or the ampersand itself."""
    found = REFERENCE.match(text, position)
    if found is None:
        return "&", position + 1
    if name := found["name"]:
        return NAMED[name], found.end()
    code = int(found["hex"], 16) if found["hex"] else int(found["decimal"])
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "&", position + 1
    return chr(code), found.end()


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "blockquote", "expandable":
            return "expandable"
    return ""


def _entity(opened: _Open, span: Json, inner: str, before: list[Json]) -> list[Json]:
    match opened.tag:
        case "a":
            return link_entity(opened.argument or inner, span)
        case "blockquote":
            return [{"type": "expandable_blockquote" if opened.argument else "blockquote", **span}]
        case "tg-emoji":
            return [emoji_entity(opened.argument, span)]
        case "code" | "pre":
            return _code(opened, span, before)
    return [{"type": SIMPLE[opened.tag], **span}]


def _code(opened: _Open, span: Json, before: list[Json]) -> list[Json]:
    """`<pre><code class="language-x">` is one entity, a pre with a language."""
    last = before[-1] if before else {}
    same = last.get("offset") == span["offset"] and last.get("length") == span["length"]
    if opened.tag == "pre":
        if same and last["type"] == "code":
            before.pop()
            language = last.get("language")
            return [{"type": "pre", **span, "language": language} if language else {"type": "pre", **span}]
        return [{"type": "pre", **span}]
    return [{"type": "code", **span, "language": opened.argument} if opened.argument else {"type": "code", **span}]
