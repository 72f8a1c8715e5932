"""Patience with Telegram while a person waits for a reply.

A handler acts first and replies then. A reply that fails would have the whole update handled again; so the call alone
is repeated, and only what stays impossible goes up. What the outbox sends has its own rules (jobs/drain.py) and is not
touched.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.methods.base import TelegramType

log = logging.getLogger(__name__)
TROUBLE = (TelegramRetryAfter, TelegramServerError, TelegramNetworkError, ClientDecodeError)  # it may pass
PAUSES = (0.5, 2.0, 5.0)  # seconds before the second, third, … attempt
LONGEST = 60.0  # seconds: a longer flood wait is not waited for, as the chat's next updates stand behind it
_replying: ContextVar[bool] = ContextVar("replying", default=False)


class Replying:
    """`with` it, what is called inside is a reply."""

    def __enter__(self) -> None:
        self._token = _replying.set(True)

    def __exit__(self, *_: object) -> None:
        _replying.reset(self._token)


class Patience(BaseRequestMiddleware):
    """Around every call of the bot."""

    def __init__(self, sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep) -> None:
        self._sleep = sleep

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Any:  # despite aiogram's annotation, what goes round is the result itself
        """The answer of the first attempt that succeeds. Raises what the last one raised."""
        if isinstance(method, AnswerCallbackQuery):
            return await _even_if_late(make_request, bot, method)
        for pause in PAUSES if _replying.get() else ():
            try:
                return await make_request(bot, method)
            except TROUBLE as trouble:
                wait = _wait(trouble, pause)
                log.warning("%s failed (%s); again in %s s", type(method).__name__, type(trouble).__name__, wait)
                await self._sleep(wait)
        return await make_request(bot, method)


def _wait(trouble: AiogramError, pause: float) -> float:
    """Seconds. Raises the trouble itself where Telegram wants more than anybody waits."""
    if not isinstance(trouble, TelegramRetryAfter):
        return pause
    if trouble.retry_after > LONGEST:
        raise trouble
    return float(trouble.retry_after)


async def _even_if_late(
    make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
) -> Any:  # despite aiogram's annotation, what goes round is the result itself
    """The answer to a press is a courtesy (the spinner stops): no failure of it may cost the press.

    One that was pressed before a restart cannot be answered any more, and yet what it asks for is done.
    """
    try:
        return await make_request(bot, method)
    except (TelegramBadRequest, *TROUBLE) as trouble:
        log.info("a press was not answered: %s", type(trouble).__name__)
        return True
