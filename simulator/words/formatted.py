"""From what a bot sends (text, parse_mode, entities) to what stands in the message."""

import re
from collections.abc import Sequence
from typing import Any

from simulator.errors import bad_request
from simulator.words.finding import find_entities
from simulator.words.html import parse_html
from simulator.words.links import checked_link
from simulator.words.markdown import parse_markdown
from simulator.words.units import units

Json = dict[str, Any]
Formatted = tuple[str, list[Json]]

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
DROPPED = re.compile("[\r\u2028-\u202e]")
SPACE = " \t\n\v\f"
BLANK = re.compile(r"[\s\u200b\u200c\u200d\u2800\ufeff]*")
GIVEN = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "text_mention",
    "blockquote", "expandable_blockquote", "custom_emoji", "date_time",
}  # fmt: skip
ORDER = ("expandable_blockquote", "blockquote", "pre", "code", "text_link", "text_mention", "bold", "italic")


def format_text(source: str, parse_mode: str = "", entities: object = None) -> Formatted:
    """The text as it will stand, trimmed, with its entities in order. Raises ApiError."""
    match parse_mode.lower():
        case "html":
            text, marks = parse_html(_clean(source))
        case "markdownv2":
            text, marks = parse_markdown(_clean(source))
        case "" | "none":
            marks = _given(entities)
            text = source if marks else _clean(source)
        case "markdown":
            raise bad_request("the simulator does not speak the legacy Markdown: use HTML or MarkdownV2")
        case _:
            raise bad_request("unsupported parse_mode")
    text, marks = _trimmed(text, marks)
    found = find_entities(text, marks)
    return text, sorted(_without_nested_in_code(marks) + found, key=_rank) if marks or found else []


def typed(text: str) -> str:
    """What a person typed, as it will stand."""
    return _clean(text).strip(SPACE)


def is_blank(text: str) -> bool:
    return BLANK.fullmatch(text) is not None


def _trimmed(text: str, entities: Sequence[Json]) -> Formatted:
    """Without space at the ends; entities move along."""
    lead = len(text) - len(text.lstrip(SPACE))
    text = text.strip(SPACE)
    if not entities:
        return text, []
    end, kept = units(text), []
    for entity in entities:
        first = max(entity["offset"] - lead, 0)
        last = min(entity["offset"] + entity["length"] - lead, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return text, kept


def _clean(text: str) -> str:
    """Without what nobody sees."""
    return CONTROLS.sub(" ", DROPPED.sub("", text))


def _without_nested_in_code(entities: Sequence[Json]) -> list[Json]:
    """Code and pre hold no other formatting."""
    codes = [entity for entity in entities if entity["type"] in ("code", "pre")]
    if not codes:
        return list(entities)
    return [
        entity
        for entity in entities
        if entity["type"] in ("code", "pre", "blockquote", "expandable_blockquote")
        or not any(_overlap(entity, code) for code in codes)
    ]


def _overlap(one: Json, other: Json) -> bool:
    ends = one["offset"] + one["length"], other["offset"] + other["length"]
    return bool(one["offset"] < ends[1] and other["offset"] < ends[0])


def _rank(entity: Json) -> tuple[int, int, int]:
    kind = entity["type"]
    return entity["offset"], -entity["length"], ORDER.index(kind) if kind in ORDER else len(ORDER)


def _given(entities: object) -> list[Json]:
    """`entities` of the call; those that Telegram finds by itself are left to it."""
    if not entities:
        return []
    if not isinstance(entities, list):
        raise bad_request("can't parse entities JSON object")
    return [_checked(entity) for entity in entities if not _is_found_anyway(entity)]


def _is_found_anyway(entity: object) -> bool:
    kind = entity.get("type") if isinstance(entity, dict) else None
    return isinstance(kind, str) and kind not in GIVEN


def _checked(entity: Any) -> Json:
    match entity:
        case {"type": "text_link", "offset": int(), "length": int(), "url": str() as url}:
            if checked_link(url) is None:
                raise bad_request("can't parse MessageEntity: wrong URL specified")
            return {**entity, "url": checked_link(url)}
        case {"type": "text_mention", "user": user} if not isinstance(user, dict):
            raise bad_request('can\'t parse MessageEntity: field "user" must be of type Object')
        case {"type": "text_link"}:
            raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
        case {"type": str(), "offset": int() as offset, "length": int() as length} if offset >= 0 and length >= 0:
            return dict(entity)
        case dict():
            raise bad_request("can't parse MessageEntity: wrong offset or length")
        case _:
            raise bad_request("can't parse MessageEntity: expected an Object")
