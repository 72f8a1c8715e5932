"""Card numbers: EAN-13, so that any till's scanner reads them."""

import re
from datetime import datetime, timedelta

_EAN = re.compile(r"[0-9]{13}")


def ean13(prefix: str, sequence: int) -> str:
    """`prefix`, then `sequence` in as many digits as are left, then the check digit.

    ValueError where the prefix leaves no room for the number.
    """
    body = prefix + str(sequence).zfill(12 - len(prefix))
    if not re.fullmatch("[0-9]{12}", body):
        raise ValueError(f"card {sequence} does not fit behind the prefix {prefix}")
    return body + _check_digit(body)


def is_card_number(text: str) -> bool:
    """Thirteen digits, the last of which fits the others."""
    return _EAN.fullmatch(text) is not None and _check_digit(text[:12]) == text[12]


def normalised_card(text: str) -> str | None:
    """A card number as somebody typed or scanned it, without spaces and dashes; None where it is none."""
    number = re.sub(r"[\s\-–—]", "", text)
    return number if is_card_number(number) else None


def valid_until(now: datetime, days: int) -> datetime | None:
    """The last moment of a card that is issued or renewed now; None: for ever. days: the programme's, 0: for ever."""
    return now + timedelta(days=days) if days else None


def is_expired(until: datetime | None, now: datetime) -> bool:
    """Whether a card that is valid until then gives nothing now."""
    return until is not None and until < now


def _check_digit(body: str) -> str:
    """GS1: weights 1 and 3 in turn from the left over twelve digits, completed to the next ten."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return str(-total % 10)
