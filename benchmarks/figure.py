"""One line of the table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`ratio` = ours / theirs, of the same quantity in the same run; whether less or more is better, `name` says."""

    name: str
    ours: str
    against: str
    theirs: str
    ratio: float
