"""/metrics, for Prometheus: what happens is counted then, what waits is asked of the database at each scrape.

No label names a person, a chat or a text. Messages and jobs are counted where they end: see jobs/.
"""

import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import datetime
from importlib.metadata import version
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import AiogramError, TelegramRetryAfter
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import TelegramObject, Update
from aiogram.types.update import UpdateTypeLookupError
from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily

from actions.shop import Shop
from storage.backlog import Backlog, backlog
from storage.database import TROUBLE
from storage.handling import HandledElsewhere

# When a counter began: twice as many lines, and nobody asks.
disable_created_metrics()  # type: ignore[no-untyped-call]

updates = Counter(
    "kasanie_updates", "Attempts to handle an update, by its kind and how the attempt ended.", ["kind", "end"]
)
handler_seconds = Histogram(
    "kasanie_handler_seconds", "How long handling an update took, the reply included.", ["kind"]
)
calls = Counter("kasanie_telegram_calls", "Calls of the Bot API for replies and menus, by how they ended.", ["end"])
flood_waits = Counter("kasanie_telegram_flood_waits", "How often Telegram answered a reply with 429: not now.")

log = structlog.get_logger(__name__)
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class CountedUpdates(BaseMiddleware):
    """Around the handling of every update, and its line in the log."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """handled; elsewhere: another replica had it; failed: it is tried again, or parked."""
        kind, end, began, name = _kind(event), "failed", time.perf_counter(), None
        try:
            name = await handler(event, data)
            end = "handled"
        except HandledElsewhere:
            end = "elsewhere"
            raise
        finally:
            took = time.perf_counter() - began
            handler_seconds.labels(kind).observe(took)
            updates.labels(kind, end).inc()
            if end == "handled":  # of the other ends whoever tries again tells
                log.info("an update was handled", kind=kind, by=name, seconds=round(took, 3))
        return name


def _kind(event: TelegramObject) -> str:
    assert isinstance(event, Update)
    try:
        return event.event_type
    except UpdateTypeLookupError:
        return "unknown"


class CountedCalls(BaseRequestMiddleware):
    """Around every call of the bot, those of the outbox left out: they are messages, and counted as such."""

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Any, method: TelegramMethod[TelegramType]
    ) -> Any:  # despite aiogram's annotation, what goes round is the result itself
        """Which error it was, by its kind."""
        end = "ok"
        try:
            return await make_request(bot, method)
        except AiogramError as error:
            end = type(error).__name__
            if isinstance(error, TelegramRetryAfter):
                flood_waits.inc()
            raise
        finally:
            calls.labels(end).inc()


async def scrape(shop: Shop) -> bytes:
    """All figures in Prometheus's own form; without those of the database while it is away."""
    now, waiting = shop.now(), None
    try:
        async with shop.storage.reading(long=True) as tx:
            waiting = await backlog(tx.connection, now=now)
    except TROUBLE:
        pass  # told as a figure: kasanie_database_up
    registry = CollectorRegistry()
    registry.register(_Asked(waiting, now))
    return generate_latest(REGISTRY) + generate_latest(registry)


class _Asked:
    """What the database said at one scrape."""

    def __init__(self, waiting: Backlog | None, now: datetime) -> None:
        self._waiting = waiting
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Called once, by the registry."""
        yield _gauge("kasanie_info", "The version of the program.", [((version("kasanie"),), 1)], ["version"])
        up = self._waiting is not None
        yield _gauge("kasanie_database_up", "Whether the database answers: 1, or 0.", [((), int(up))])
        if self._waiting is None:
            return
        inbox, outbox, due = (by.items() for by in (self._waiting.inbox, self._waiting.outbox, self._waiting.due))
        lag = self._age(self._waiting.unhandled_since)
        yield _gauge("kasanie_inbox_updates", "Updates that are not handled, by state.", _labelled(inbox), ["state"])
        yield _gauge("kasanie_inbox_lag_seconds", "Age of the oldest update that waits to be handled.", [((), lag)])
        yield _gauge("kasanie_outbox_messages", "Messages that have not ended, by state.", _labelled(outbox), ["state"])
        yield _gauge("kasanie_outbox_due_messages", "Messages that should leave now.", _labelled(due), ["priority"])
        ages = [((name,), self._age(since)) for name, since in self._waiting.due_since.items()]
        yield _gauge("kasanie_outbox_lag_seconds", "How long the oldest due message has been due.", ages, ["priority"])

    def _age(self, since: datetime | None) -> float:
        return 0.0 if since is None else max(0.0, (self._now - since).total_seconds())


def _labelled(counts: Iterable[tuple[str, int]]) -> list[tuple[tuple[str, ...], float]]:
    return [((name,), count) for name, count in counts]


def _gauge(
    name: str, explanation: str, samples: Iterable[tuple[tuple[str, ...], float]], labels: list[str] | None = None
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, explanation, labels=labels or [])
    for values, figure in samples:
        family.add_metric(values, figure)
    return family
