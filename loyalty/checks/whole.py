"""What no single table of the programme file can know: whether its parts fit together."""

from collections.abc import Iterator

import phonenumbers

from loyalty.checks import discounts, surveys, texts, touchpoints
from loyalty.checks.finding import Finding, repeated
from loyalty.programme import Programme


def findings(programme: Programme) -> Iterator[Finding]:
    """Everything that does not fit, in no particular order."""
    yield from _of_shop(programme)
    yield from _of_ladder(programme)
    yield from _of_names(programme)
    yield from discounts.findings(programme)
    yield from surveys.findings(programme)
    yield from touchpoints.findings(programme)
    yield from texts.findings(programme)


def _of_shop(programme: Programme) -> Iterator[Finding]:
    shop = programme.shop
    if shop.country not in phonenumbers.SUPPORTED_REGIONS:
        yield ("shop", "country"), f'write a country of ISO 3166, as "RU": nobody has phones in "{shop.country}"'
    if len(set(shop.languages)) < len(shop.languages):
        yield ("shop", "languages"), "name each language once"


def _of_ladder(programme: Programme) -> Iterator[Finding]:
    ladder = programme.ladder
    if ladder.repeat > ladder.regular:
        yield (
            ("ladder", "regular"),
            f"write {ladder.repeat} or more: a regular has bought no less than a repeat customer",
        )
    if ladder.sleeping >= ladder.lost:
        yield ("ladder", "lost"), "write a longer time than that of sleeping: who is lost has slept before"


def _of_names(programme: Programme) -> Iterator[Finding]:
    yield from repeated(("offers",), programme.offers)
    yield from repeated(("segments",), programme.segments)
    yield from repeated(("surveys",), programme.surveys)
    yield from repeated(("touchpoints",), programme.touchpoints)
    genders = _genders(programme)
    for place, segment in enumerate(programme.segments):
        if segment.gender not in (None, *genders):
            yield ("segments", place, "gender"), f"write one of {', '.join(genders)}"
        for number, language in enumerate(segment.languages):
            if language not in programme.shop.languages:
                known = ", ".join(programme.shop.languages)
                yield ("segments", place, "languages", number), f'take out "{language}": the shop speaks {known}'


def _genders(programme: Programme) -> list[str]:
    """What a question may have told, and what a file always may."""
    asked = (question for survey in programme.surveys for question in survey.questions if question.fills == "gender")
    told = [choice.id for question in asked for choice in question.choices]
    return sorted({"female", "male", *told})
