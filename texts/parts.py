"""A long text as several messages: cut between its blocks, never inside one that fits."""

from collections.abc import Iterable, Iterator

from texts.lengths import size
from texts.values import Html

LIMIT = 4096  # Telegram's, in UTF-16 units; it counts after the markup is taken out, so this is on the safe side


def in_parts(blocks: Iterable[Html], *, limit: int = LIMIT, between: str = "\n\n") -> list[Html]:
    """The blocks, one after the other, in as few messages as may be.

    blocks: each is complete HTML by itself, and every line of it is, too: one that is too long is cut at its lines.
    """
    parts: list[str] = []
    for block in blocks:
        for gap, piece in _pieces(block, limit, between):
            if parts and size(parts[-1]) + size(gap) + size(piece) <= limit:
                parts[-1] += gap + piece
            else:
                parts.append(piece)
    return [Html(part) for part in parts]


def _pieces(block: Html, limit: int, between: str) -> Iterator[tuple[str, str]]:
    """What stands before a piece where it follows another in the same message, and the piece."""
    if size(block) <= limit:
        yield between, block
        return
    for number, line in enumerate(block.split("\n")):
        yield ("\n" if number else between), line
