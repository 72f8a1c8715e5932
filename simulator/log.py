"""The log of the bot's calls, bounded, so that a long run does not eat the memory."""

import json
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any

from simulator.bell import Bell

Json = dict[str, Any]
KEPT = 5000


class CallLog:
    """`kept=False` still counts the calls, and keeps nothing of them."""

    def __init__(self, kept: bool = True) -> None:
        self.kept = kept
        self.last = 0
        self.bell = Bell()
        self._calls: deque[Json] = deque(maxlen=KEPT)

    def add(self, at: datetime, method: str, params: Callable[[], Json], outcome: Json, ms: float) -> Json | None:
        """The new entry, or None when nothing is kept. `outcome`: ok, status and result or description."""
        self.last += 1
        if not self.kept:
            return None
        entry = {
            "n": self.last,
            "at": at.isoformat(timespec="milliseconds"),
            "method": method,
            "params": params(),
            **outcome,
            "ms": round(ms, 2),
        }
        self._calls.append(entry)
        self.bell.ring()
        return entry

    @staticmethod
    def show(entry: Json) -> Json:
        """The entry with the JSON in its parameters unpacked, which is put off until somebody looks."""
        return {**entry, "params": {name: _unpacked(value) for name, value in entry["params"].items()}}

    def read(self, method: str | None, since: int, limit: int) -> list[Json]:
        """The newest `limit` calls after number `since`, oldest first."""
        wanted = (
            call
            for call in reversed(self._calls)
            if call["n"] > since and (not method or call["method"].lower() == method.lower())
        )
        return [self.show(call) for call in list(islice(wanted, limit))[::-1]]

    def clear(self) -> None:
        self.last = 0
        self._calls.clear()


def _unpacked(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
