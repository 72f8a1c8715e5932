"""The owner's texts with their blanks: `{name}, how was your purchase?`."""

import re
from collections.abc import Mapping

_BLANK = re.compile(r"\{([a-z_]+)\}")


def fill(template: str, values: Mapping[str, str]) -> str:
    """`template` with its blanks filled.

    In one pass: a customer who calls themselves `{coupon}` gets no coupon. Blanks that nobody knows stay as they are.
    `values` go in as they are: what came from a person is escaped before.
    """
    return _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), template)


def blanks(template: str) -> tuple[str, ...]:
    """The names of the blanks, in order, each once."""
    return tuple(dict.fromkeys(_BLANK.findall(template)))
