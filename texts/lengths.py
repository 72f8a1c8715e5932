"""How much of what a person wrote fits into a message of Telegram: its start, or all of it in pieces.

Everything is counted as Telegram HTML in UTF-16 units: an ampersand is five, an emoji two.
"""

from html import escape


def size(text: str) -> int:
    """UTF-16 units of a text as it is written."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _fitting(text: str, limit: int) -> int:
    """How many characters of plain `text` fit into `limit` units once they are escaped."""
    used = 0
    for place, letter in enumerate(text):
        used += size(escape(letter, quote=False))
        if used > limit:
            return place
    return len(text)


def shortened(text: str, limit: int) -> str:
    """`text` on one line, at most `limit` units when escaped; what is left out shows as an ellipsis."""
    line = " ".join(text.split())
    if _fitting(line, limit) == len(line):
        return line
    return line[: _fitting(line, limit - 1)].rstrip() + "…"


def pieces(text: str, limit: int) -> list[str]:
    """All of `text`, cut where a line or a word ends if there is such a place in the last third of a piece.

    limit: units of each piece when escaped. Blank pieces are left out; a blank text is one empty piece.
    """
    found: list[str] = []
    rest = text
    while (fitting := _fitting(rest, limit)) < len(rest):
        earliest = fitting * 2 // 3
        cut = max(rest.rfind("\n", earliest, fitting), rest.rfind(" ", earliest, fitting)) + 1 or fitting
        found.append(rest[:cut].rstrip())
        rest = rest[cut:]
    return [piece for piece in (*found, rest.rstrip()) if piece] or [""]


def first_lines(text: str, limit: int) -> str:
    """The beginning of `text`, at most `limit` units when escaped, cut where a line ends; an ellipsis for the rest."""
    start, *rest = pieces(text, limit - 2)
    return f"{start}\n…" if rest else start
