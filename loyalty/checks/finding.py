"""A mistake in the programme file, before it is known on which line: where it is, and how to mend it."""

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import Protocol

from loyalty.checks.toml_lines import Path

Finding = tuple[Path, str]  # the remedy is an order: "write …", "add …"


def suggestion(word: str, known: Collection[str], mark: str = '"') -> str:
    """`; did you mean "price"?`, or nothing where nothing is like it."""
    near = get_close_matches(word, known, n=1)
    return f"; did you mean {mark}{near[0]}{mark}?" if near else ""


def listed(words: Collection[str]) -> str:
    """`"a", "b"`, for a remedy; `none` where there are none."""
    return ", ".join(f'"{word}"' for word in words) or "none"


class Named(Protocol):
    """Whatever has an id."""

    @property
    def id(self) -> str:
        """Its id."""


def unknown(path: Path, word: str, kind: str, known: Sequence[Named]) -> Iterator[Finding]:
    """`word` names none of `known`."""
    ids = [one.id for one in known]
    if word not in ids:
        yield path, f'there is no {kind} "{word}" (there are: {listed(ids)}){suggestion(word, ids)}'


def repeated(path: Path, named: Sequence[Named]) -> Iterator[Finding]:
    """Two of the same kind with one id."""
    ids = [one.id for one in named]
    for place, slug in enumerate(ids):
        if slug in ids[:place]:
            yield (*path, place, "id"), f'give it another id: "{slug}" is taken by the one above'
