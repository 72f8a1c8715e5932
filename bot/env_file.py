"""What pydantic-settings passes over in silence: a file that cannot be read, a line that is no setting, a name that
nobody reads.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from dotenv.parser import Binding, parse_stream

# Between LOG_LEVLE (0.89) and TELEGRAM_API_ID (0.84), which is no misspelling of TELEGRAM_API_URL.
ALIKE = 0.85


def names(path: Path) -> list[str]:
    """What the file sets; nothing when there is none. Raises ValueError with one line that holds no value."""
    bindings = _bindings(path)
    for binding in bindings:
        if binding.error:
            raise ValueError(f"{path}, line {binding.original.line}: write NAME=value, quotes closed")
    return [binding.key for binding in bindings if binding.key]


def _bindings(path: Path) -> list[Binding]:
    try:
        with path.open(encoding="utf-8-sig") as lines:  # Notepad begins a file with a mark
            return list(parse_stream(lines))
    except FileNotFoundError:
        return []
    except UnicodeDecodeError:
        raise ValueError(f"{path} cannot be read: save it as UTF-8") from None
    except OSError as refused:
        raise ValueError(f"{path} cannot be read: {refused.strerror}") from None


def misspelt(among: Iterable[str], known: Sequence[str]) -> Iterator[str]:
    """A line for each name that is not known but much like one that is."""
    for name in dict.fromkeys(among):
        similar = get_close_matches(name.upper(), known, n=1, cutoff=ALIKE)
        if similar and name.upper() not in known:
            yield f"{name} is not a setting; did you mean {similar[0]}?"
