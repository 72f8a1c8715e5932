"""Fluent files taken apart into their messages, without understanding them: a start reads all and compiles none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_START = re.compile(r"(-?[A-Za-z][A-Za-z0-9_-]*) *=")
_VARIABLE = re.compile(r"\$([A-Za-z][A-Za-z0-9_-]*)")
_REFERENCE = re.compile(r"\{\s*(-?[A-Za-z][A-Za-z0-9_-]*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One message or term (its key begins with a dash), as it stands in the file."""

    source: str

    @property
    def variables(self) -> frozenset[str]:
        """The `$names` in it."""
        return frozenset(_VARIABLE.findall(self.source))

    @property
    def references(self) -> frozenset[str]:
        """What else it may refer to; functions and the like are among them and mean nothing."""
        return frozenset(_REFERENCE.findall(self.source))


def read_entries(folder: Path) -> dict[str, Entry]:
    """Every entry of the folder's `*.ftl`. ValueError: a key stands twice."""
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.ftl")):
        for key, source in split(path.read_text(encoding="utf-8")):
            if key in entries:
                raise ValueError(f"{path}: {key} stands twice")
            entries[key] = Entry(source)
    return entries


def split(text: str) -> list[tuple[str, str]]:
    """(key, source) of each entry: it begins at the left edge and ends where the next one or a comment does."""
    found: list[tuple[str, list[str]]] = []
    inside = False
    for line in text.splitlines():
        start = _START.match(line)
        if start:
            found.append((start[1], []))
        inside = bool(start) or (inside and not line.startswith("#"))
        if inside:
            found[-1][1].append(line)
        elif line.strip() and not line.startswith("#"):
            raise ValueError(f"this line belongs to no text: {line!r}")
    return [(key, "\n".join(lines).rstrip() + "\n") for key, lines in found]


def needed(key: str, entries: Mapping[str, Entry]) -> list[Entry]:
    """The entry and all that it refers to. KeyError: there is none."""
    found, waiting = {key: entries[key]}, [key]
    while waiting:
        new = (found[waiting.pop()].references & entries.keys()) - found.keys()
        found.update((name, entries[name]) for name in new)
        waiting.extend(new)
    return list(found.values())
