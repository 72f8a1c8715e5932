"""Can the touchpoints of the programme file ever happen, and do they say what they need?"""

from collections.abc import Iterator

from loyalty.checks.finding import Finding, suggestion, unknown
from loyalty.checks.toml_lines import Path
from loyalty.occasions import holiday_names, unknown_holidays
from loyalty.programme import Programme
from loyalty.touchpoint import Category, Touchpoint, Trigger

OF_A_DAY = {Trigger.BIRTHDAY, Trigger.HOLIDAY, Trigger.ANNIVERSARY}
_OF_TIME = {Trigger.SILENCE, Trigger.UNFINISHED}  # nothing happens at their beginning: `after` says when it is noticed
_ANY_YEAR = 2028  # whose calendar decides whether a holiday is known; it has a 29 February


def findings(programme: Programme) -> Iterator[Finding]:
    """Everything that does not fit in the touchpoints."""
    for place, touchpoint in enumerate(programme.touchpoints):
        path: Path = ("touchpoints", place)
        yield from _of_names(path, touchpoint, programme)
        yield from _of_time(path, touchpoint)
        yield from _of_offer(path, touchpoint, programme)
        yield from _of_holidays(path, touchpoint, programme)
        yield from _of_follows(path, touchpoint, programme)
        yield from _of_repeat(path, touchpoint)
    yield from _of_invitations(programme)


def _of_names(path: Path, touchpoint: Touchpoint, programme: Programme) -> Iterator[Finding]:
    if touchpoint.segment is not None:
        yield from unknown((*path, "segment"), touchpoint.segment, "segment", programme.segments)
    if touchpoint.survey is not None:
        yield from unknown((*path, "survey"), touchpoint.survey, "survey", programme.surveys)
    if touchpoint.offer is not None:
        yield from unknown((*path, "offer"), touchpoint.offer, "offer", programme.offers)


def _of_time(path: Path, touchpoint: Touchpoint) -> Iterator[Finding]:
    if touchpoint.on in OF_A_DAY:
        if touchpoint.at is None:
            yield path, f'add at = "11:00", or at = "-3d 11:00" for three days before the {touchpoint.on}'
        if "after" in touchpoint.model_fields_set:
            yield (
                (*path, "after"),
                f'write at = "11:00" instead: a {touchpoint.on} is a day, `after` counts from an event',
            )
        return
    if touchpoint.at is not None:
        yield (*path, "at"), 'write after = "1d" instead: `at` is for birthday, holiday and anniversary'
    if touchpoint.on in _OF_TIME and not touchpoint.after:
        yield (*path, "after"), f'write how long, as after = "60d": on = "{touchpoint.on}" counts from it'


def _of_offer(path: Path, touchpoint: Touchpoint, programme: Programme) -> Iterator[Finding]:
    if touchpoint.offer is None:
        return
    if touchpoint.category is not Category.OFFER:
        yield (*path, "category"), 'write category = "offer": it brings one, and needs the consent to offers'
    offer = programme.offer(touchpoint.offer)
    if offer is not None and offer.valid_for is None and touchpoint.on not in OF_A_DAY:
        yield (*path, "offer"), f'give the offer "{offer.id}" a valid_for: here is no occasion to count days around'


def _of_holidays(path: Path, touchpoint: Touchpoint, programme: Programme) -> Iterator[Finding]:
    country = programme.shop.country
    if touchpoint.on is not Trigger.HOLIDAY:
        if touchpoint.holidays:
            yield (*path, "holidays"), 'take it out, or write on = "holiday"'
        return
    if not touchpoint.holidays:
        yield path, 'add holidays = ["01-01"]: days as month-day, or names of the country\'s holidays'
    for name in unknown_holidays(country, touchpoint.holidays, _ANY_YEAR):
        near = suggestion(name.casefold(), holiday_names(country, _ANY_YEAR))
        number = touchpoint.holidays.index(name)
        yield (
            (*path, "holidays", number),
            f'write "{name}" as month-day, as "12-31": {country} has no such holiday{near}',
        )


def _of_follows(path: Path, touchpoint: Touchpoint, programme: Programme) -> Iterator[Finding]:
    if touchpoint.follows is None:
        return
    here = (*path, "follows")
    if touchpoint.on is not Trigger.SILENCE:
        yield here, 'take it out: it is for on = "silence"'
        return
    yield from unknown(here, touchpoint.follows, "touchpoint", programme.touchpoints)
    before = programme.touchpoint(touchpoint.follows)
    if before is not None and before.on is not Trigger.SILENCE:
        yield here, f'name a touchpoint on silence: "{before.id}" is on {before.on}'
    if _in_a_circle(touchpoint, programme):
        yield here, "break the circle: each waits for the other, and none begins"


def _in_a_circle(touchpoint: Touchpoint, programme: Programme) -> bool:
    seen: set[str] = set()
    step: Touchpoint | None = touchpoint
    while step is not None and step.follows is not None and step.id not in seen:
        seen.add(step.id)
        step = programme.touchpoint(step.follows)
    return step is not None and step.id == touchpoint.id and bool(seen)


def _of_repeat(path: Path, touchpoint: Touchpoint) -> Iterator[Finding]:
    if touchpoint.repeat is not None and (touchpoint.on is not Trigger.ENROLMENT or touchpoint.survey is None):
        yield (*path, "repeat"), 'take it out: it is for on = "enrolment" with a survey that is asked in portions'
    if touchpoint.repeat is not None and not touchpoint.repeat:
        yield (*path, "repeat"), 'write how long to wait, as repeat = "2w"'


def _of_invitations(programme: Programme) -> Iterator[Finding]:
    """The button to bring a friend needs a referral programme."""
    if programme.referral is not None:
        return
    for path, invites in _inviting(programme):
        if invites:
            yield (*path, "invite"), "add a [referral] table, or take it out: there is no reward for bringing a friend"


def _inviting(programme: Programme) -> Iterator[tuple[Path, bool]]:
    for place, touchpoint in enumerate(programme.touchpoints):
        yield ("touchpoints", place), touchpoint.invite
    for place, survey in enumerate(programme.surveys):
        for number, end in enumerate(survey.endings):
            yield ("surveys", place, "endings", number), end.invite
