"""Failures go to Sentry, where the settings name one: what happened and where, and no more than the log says."""

from collections.abc import Callable
from typing import Any

import sentry_sdk
import structlog
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.types import Breadcrumb, Event, Hint
from sentry_sdk.utils import event_from_exception

from bot.discretion import Discretion, causes, error_of
from bot.log_lines import ERROR
from storage.handling import handled_now

_KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk", "exception")
_NAMED = ("update", "origin", "message", "job")  # values of a log line that name no person


def report_to(dsn: str, discretion: Discretion, *, transport: Callable[..., Any] | None = None) -> None:
    """From now on, errors that are logged. transport: instead of HTTP."""
    scrub = _Scrub(discretion)
    sentry_sdk.init(
        dsn,
        transport=transport,
        include_local_variables=False,
        default_integrations=False,
        auto_enabling_integrations=False,  # they would tell of every request and its address, which holds the token
        integrations=[LoggingIntegration(), ExcepthookIntegration(), AtexitIntegration(), DedupeIntegration()],
        before_send=scrub.event,
        before_breadcrumb=scrub.breadcrumb,
        server_name="",
    )


class _Scrub:
    """Leaves what is known to be harmless: what a later version of the SDK adds is left out until somebody looks."""

    def __init__(self, discretion: Discretion) -> None:
        self._discretion = discretion

    def event(self, event: Event, hint: Hint) -> Event | None:
        """As it is sent."""
        left: Any = {name: value for name, value in event.items() if name in _KEPT}
        record = hint.get("log_record")
        error = error_of(hint.get("exc_info"))
        if error is None and record is not None and isinstance(record.msg, dict) and ERROR in record.msg:
            error = record.msg[ERROR]
            left["exception"] = event_from_exception(error, {"include_local_variables": False})[0]["exception"]
        words = {type(one).__name__: self._discretion.words(one) for one in causes(error)} if error else {}
        for told in (left.get("exception") or {}).get("values", ()):
            told["value"] = words.get(told.get("type"), "")
            told.pop("mechanism", None)
        if record is not None:
            left["logentry"] = {"message": self._line(record)}
        left["tags"] = self._tags(record)
        left["breadcrumbs"] = event.get("breadcrumbs") or {}
        return left  # type: ignore[no-any-return]

    def breadcrumb(self, crumb: Breadcrumb, hint: Any) -> Breadcrumb | None:
        """Earlier lines of the log, as they stand there; nothing else."""
        record = hint.get("log_record")
        if record is None:
            return None
        return {**{name: crumb[name] for name in ("level", "category") if name in crumb}, "message": self._line(record)}

    def _line(self, record: Any) -> str:
        """A line of structlog's comes as a dictionary."""
        if isinstance(record.msg, dict):
            return self._discretion.text(str(record.msg.get("event", "")))
        values = record.args if isinstance(record.args, tuple) else ()
        told = tuple(self._discretion.kind(one) if isinstance(one, BaseException) else one for one in values)
        line = str(record.msg) % told if told else str(record.msg)
        return self._discretion.text(line.partition("\n")[0])

    def _tags(self, record: Any) -> dict[str, str]:
        named = dict(structlog.contextvars.get_contextvars())
        if record is not None and isinstance(record.msg, dict):
            named |= record.msg
        run = handled_now()
        if run is not None:
            named.setdefault("update", run.update_id)
        return {name: str(named[name]) for name in _NAMED if name in named}
