"""The programme in force: read again when the file changes; a wrong new one never replaces it."""

import logging
import time
from pathlib import Path

from bot.refusal import Refusal
from loyalty.programme import Programme
from loyalty.programme_file import WrongProgramme, parse

log = logging.getLogger(__name__)
SETTLES = 0.2  # seconds without a change: then it is whole


class NoProgramme(Refusal):
    """The file cannot be read, or is wrong; str() says what to do, in one line or one a problem."""


class ProgrammeFile:
    """Call it for the programme."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = _stamp(path)
        self._programme = read_programme(path)

    def __call__(self) -> Programme:
        """As of the last good reading."""
        return self._programme

    def look_again(self) -> str | None:
        """Take a changed file over; in a thread, since it waits until the file is whole.

        Returns what is wrong with it, once for each change; None where all is well.
        """
        if _stamp(self._path) == self._seen:
            return None
        self._seen = _settled(self._path)
        try:
            self._programme = read_programme(self._path)
        except NoProgramme as wrong:
            log.error("the changed programme is wrong, the old one stays in force:\n%s", wrong)  # noqa: TRY400 -- no traceback for an owner
            return str(wrong)
        log.info("the programme was read again")
        return None


def read_programme(path: Path) -> Programme:
    """NoProgramme: see there."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NoProgramme(f"PROGRAMME: {path} is not there: copy one of presets/ to it, or name another file") from None
    except (OSError, UnicodeDecodeError) as trouble:
        raise NoProgramme(f"PROGRAMME: {path} cannot be read: {trouble}") from None
    try:
        return parse(text)
    except WrongProgramme as wrong:
        raise NoProgramme("\n".join(f"{path}: {problem}" for problem in wrong.problems)) from None


def _settled(path: Path) -> tuple[int, int]:
    """An editor empties a file before it fills it: what is read in between is half a programme."""
    stamp = None
    while stamp != (now := _stamp(path)):
        stamp = now
        time.sleep(SETTLES)  # noqa: TID251 -- in a thread of its own
    return now


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
