"""Whom do staff mean? They type a card, a phone or a name."""

from dataclasses import dataclass

from loyalty.card import normalised_card
from loyalty.phone import parse_phone


@dataclass(frozen=True, slots=True)
class ByCard:
    """A card's number."""

    number: str


@dataclass(frozen=True, slots=True)
class ByPhone:
    """E.164."""

    phone: str


@dataclass(frozen=True, slots=True)
class ByName:
    """Part of a name, as typed; several people may fit."""

    name: str


@dataclass(frozen=True, slots=True)
class Nobody:
    """Neither a card, nor a phone, nor a name: a digit is missing, or there is nothing at all."""


Sought = ByCard | ByPhone | ByName | Nobody


def identify(text: str, country: str) -> Sought:
    """What `text` names. `country`: where phones without a prefix are dialled."""
    if (number := normalised_card(text)) is not None:
        return ByCard(number)
    if (phone := parse_phone(text, country)) is not None:
        return ByPhone(phone)
    letters = sum(ch.isalpha() for ch in text)
    digits = sum(ch.isdigit() for ch in text)
    return ByName(" ".join(text.split())) if letters > digits else Nobody()
