"""Which story an update belongs to: staff before owner before customer, and what is left at the end.

Routers, filters and handlers are aiogram's; the way from one to the next is ours: all handlers in one row, asked in
order. aiogram's own walks the tree of routers, hands everything it knows to each of them, and goes into another thread
for each filter that is no coroutine: two thousandths of a second for a sentence that thirty stories do not want.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import Any

from aiogram import BaseMiddleware, Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.dispatcher.event.handler import CallableObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.dispatcher.middlewares.user_context import UserContextMiddleware
from aiogram.types import TelegramObject, Update
from aiogram.types.update import UpdateTypeLookupError

from bot.metrics import CountedUpdates
from bot.middleware import Context
from handlers import customer, membership, owner, staff
from handlers.customer import feedback, guide

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A filter or a handler, and what it wants to be given."""

    call: Callable[..., Any]
    wants: tuple[str, ...] | None  # None: everything
    waits: bool
    name: str  # as the log has it: `staff.sale.begin`

    @classmethod
    def of(cls, known: CallableObject) -> "_Asked":
        call = known.callback
        name = f"{call.__module__.removeprefix('handlers.')}.{getattr(call, '__name__', type(call).__name__)}"
        return cls(call, None if known.varkw else tuple(known.params), known.awaitable, name)

    async def __call__(self, event: TelegramObject, data: Data) -> Any:
        given = data if self.wants is None else {name: data[name] for name in self.wants if name in data}
        found = self.call(event, **given)
        return await found if self.waits else found


class Routes:
    """Handlers by kind of update."""

    def __init__(self, *routers: Router, around: Sequence[BaseMiddleware] = ()) -> None:
        """around: the first of them is the outermost. ValueError: a router has filters or middlewares of its own."""
        self._rows: dict[str, list[tuple[_Asked, list[_Asked]]]] = {}
        for router in chain.from_iterable(story.chain_tail for story in routers):
            for kind, observer in router.observers.items():
                if (kind == "error" and observer.handlers) or _has_more(observer):
                    raise ValueError(f"{router.name}: only handlers, with their filters, are asked")
                self._rows.setdefault(kind, []).extend(
                    (_Asked.of(handler), [_Asked.of(condition) for condition in handler.filters or ()])
                    for handler in observer.handlers
                )
        self._first: Callable[[TelegramObject, Data], Awaitable[Any]] = self._route
        for middleware in reversed(around):
            self._first = partial(middleware, self._first)

    async def feed(self, bot: Bot, update: Update, **known: Any) -> None:
        """Have it handled by whoever wants it first; known: what handlers and filters may ask for by name."""
        about = UserContextMiddleware.resolve_event_context(update)
        await self._first(update, {"bot": bot, "event_context": about, **known})

    async def _route(self, update: TelegramObject, data: Data) -> str | None:
        """The name of whoever has handled it; None: nobody wants it."""
        assert isinstance(update, Update)
        try:
            kind = update.event_type
        except UpdateTypeLookupError:  # Telegram's latest, which nobody here knows
            return None
        event: TelegramObject = getattr(update, kind)
        for handler, conditions in self._rows.get(kind, ()):
            found = await _fits(conditions, event, data)
            if found is not None:
                try:
                    await handler(event, found)
                except SkipHandler:
                    continue
                return handler.name
        return None


async def _fits(conditions: Sequence[_Asked], event: TelegramObject, data: Data) -> Data | None:
    """What the handler is given: the data, and what its filters have found out."""
    for condition in conditions:
        answer = await condition(event, data)
        if not answer:
            return None
        if isinstance(answer, dict):
            data = {**data, **answer}
    return data


def _has_more(observer: TelegramEventObserver) -> bool:
    """Than handlers; nothing public tells of filters for all of them."""
    return bool(len(observer.middleware) or len(observer.outer_middleware) or observer._handler.filters)  # noqa: SLF001


@cache
def routes() -> Routes:
    """All stories, in the order in which they are asked. Each update is fed with its `shop`, `staff` and `late`."""
    stories = (membership.router, staff.router, owner.router, customer.router, feedback.rest, guide.stale)
    return Routes(*stories, around=(CountedUpdates(), Context()))
