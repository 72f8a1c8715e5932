"""What Telegram finds in a text by itself: commands, links, addresses, phones, mentions, hashtags."""

import re
from typing import Any

from simulator.words.units import Ruler, units

Json = dict[str, Any]

# Endings that make a link of a word without "http://"; every two-letter one does, too.
ENDINGS = "com|net|org|info|biz|edu|gov|app|dev|shop|store|online|site|xyz|club|pro|name|moscow|рф|рус|москва"
HOST = rf"(?:[a-zа-яё0-9](?:[a-zа-яё0-9-]*[a-zа-яё0-9])?\.)+(?:[a-z]{{2}}|{ENDINGS})"
PATTERNS = {
    "email": re.compile(rf"(?i)(?<![\w.+-])[a-z0-9._%+-]+@{HOST}(?![\w-])"),
    "url": re.compile(
        rf"(?i)(?<![\w@.:/-])(?:(?:https?|ftp|tg|ton)://[^\s<>\"«»]+|{HOST}(?![\w@-])(?::\d+)?(?:[/?#][^\s<>\"«»]*)?)"
    ),
    "bot_command": re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])"),
    "mention": re.compile(r"(?<![\w@])@[a-zA-Z0-9_]{3,32}(?!\w)"),
    "hashtag": re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}"),
    "cashtag": re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?!\w)"),
    "phone_number": re.compile(r"(?<![\w+])\+\d(?:[ ()-]{0,2}\d){9,14}(?!\w)"),
}
TRIGGERS = {
    "email": "@",
    "url": ".:",
    "bot_command": "/",
    "mention": "@",
    "hashtag": "#",
    "cashtag": "$",
    "phone_number": "+",
}
TAIL = ".,:;!?'\"»)]}…"


def find_entities(text: str, taken: list[Json]) -> list[Json]:
    """Entities besides the `taken` ones: no link is looked for inside code or another link."""
    found = [
        (kind, match.start(), _end(kind, match))
        for kind, pattern in PATTERNS.items()
        if any(trigger in text for trigger in TRIGGERS[kind])
        for match in pattern.finditer(text)
    ]
    if not found:
        return []
    ruler, entities, last = Ruler(text), [], 0
    closed = [_span(entity) for entity in taken if entity["type"] in ("code", "pre", "text_link", "text_mention")]
    for kind, start, end in sorted(found, key=lambda item: (item[1], -item[2])):
        offset = ruler.at(start)
        length = units(text[start:end])
        inside = any(begin < offset + length and offset < until for begin, until in closed)
        if start >= last and end > start and not inside:
            entities.append({"type": kind, "offset": offset, "length": length})
            last = end
    return entities


def _end(kind: str, match: re.Match[str]) -> int:
    if kind != "url":
        return match.end()
    word = match.group()
    while word and word[-1] in TAIL and not (word[-1] == ")" and word.count("(") >= word.count(")")):
        word = word[:-1]
    return match.start() + len(word)


def _span(entity: Json) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]
