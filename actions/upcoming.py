"""Which birthday greetings come next: for those who want to see one without waiting for a year (the demo)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.plan_touchpoints import USUAL_TIME
from actions.shop import Shop
from loyalty.dates import next_birthday
from loyalty.ids import CustomerId
from loyalty.occasions import moment
from loyalty.touchpoint import Trigger


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A greeting, and when it is due."""

    customer: CustomerId
    name: str
    at: datetime


async def upcoming_greetings(shop: Shop, *, limit: int = 2) -> list[Upcoming]:
    """The next ones, of people who can be written to."""
    rule = next((rule for rule in shop.programme.touchpoints if rule.on is Trigger.BIRTHDAY), None)
    if rule is None:
        return []
    zone, at, now = shop.programme.shop.zone, rule.at or USUAL_TIME, shop.now()
    async with shop.storage.reading() as tx:
        people = await tx.customers.reachable_with_birthday(limit=100)
    found = []
    for person in people:
        assert person.birthday is not None
        due = moment(next_birthday(person.birthday, now.astimezone(zone).date()), at, zone)
        if due <= now:  # the greeting comes days before, and is behind us: the year after
            later = now.astimezone(zone).date() + timedelta(days=abs(at.days) + 1)
            due = moment(next_birthday(person.birthday, later), at, zone)
        found.append(Upcoming(person.id, person.name or "", due))
    return sorted(found, key=lambda greeting: greeting.at)[:limit]
