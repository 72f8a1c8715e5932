"""Is Telegram there? Every call of the bot says so, long polling's and the outbox's above all: no more is asked."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramNetworkError, TelegramServerError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

from actions.incidents import Incidents

AWAY = (TelegramNetworkError, TelegramServerError, ClientDecodeError)


class TelegramWatch(BaseRequestMiddleware):
    """Notes an outage when it is over: from the first call that failed to the last one that did; after that, perhaps
    nobody has asked for hours.
    """

    def __init__(self, incidents: Incidents, now: Callable[[], datetime]) -> None:
        self._incidents = incidents
        self._now = now
        self._since: float | None = None  # by the machine's steady clock
        self._latest = 0.0

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Any, method: TelegramMethod[TelegramType]
    ) -> Any:  # despite aiogram's annotation, what goes round is the result itself
        """A refusal is an answer, too; a call that was cancelled says nothing."""
        try:
            found = await make_request(bot, method)
        except AWAY:
            self.heard(answered=False)
            raise
        except TelegramAPIError:
            self.heard(answered=True)
            raise
        self.heard(answered=True)
        return found

    def heard(self, *, answered: bool) -> None:
        """Of a call that went another way."""
        if not answered:
            self._latest = time.monotonic()
            self._since = self._latest if self._since is None else self._since
        elif self._since is not None:
            took, ago = self._latest - self._since, time.monotonic() - self._latest
            self._since = None
            self._incidents.telegram_was_away(timedelta(seconds=took), until=self._now() - timedelta(seconds=ago))
