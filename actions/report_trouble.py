"""The daily line: what was out of order since yesterday's, in words, and what to do about it. Otherwise silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.shop import Shop
from actions.tell_owner import tell_owner
from storage.backlog import Spoilt, spoilt
from storage.incidents import Went
from texts.values import Html
from texts.words import Words

HOUR = 10  # of the shop's day: the owner is awake, and the day's copy should be there


@dataclass(frozen=True, slots=True)
class Day:
    """From ten to ten o'clock of the shop; `until` names the day."""

    since: datetime
    until: datetime

    @property
    def key(self) -> str:
        """Of the one line that there is about it."""
        return f"daily:{self.until.date().isoformat()}"


def day_of(shop: Shop) -> Day | None:
    """The one that ended this morning; None: it has not yet."""
    now = shop.now().astimezone(shop.programme.shop.zone)
    if now.hour < HOUR:
        return None
    until = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return Day((until.replace(tzinfo=None) - timedelta(days=1)).replace(tzinfo=until.tzinfo), until)


async def report_trouble(shop: Shop, day: Day, *, copy_missing: bool) -> bool:
    """Tell the owners, once a day and only if there is something. Returns whether there was.

    copy_missing: the database has not been copied last night.
    """
    async with shop.storage.reading() as tx:
        found = await spoilt(tx.connection, since=day.since, until=day.until)
        went = await tx.incidents.between(day.since, day.until)
    words = shop.texts.words(shop.programme.shop.languages[0])
    lines = [*_of_messages(words, found), *_of_what_went_wrong(words, went)]
    if copy_missing:
        lines.append(words("daily-no-copy"))
    if lines:
        await tell_owner(shop, "daily-trouble", key=day.key, lines=Html("\n\n".join(lines)))
    return bool(lines)


def _of_messages(words: Words, found: Spoilt) -> Iterator[str]:
    if found.parked:
        yield words("daily-parked", count=found.parked)
    if found.failed:
        yield words("daily-failed", count=found.failed)
    if found.unknown:
        yield words("daily-unknown", count=found.unknown)
    if found.late:
        yield words("daily-late", count=found.late)


def _of_what_went_wrong(words: Words, went: Went) -> Iterator[str]:
    if went.telegram:
        yield words("daily-telegram-away", minutes=_minutes(went.telegram))
    if went.database:
        yield words("daily-database-away", minutes=_minutes(went.database))
    for job, count in sorted(went.jobs.items()):
        yield words("daily-job-failed", job=job, count=count)


def _minutes(took: timedelta) -> int:
    return max(1, round(took.total_seconds() / 60))
