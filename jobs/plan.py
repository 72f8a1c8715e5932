"""Planning, every minute: thoroughly as often as is cheap, with a glance at what is new in between."""

import time
from datetime import datetime, timedelta

import structlog

from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop

SHARE = 1 / 500  # of the machine's time that thorough looks may take
AT_LEAST_EVERY = timedelta(days=1)  # by the shop's clock, which may be turned
OVERLAP = timedelta(hours=2)  # of two glances: tills report late

log = structlog.get_logger(__name__)


class Planner:
    """Remembers when it last looked and how long that took; what is planned, the database knows."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._looked_at: datetime | None = None
        self._thorough_at: datetime | None = None
        self._not_before = 0.0  # the next thorough look, by the machine's steady clock

    async def plan(self) -> int:
        """Plan what has become due; returns how many messages."""
        now, last = self._shop.now(), self._looked_at
        if last is None or self._is_time_for_a_thorough_look(now):
            planned = await self._look_thoroughly(now)
        else:
            look_back = max(now - last, timedelta()) + OVERLAP
            planned = await plan_touchpoints(self._shop, look_back=look_back, thorough=False)
        self._looked_at = now
        if planned:
            log.info("planned", messages=planned)
        return planned

    def _is_time_for_a_thorough_look(self, now: datetime) -> bool:
        if time.monotonic() >= self._not_before or self._thorough_at is None:
            return True
        return abs(now - self._thorough_at) >= AT_LEAST_EVERY

    async def _look_thoroughly(self, now: datetime) -> int:
        started = time.monotonic()
        planned = await plan_touchpoints(self._shop)
        self._thorough_at = now
        self._not_before = time.monotonic() + (time.monotonic() - started) / SHARE
        return planned
