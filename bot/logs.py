"""Logs: structured, one line an event, for people (console) or for machines (json). No names, phones or tokens.

`update` is the number of the update that something follows from: it stands in every line that is written while that
update is handled, and as `origin` in those of the messages that follow from it.
"""

import logging
import sys
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.discretion import Discretion, error_of
from storage.handling import handled_now

# LOG_LEVEL is for our own rooms. The libraries' calls below a warning quote what they work with: SQL with its rows.
ROOMS = ("bot", "handlers", "jobs", "actions", "storage", "texts", "loyalty")
ERROR = "_error"  # where a line carries the error itself, for Sentry; it is not written
_SAID_BY_OTHERS = frozenset({"reason"})  # Telegram's or the database's sentence


def set_up(*, style: str, level: str, secrets: tuple[str, ...] = ()) -> Discretion:
    """Everything goes to stderr, the standard library's loggers included. secrets: the token, passwords."""
    discretion = Discretion(*secrets)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _name_update,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        _Discreet(discretion),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: Processor = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    if style == "json":
        last = structlog.processors.JSONRenderer(ensure_ascii=False)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _without_error, last],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    handler.addFilter(_Kinds(discretion))
    logging.basicConfig(handlers=[handler], level=max(logging.WARNING, logging.getLevelName(level)), force=True)
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return discretion


def _name_update(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Whoever writes a line need not know which update is being handled."""
    run = handled_now()
    if run is not None:
        event.setdefault("update", run.update_id)
    return event


def _without_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event.pop(ERROR, None)
    return event


class _Kinds(logging.Filter):
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


class _Discreet:
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


def crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The end of the process by an error that nobody caught, told as discreetly as all else; for `sys.excepthook`."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger(__name__).critical("the process ends", exc_info=(kind, error, trace))
