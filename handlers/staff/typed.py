"""What staff type at the till: whom, how much, which receipt. People write numbers with spaces, and phones, too."""

import re
from dataclasses import dataclass

from loyalty.identify import ByCard, ByPhone, identify
from loyalty.money import AmountProblem, Money, parse_amount

_MARKED = re.compile(r"(?P<amount>.*?)\s*(?:№|#|(?:чек|receipt|no)\b[.:]?)\s*[№#]?\s*(?P<receipt>\S+)", re.IGNORECASE)
_RECEIPT = re.compile(r"(?=.*\d)\w[\w./-]{0,23}")


@dataclass(frozen=True, slots=True)
class Told:
    """A sum, and perhaps a receipt."""

    amount: Money
    receipt: str | None


@dataclass(frozen=True, slots=True)
class TwoWays:
    """`500 123`: half a million, or five hundred by receipt 123. Only the one who typed it knows."""

    amount: Money
    shorter: Money
    receipt: str


@dataclass(frozen=True, slots=True)
class NotAnAmount:
    """Why not."""

    problem: AmountProblem
    said: str


@dataclass(frozen=True, slots=True)
class StrangeReceipt:
    """What follows the amount is no receipt number."""

    said: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """No amount at all."""


Sum = Told | TwoWays | NotAnAmount | StrangeReceipt | Nothing


def read_who(text: str, country: str) -> tuple[ByCard | ByPhone, str] | None:
    """The card or phone that `text` begins with, and the rest; the shortest beginning that is one."""
    tokens = text.split()
    for length in range(1, len(tokens) + 1):
        who = identify(" ".join(tokens[:length]), country)
        if isinstance(who, ByCard | ByPhone):
            return who, " ".join(tokens[length:])
    return None


def read_sum(text: str, currency: str) -> Sum:
    """`1 500,50 ₽`, `1500 42`, `1 500 чек 42`: the longest reading as an amount, and what is left as the receipt."""
    text = " ".join(text.split())
    if not text:
        return Nothing()
    marked = _MARKED.fullmatch(text)
    if marked is not None and marked["amount"]:
        return _with_receipt(parse_amount(marked["amount"], currency), marked["amount"], marked["receipt"])
    before, _, last = text.rpartition(" ")
    whole, shorter = parse_amount(text, currency), parse_amount(before, currency)
    if isinstance(whole, Money):
        if isinstance(shorter, Money) and _could_be_receipt(before, last):
            return TwoWays(whole, shorter, last)
        return Told(whole, None)
    if before and shorter is not AmountProblem.NOT_A_NUMBER:
        return _with_receipt(shorter, before, last)
    return _unread(text, whole, currency)


def _with_receipt(amount: Money | AmountProblem, said: str, receipt: str) -> Sum:
    if not isinstance(amount, Money):
        return NotAnAmount(amount, said)
    return Told(amount, receipt) if _RECEIPT.fullmatch(receipt) else StrangeReceipt(receipt)


def _could_be_receipt(before: str, last: str) -> bool:
    """Whether three digits at the end may be more than thousands: not after `1` or `12`, and never round."""
    return last.isdigit() and last != "000" and sum(letter.isdigit() for letter in before) >= 3


def _unread(text: str, problem: AmountProblem, currency: str) -> Sum:
    """An amount with too many words after it, or none."""
    tokens = text.split(" ")
    for length in range(len(tokens) - 2, 0, -1):
        if isinstance(parse_amount(" ".join(tokens[:length]), currency), Money):
            return StrangeReceipt(" ".join(tokens[length:]))
    return NotAnAmount(problem, text)
