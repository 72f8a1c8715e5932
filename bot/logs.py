"""Logs: structured, one line an event, for people (console) or for machines (json). No names, phones or tokens.

`update` is the number of the update that something follows from: it stands in every line that is written while that
update is handled, and as `origin` in those of the messages that follow from it.
"""

import json
import logging
import sys
from types import TracebackType

import structlog
from structlog.typing import Processor

from bot.discretion import Discretion
from bot.log_lines import Discreet, Kinds, Straight, name_update, without_error

# LOG_LEVEL is for our own rooms. The libraries' calls below a warning quote what they work with: SQL with its rows.
ROOMS = ("bot", "handlers", "jobs", "actions", "storage", "texts", "loyalty")


def set_up(
    *, style: str, level: str, secrets: tuple[str, ...] = (), overheard: bool = False, once: bool = False
) -> Discretion:
    """Everything goes to stderr, the standard library's loggers included. secrets: the token, passwords.

    overheard: somebody (Sentry) listens to the standard library's loggers, and has to hear of every line. once: it will
    not be set up anew, so loggers may keep what they find, which halves the price of a line.
    """
    discretion = Discretion(*secrets)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        name_update,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        Discreet(discretion),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = _renderer(style)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, without_error, last],
    )
    _listen(formatter, Kinds(discretion), level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            *(() if overheard or sys.stderr is None else (Straight(last, sys.stderr),)),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=once,
    )
    return discretion


def _listen(formatter: logging.Formatter, kinds: logging.Filter, level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    handler.addFilter(kinds)
    logging.basicConfig(handlers=[handler], level=max(logging.WARNING, logging.getLevelName(level)), force=True)
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)


def _renderer(style: str) -> Processor:
    if style == "json":
        encoder = json.JSONEncoder(ensure_ascii=False, default=repr)  # made once: for a line of each update it tells
        return structlog.processors.JSONRenderer(serializer=lambda event, **_: encoder.encode(event))
    return structlog.dev.ConsoleRenderer(colors=sys.stderr is not None and sys.stderr.isatty())


def crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The end of the process by an error that nobody caught, told as discreetly as all else; for `sys.excepthook`."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger(__name__).critical("the process ends", exc_info=(kind, error, trace))
