"""Touchpoints: when, to whom, what, how often at most. The programme file's `[[touchpoints]]` and `[[segments]]`."""

from datetime import timedelta
from enum import StrEnum

from pydantic import Field

from loyalty.customer import Stage
from loyalty.notation import Amount, At, Duration, Limit, Localised, Percent, Rule, Slug


class Trigger(StrEnum):
    """What a touchpoint waits for."""

    PURCHASE = "purchase"
    REFUSAL = "refusal"
    BIRTHDAY = "birthday"
    HOLIDAY = "holiday"
    ANNIVERSARY = "anniversary"  # of the first purchase
    SILENCE = "silence"  # since the last purchase
    ENROLMENT = "enrolment"
    UNFINISHED = "unfinished"  # a survey was left half-way


class Category(StrEnum):
    """The mix: service is owed, the rest needs the consent to offers."""

    SERVICE = "service"
    USEFUL = "useful"
    NEWS = "news"
    ABOUT_US = "about_us"
    OFFER = "offer"


class Segment(Rule):
    """A named filter over customers; every line that is given must hold."""

    id: Slug
    stages: tuple[Stage, ...] = ()
    spent_at_least: Amount | None = None  # in the last 365 days, major units
    purchases_at_least: int | None = None
    tags: tuple[str, ...] = ()  # any of them
    languages: tuple[str, ...] = ()
    gender: Slug | None = None  # as the questionnaire or an imported file told it


class Touchpoint(Rule):
    """One rule. `after` counts from the event; `at` names a day relative to the occasion and a local time."""

    id: Slug
    title: Localised | None = None  # what the owner calls it; None: by its id
    on: Trigger
    after: Duration = timedelta()
    at: At | None = None
    follows: Slug | None = None  # silence: only after that one was sent in the same silence; `after` counts from it
    holidays: tuple[str, ...] = ()  # "01-01" or a name of the `holidays` library in the shop's country
    segment: Slug | None = None
    category: Category
    text: Localised
    survey: Slug | None = None
    offer: Slug | None = None
    repeat: Duration | None = None  # enrolment: again after so long, while the survey has questions left
    at_most: Limit | None = None
    control_group: Percent = 0
    welcome_for: Duration | None = None  # how long after its moment it is still welcome; None: the programme's
    enabled: bool = True
    invite: bool = Field(default=False)  # with the button to bring a friend
