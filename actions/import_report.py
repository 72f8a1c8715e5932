"""What became of a file, in words: in the chat as Telegram HTML, on the command line without markup."""

import re
from html import unescape

from actions.import_file import Imported, NotImported
from actions.refused_rows import reason
from texts.lengths import shortened
from texts.values import Html
from texts.words import Words

_NAME, _CELLS, _REASON = 100, 300, 200  # units of the file's own words


def import_report(words: Words, name: str, outcome: Imported | NotImported, *, attached: bool = False) -> Html:
    """`name`: what the owner calls the file. `attached`: the refused rows follow as a file; else it is said where."""
    shown = shortened(name, _NAME)
    if isinstance(outcome, NotImported):
        header = shortened(", ".join(cell.strip() for cell in outcome.header if cell.strip()), _CELLS)
        values = {"names": ", ".join(outcome.names), "header": header}
        return words(f"import-refused-{outcome.reason}", name=shown, **values)
    merged = outcome.merged
    counts = {"read": outcome.read, "added": merged.added, "known": merged.known, "refused": outcome.refused}
    lines = [words("import-done", kind=outcome.kind, name=shown, **counts)]
    if merged.filled:
        lines.append(words("import-filled", count=merged.filled))
    if merged.kept:
        lines.append(words("import-kept", count=merged.kept))
    if outcome.strange:
        lines.append(words("import-strange", columns=shortened(", ".join(outcome.strange), _CELLS)))
    blocks = ["\n".join(lines), *_examples(words, outcome)]
    if outcome.rejected is not None and not attached:
        blocks.append(words("import-refused-written", path=str(outcome.rejected)))
    return Html("\n\n".join(blocks))


def _examples(words: Words, outcome: Imported) -> list[str]:
    if not outcome.examples:
        return []
    rows = [
        words("import-refused-row", number=str(row.number), reason=shortened(reason(row, words), _REASON))
        for row in outcome.examples
    ]
    return ["\n".join([words("import-refused-rows", count=outcome.refused), *rows])]


def without_markup(text: Html) -> str:
    """For a terminal."""
    return unescape(re.sub(r"<[^>]+>", "", text))
