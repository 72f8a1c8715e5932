"""Planning: every touchpoint of the programme asks the database who is due, and puts them into the outbox."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from actions.shop import Shop
from loyalty.local_time import at_local
from loyalty.notation import DayTime
from loyalty.occasions import anniversary_spans, birthdays_on, holidays_of, moment, occasion_days
from loyalty.touchpoint import Touchpoint, Trigger
from storage.due_days import Day
from storage.due_events import Window
from storage.due_statements import OF_A_DAY
from storage.planning import Planning, switched

LOOK_BACK = timedelta(days=30)  # what downtime missed within it is planned, withheld as stale, and so counted
USUAL_TIME = DayTime(0, time(11))  # of a greeting for which the programme names none


async def plan_touchpoints(shop: Shop, *, look_back: timedelta = LOOK_BACK, thorough: bool = True) -> int:
    """Plan what has become due in the last `look_back`; returns how many messages. Doing it again plans nothing.

    thorough: look for every silence, however long ago it should have been noticed; without, only for those that came
    due in the window. Both find the same in the end, but a million customers are looked through in a second only.
    """
    now, programme = shop.now(), shop.programme
    window = Window(now - look_back, now, thorough)
    async with shop.storage.reading(long=True) as tx:
        work = await _work(shop, Planning(tx.connection, programme, window), await switched(tx.connection))
    planned = 0
    for rule, days in work:  # each by itself: a million greetings take seconds, and others want to write, too
        async with shop.storage.transaction(long=True) as tx:
            planning = Planning(tx.connection, programme, window)
            await planning.begin()
            planned += await planning.plan(rule, days)
    return planned


async def _work(shop: Shop, planning: Planning, switches: Mapping[str, bool]) -> list[tuple[Touchpoint, Sequence[Day]]]:
    """The touchpoints that are on and have something to plan."""
    on = [rule for rule in shop.programme.touchpoints if switches.get(rule.id, rule.enabled)]
    due = await planning.due()
    events: list[tuple[Touchpoint, Sequence[Day]]] = [(rule, ()) for rule in on if rule.id in due]
    greetings = [rule for rule in on if rule.on in OF_A_DAY]
    if not greetings:
        return events
    calendar = await _calendar(shop, planning, greetings)
    days = [(rule, calendar.days(rule)) for rule in greetings]
    return events + [(rule, some) for rule, some in days if some and await planning.due_on(rule, some)]


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The days whose moment came between `since` and `until`, in every time zone that customers live in."""

    zones: tuple[tuple[str, ZoneInfo], ...]
    country: str
    first_year: int  # of the oldest purchase
    since: datetime
    until: datetime

    def days(self, rule: Touchpoint) -> list[Day]:
        """What is to be looked for. The year is a birthday's occurrence, also where its greeting leaves before."""
        of = {Trigger.BIRTHDAY: self._birthdays, Trigger.HOLIDAY: self._holidays}.get(rule.on, self._anniversaries)
        at = rule.at or USUAL_TIME
        return [
            found
            for name, zone in self.zones
            for day in occasion_days(at, zone, self.since, self.until)
            for found in of(rule, day, zone, Day(name, str(day.year), moment(day, at, zone), _noon(day, zone)))
        ]

    def _birthdays(self, _rule: Touchpoint, day: date, _zone: ZoneInfo, found: Day) -> Iterator[Day]:
        for month, number in birthdays_on(day):
            yield replace(found, month=month, day=number)

    def _holidays(self, rule: Touchpoint, day: date, _zone: ZoneInfo, found: Day) -> Iterator[Day]:
        if day in _greeted(self.country, rule.holidays, day.year):
            yield replace(found, occurrence=day.isoformat())

    def _anniversaries(self, _rule: Touchpoint, day: date, zone: ZoneInfo, found: Day) -> Iterator[Day]:
        for _, since, until in anniversary_spans(day, zone, self.first_year):
            yield replace(found, since=since, until=until)


@lru_cache(maxsize=64)
def _greeted(country: str, names: tuple[str, ...], year: int) -> frozenset[date]:
    return frozenset(holidays_of(country, names, year))


async def _calendar(shop: Shop, planning: Planning, greetings: Sequence[Touchpoint]) -> _Calendar:
    own, window = shop.programme.shop, planning.window
    names = {own.timezone, *await planning.zones()}
    zones = tuple((name, zone_of(name, own.zone)) for name in sorted(names))
    remembered = any(rule.on is Trigger.ANNIVERSARY for rule in greetings)
    first = await planning.first_purchase() if remembered else None
    return _Calendar(zones, own.country, (first or window.now).year - 1, window.since, window.now)


def zone_of(name: str | None, otherwise: ZoneInfo) -> ZoneInfo:
    """A person's own time zone; `otherwise` where they have none, or one that nobody knows (it was imported)."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError):
        return otherwise


def _noon(day: date, zone: ZoneInfo) -> datetime:
    return at_local(day, time(12), zone)
