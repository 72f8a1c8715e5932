"""The figures that `/stats` speaks of, ready to be said: named, in money, and in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from loyalty.customer import Stage
from loyalty.money import Money


@dataclass(frozen=True, slots=True)
class SalesFigures:
    """`net`: what was returned is taken off. `change`: per cent against the period before; None: nothing to compare."""

    net: Money
    returned: Money
    purchases: int
    average: Money | None
    change: int | None
    buyers: int
    new: int
    again: int


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """`average` of 1..5, `nps` -100..100; None: nobody answered."""

    average: Decimal | None
    rated: int
    nps: int | None
    recommended: int


@dataclass(frozen=True, slots=True)
class Reasons:
    """One question to those who did not buy, and what they answered, the most frequent first."""

    question: str
    answers: tuple[tuple[str, int], ...]
    answered: int


@dataclass(frozen=True, slots=True)
class TouchLine:
    """What a touchpoint came to; see storage.touch_statistics. `answered` None: it asks nothing.

    title: its id, where the owner has named it no other way. when: empty, if it is gone from the programme.
    """

    title: str
    when: str
    planned: int
    sent: int
    answered: int | None
    bought: int
    waiting: int
    control: int
    control_bought: int
    withheld: tuple[tuple[str, int], ...]
    lost: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class StatsPage:
    """All of it. `first` None: from the beginning; `days`: 0 where the period is no number of days."""

    shop: str
    days: int
    first: date | None
    last: date
    sales: SalesFigures
    stages: Mapping[Stage, int]
    scores: ScoreFigures
    refusals: int
    reasons: tuple[Reasons, ...]
    invited: int
    friends_bought: int
    friends_refused: int
    touches: tuple[TouchLine, ...]
