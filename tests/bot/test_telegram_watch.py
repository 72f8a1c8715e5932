"""An outage of Telegram is noted once it is over, and only if anybody can have noticed it."""

import time
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramServerError
from aiogram.methods import GetMe

from actions.incidents import Incidents
from bot.telegram_watch import TelegramWatch
from tests.shop import NOON

DAY = timedelta(days=1)
CALL = GetMe()


class Line:
    """To Telegram, by a steady clock that is turned by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 0.0
        self.incidents = Incidents()
        self._watch = TelegramWatch(self.incidents, lambda: NOON)
        monkeypatch.setattr(time, "monotonic", lambda: self.seconds)

    async def call(self, after: float, error: Exception | None = None) -> None:
        """So many seconds later; what comes of it."""
        self.seconds += after

        async def made(_bot: Any, _method: Any) -> Any:
            if error is not None:
                raise error
            return "an answer"

        way: Any = made
        if error is None:
            assert await self._watch(way, None, CALL) == "an answer"
        else:
            with pytest.raises(type(error)):
                await self._watch(way, None, CALL)

    @property
    def away(self) -> timedelta:
        return self.incidents.between(NOON - DAY, NOON).telegram


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(monkeypatch)


async def test_from_the_first_failure_to_the_first_answer(line: Line) -> None:
    await line.call(0)
    await line.call(10, TelegramNetworkError(CALL, "no route"))
    await line.call(300, TelegramServerError(CALL, "Bad Gateway"))
    assert line.away == timedelta()
    await line.call(300)
    assert line.away == timedelta(minutes=10)
    await line.call(1000)
    assert line.away == timedelta(minutes=10)


async def test_a_refusal_is_an_answer(line: Line) -> None:
    await line.call(0, TelegramNetworkError(CALL, "no route"))
    await line.call(360, TelegramBadRequest(CALL, "Bad Request"))
    assert line.away == timedelta(minutes=6)


async def test_a_hiccup_is_not_told(line: Line) -> None:
    await line.call(0, TelegramNetworkError(CALL, "no route"))
    await line.call(299)
    assert line.away == timedelta()
