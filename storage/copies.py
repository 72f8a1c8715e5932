"""The nightly copies: one for each day, in a folder beside the database, under a name that says of which and when."""

from contextlib import suppress
from datetime import date
from pathlib import Path

FOLDER = "backups"


def copy_of(database: Path, day: date) -> Path:
    """Where that day's copy stands, or will: `data/backups/kasanie-2026-11-22.db`."""
    return database.parent / FOLDER / f"{database.stem}-{day.isoformat()}{database.suffix}"


def copies(database: Path) -> dict[date, Path]:
    """What there is, ascending. Files of any other name are nobody's business here."""
    found = {}
    for path in sorted((database.parent / FOLDER).glob(f"*{database.suffix}")):
        with suppress(ValueError):
            day = date.fromisoformat(path.stem.removeprefix(f"{database.stem}-"))
            if path == copy_of(database, day):
                found[day] = path
    return found


def newest_copy(database: Path) -> Path | None:
    """None: there is none."""
    return next(reversed(copies(database).values()), None)


def drop_copies(database: Path, *, before: date) -> int:
    """Delete the older ones. Returns how many."""
    old = [path for day, path in copies(database).items() if day < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
