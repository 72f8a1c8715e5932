"""Import purchases: `date,phone|card,amount,receipt,items`. Dates are the shop's own; the hour may be left out."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from babel.numbers import get_currency_precision

from actions.import_rows import BadCell, ImportRules, Said, phone_of
from actions.recognise_columns import KEY
from loyalty.answer_words import clean
from loyalty.card import normalised_card
from loyalty.dates import DayProblem, parse_birthday
from loyalty.local_time import at_local, start_of_day
from loyalty.money import AmountProblem, Money, parse_amount
from storage.purchase_import import ROWS, merge_purchases, number_twins
from storage.staging import Batch, Merged, Staging

_CLOCK = re.compile(
    r"(?P<day>.*\d)(?:T|,?\s+)(?P<time>\d{1,2}:\d\d(?::\d\d)?)(?:\.\d+)?(?P<zone>Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_AMBIGUOUS = re.compile(r"\d{1,3}\.\d{3}", re.ASCII)
_MINUS = re.compile(r"^\W*[-−–]|^\(.*\)$")
_E164 = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
_EARLIEST = 1970


@dataclass(frozen=True, slots=True)
class PurchaseImport:
    """How a file of purchases is imported."""

    rules: ImportRules
    now: datetime

    @property
    def table(self) -> Any:
        return ROWS

    @property
    def blank(self) -> Mapping[str, Any]:
        return dict.fromkeys(ROWS.c.keys()) | {"twin": 0}

    def read(self, said: Said) -> dict[str, Any]:
        """The columns that a row fills. BadCell: it cannot be kept."""
        columns = {
            "at": _moment(said, self.rules),
            **_who(said, self.rules),
            "amount": _amount(said, self.rules),
            "receipt": said.get("receipt"),
            "items": clean(said.get("items", "")) or None,
            "own_key": said.get(KEY),
        }
        if columns["receipt"] is None and columns["own_key"] is None:
            columns["key"] = _content_key(columns)
        return columns

    async def before_merging(self, staging: Staging) -> None:
        """Equal rows are counted over the whole file."""
        await number_twins(staging)

    async def merge(self, staging: Staging, batch: Batch) -> Merged:
        return await merge_purchases(staging, batch, currency=self.rules.programme.shop.currency, now=self.now)


def _content_key(columns: Mapping[str, Any]) -> str:
    """The same for equal rows, in whatever file and however they are written."""
    who, moment = columns["phone"] or columns["card"], int(columns["at"].timestamp())
    content = f"{who}|{moment}|{columns['amount']}|{columns['items'] or ''}"
    return f"file:{hashlib.sha256(content.encode()).hexdigest()[:32]}"


def _who(said: Said, rules: ImportRules) -> dict[str, str | None]:
    """A phone, a card, or both; each may stand in a column of either name."""
    cells = [said[name] for name in ("phone", "card", "phonecard") if name in said]
    if not cells:
        raise BadCell("no-customer")
    found: dict[str, str | None] = {"phone": None, "card": None}
    for cell in cells:
        if _E164.fullmatch(cell):  # whether there can be such a number does not matter: there is a customer, or not
            found["phone"] = cell
        elif card := normalised_card(cell):
            found["card"] = card
        elif phone := phone_of(cell, rules.programme.shop.country):
            found["phone"] = phone
        else:
            raise BadCell("bad-customer", cell)
    return found


def _amount(said: Said, rules: ImportRules) -> int:
    """Minor units. Nothing is a sum, too: real histories have purchases that were paid with a gift."""
    text = said.get("amount")
    if text is None:
        raise BadCell("no-amount")
    if _MINUS.search(text):
        raise BadCell("negative-amount", text)
    if _AMBIGUOUS.fullmatch(text) and get_currency_precision(rules.programme.shop.currency) < 3:
        raise BadCell("ambiguous-amount", text)
    match _parse_amount(text, rules.programme.shop.currency):
        case Money(minor):
            return minor
        case AmountProblem.NOT_POSITIVE:
            return 0
        case _:
            raise BadCell("bad-amount", text)


_parse_amount = lru_cache(maxsize=1 << 14)(parse_amount)


def _moment(said: Said, rules: ImportRules) -> datetime:
    text = said.get("date")
    if text is None:
        raise BadCell("no-date")
    zone = rules.programme.shop.zone
    found = _CLOCK.fullmatch(text)
    day = _day(found["day"] if found else text, rules.today, text)
    if found is None:
        return start_of_day(day, zone)
    try:
        wall = time.fromisoformat(found["time"].zfill(8 if found["time"].count(":") == 2 else 5))
        if found["zone"]:
            return datetime.fromisoformat(f"{day}T{wall}{found['zone']}").astimezone(UTC)
    except ValueError:
        raise BadCell("bad-date", text) from None
    return at_local(day, wall, zone)


def _day(text: str, today: date, whole: str) -> date:
    found = _written_day(text, today)
    if isinstance(found, str):
        raise BadCell(found, whole)
    return found


@lru_cache(maxsize=1 << 12)
def _written_day(text: str, today: date) -> date | str:
    """As birthdays are written (these lie in the past, too), or the problem. Tomorrow has begun somewhere."""
    day = parse_birthday(text, today + timedelta(days=1))
    if day is DayProblem.FUTURE:
        return "future-date"
    if isinstance(day, DayProblem) or day.year is None or day.year < _EARLIEST:
        return "bad-date"
    return date(day.year, day.month, day.day)
