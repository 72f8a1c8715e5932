"""Telegram's flood limits, off until they are switched on. Real time, not the page's clock.

The exact figures are unpublished; these are what bots meet in practice.
"""

import math
import time
from collections import deque
from dataclasses import dataclass, field

OVERALL = 30  # messages a second over all chats
BURST = 4  # messages to one chat before one a second applies
GROUP = 20  # messages a minute into one group


@dataclass(slots=True)
class _Bucket:
    """Fills by `rate` a second up to `size`; a message takes one."""

    rate: float
    size: float
    level: float
    at: float

    def wait(self, now: float, cost: int) -> float:
        """Seconds until `cost` fit; more than the size counts as the size."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (min(cost, self.size) - self.level) / self.rate)


@dataclass(slots=True)
class Limits:
    on: bool = False
    _overall: _Bucket = field(default_factory=lambda: _Bucket(OVERALL, OVERALL, OVERALL, time.monotonic()))
    _chats: dict[int, _Bucket] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def retry_after(self, chat: int, group: bool, messages: int = 1) -> int:
        """0 and the messages are counted, or the whole seconds to wait."""
        if not self.on:
            return 0
        now = time.monotonic()
        bucket = self._chats.setdefault(chat, _Bucket(1, BURST, BURST, now))
        wait = max(self._overall.wait(now, messages), bucket.wait(now, messages))
        if group:
            wait = max(wait, self._group_wait(chat, now, messages))
        if wait > 0:
            return math.ceil(wait)
        self._overall.level -= messages
        bucket.level -= messages
        if group:
            self._groups[chat].extend([now] * messages)
        return 0

    def _group_wait(self, chat: int, now: float, messages: int) -> float:
        sent = self._groups.setdefault(chat, deque())
        while sent and sent[0] <= now - 60:
            sent.popleft()
        over = len(sent) + messages - GROUP
        return sent[min(over, len(sent)) - 1] + 60 - now if over > 0 and sent else 0.0
