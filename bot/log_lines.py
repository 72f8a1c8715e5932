"""What happens to a line of the log on its way: the update is named, errors become their story, others' words go."""

import logging
import sys
from contextlib import suppress
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.discretion import Discretion, error_of
from storage.handling import handled_now

ERROR = "_error"  # where a line carries the error itself, for Sentry; it is not written
_SAID_BY_OTHERS = frozenset({"reason"})  # Telegram's or the database's sentence


def name_update(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Whoever writes a line need not know which update is being handled."""
    run = handled_now()
    if run is not None:
        event.setdefault("update", run.update_id)
    return event


def without_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event.pop(ERROR, None)
    return event


class Straight:
    """What is no warning is written at once: by way of the standard library's records, a line takes twice as long, and
    each update has one.
    """

    def __init__(self, last: Processor, stream: TextIO) -> None:
        self._last = last
        self._stream = stream

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        """DropEvent: it is written, or cannot be: a log on a full disk, or whose reader is gone, costs nothing else."""
        if method not in ("debug", "info") or ERROR in event:
            return event
        line = f"{self._last(logger, method, event)!s}\n"
        with suppress(OSError, ValueError):
            self._stream.write(line)
            self._stream.flush()
        raise structlog.DropEvent


class Kinds(logging.Filter):
    """An error among a call's values is written as its kind: its words may quote anything."""

    def __init__(self, discretion: Discretion) -> None:
        super().__init__()
        self._discretion = discretion

    def filter(self, record: logging.LogRecord) -> bool:
        """Nothing is left out."""
        if isinstance(record.args, tuple):
            record.args = tuple(self._told(value) for value in record.args)
        if record.name == "asyncio":  # `Task exception was never retrieved`, and in the next line the error's words
            record.msg, record.args = record.getMessage().partition("\n")[0], ()
        return True

    def _told(self, value: object) -> object:
        return _Plain(self._discretion.kind(value)) if isinstance(value, BaseException) else value


class _Plain(str):
    """The same with %s and with %r."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Discreet:
    """The last look at a line before it is written."""

    def __init__(self, discretion: Discretion) -> None:
        self._discretion = discretion

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """Errors become their story, and every text is looked through."""
        given = event.pop("exc_info", None)
        error = error_of(sys.exc_info() if given is True else given)
        told = {name: self._said(name, value) for name, value in event.items()}
        if error is not None:
            told |= {ERROR: error, "exception": self._discretion.story(error)}
        return told

    def _said(self, name: str, value: Any) -> Any:
        if name.startswith("_"):  # structlog's own
            return value
        if isinstance(value, BaseException):
            return self._discretion.kind(value)
        if not isinstance(value, str):
            return value
        return self._discretion.unquoted(value) if name in _SAID_BY_OTHERS else self._discretion.text(value)
