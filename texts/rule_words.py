"""A touchpoint of the programme in words: when, to whom, how often. For the owner, who wrote it as data."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta

from loyalty.customer import Birthday
from loyalty.notation import in_language
from loyalty.touchpoint import Touchpoint, Trigger
from texts import formats
from texts.words import Words

_UNITS = (("days", timedelta(days=1)), ("hours", timedelta(hours=1)), ("minutes", timedelta(minutes=1)))
_OF_A_DAY = {Trigger.BIRTHDAY, Trigger.HOLIDAY, Trigger.ANNIVERSARY}
_FIXED = re.compile(r"(\d\d)-(\d\d)")


def titles(words: Words, rules: Iterable[Touchpoint]) -> dict[str, str]:
    """What each is called: as the owner has named it, else by its id. Plain, as everything here."""
    return {rule.id: in_language(rule.title, words.language) if rule.title else rule.id for rule in rules}


def when(words: Words, rule: Touchpoint, called: Mapping[str, str]) -> str:
    """`через 1 день после покупки`. called: the titles of all, since a step names the one before it."""
    if rule.on in _OF_A_DAY:
        return _of_a_day(words, rule)
    if rule.follows is not None:
        return words.plain("rule-follows", delay=span(words, rule.after), rule=called.get(rule.follows, rule.follows))
    if rule.on is Trigger.SILENCE:
        return words.plain("rule-silence", **_counted(rule.after))
    delay = words.plain("rule-delay", span=span(words, rule.after)) if rule.after else words.plain("rule-at-once")
    said = words.plain(f"rule-{rule.on.value}", delay=delay)
    return words.plain("rule-repeated", rule=said, span=span(words, rule.repeat)) if rule.repeat else said


def who(words: Words, rule: Touchpoint) -> str:
    """`всем`, `сегменту valuable`; with the part that is held back."""
    people = words.plain("rule-segment", segment=rule.segment) if rule.segment else words.plain("rule-everybody")
    if not rule.control_group:
        return people
    return words.plain("rule-but-control", who=people, percent=formats.Percent(rule.control_group))


def how_often(words: Words, rule: Touchpoint) -> str:
    """`не чаще 1 раза в 90 дней`; empty: as often as it happens."""
    if rule.at_most is None:
        return ""
    return words.plain("rule-at-most", count=rule.at_most.count, span=span(words, rule.at_most.period))


def span(words: Words, length: timedelta) -> str:
    """`3 дня`, `2 часа`, in the largest unit that is whole."""
    return words.plain("rule-span", **_counted(length))


def _counted(length: timedelta) -> dict[str, int | str]:
    name, unit = next((pair for pair in _UNITS if length % pair[1] == timedelta()), _UNITS[-1])
    return {"unit": name, "count": length // unit}


def _of_a_day(words: Words, rule: Touchpoint) -> str:
    if rule.on is Trigger.HOLIDAY:
        occasion = ", ".join(_holiday(name, words.language) for name in rule.holidays)
    else:
        occasion = words.plain(f"rule-{rule.on.value}")
    if rule.at is None:
        return words.plain("rule-on-day", occasion=occasion)
    days, clock = rule.at.days, f"{rule.at.time:%H:%M}"
    if not days:
        return words.plain("rule-on-day-at", occasion=occasion, clock=clock)
    key = "rule-before-day" if days < 0 else "rule-after-day"
    return words.plain(key, span=span(words, timedelta(days=abs(days))), occasion=occasion, clock=clock)


def _holiday(name: str, language: str) -> str:
    """`01-01` is the first of January; other names are those of the `holidays` library, and the owner's."""
    fixed = _FIXED.fullmatch(name)
    return formats.day_month(Birthday(int(fixed[1]), int(fixed[2])), language) if fixed else name
