"""Presses of buttons that wait for the bot's answer."""

import asyncio
import secrets
import time
from dataclasses import dataclass
from typing import Any

from simulator.errors import ApiError, bad_request

Json = dict[str, Any]
ANSWER_WITHIN = 15.0  # seconds of real time; then the app stops showing that it waits
KEPT = 10_000


@dataclass(slots=True)
class Query:
    person: int
    pressed: float  # monotonic
    answer: asyncio.Future[Json]


class Queries:
    def __init__(self) -> None:
        self._waiting: dict[str, Query] = {}

    def open(self, person: int) -> tuple[str, Query]:
        """A new press: the callback query's id, and where its answer will come."""
        number = str(secrets.randbits(62))
        query = Query(person, time.monotonic(), asyncio.get_running_loop().create_future())
        if len(self._waiting) >= KEPT:
            self._waiting.pop(next(iter(self._waiting)))
        self._waiting[number] = query
        return number, query

    def answer(self, number: str, answer: Json) -> Query:
        """Raises ApiError when nobody waits for this answer (any more)."""
        query = self._waiting.pop(number, None)
        if query is None or time.monotonic() - query.pressed > ANSWER_WITHIN:
            raise too_old()
        if not query.answer.done():
            query.answer.set_result(answer)
        return query


def too_old() -> ApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
