"""Phones: whatever people type, kept as E.164."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

_HIDDEN = "·"


def parse_phone(text: str, country: str) -> str | None:
    """E.164, or None. `country` (ISO 3166, two letters) is where a number without a prefix is dialled."""
    for spelling in _spellings(text.strip(), country):
        try:
            number = phonenumbers.parse(spelling, country)
        except NumberParseException:
            continue
        if _plausible(number, country):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return None


def _plausible(number: phonenumbers.PhoneNumber, country: str) -> bool:
    """At home a number must be one that is given out; of other countries' plans we know no more than the length."""
    if number.country_code == phonenumbers.country_code_for_region(country):
        return bool(phonenumbers.is_valid_number(number))
    return bool(phonenumbers.is_possible_number(number))


def _spellings(text: str, country: str) -> list[str]:
    """As typed; then with the two slips that people make: `00` for `+`, and `+8` for the Russian `8`."""
    spellings = [text]
    if text.startswith("00"):
        spellings.append("+" + text[2:])
    if country in ("RU", "KZ") and re.match(r"\+\s*8", text):
        spellings.append(text[1:])
    return spellings


def masked(phone: str) -> str:
    """For eyes that need only recognise it: `+7 916 ···-··-67`. The country, the first group and two digits stay."""
    try:
        shown = phonenumbers.format_number(phonenumbers.parse(phone), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        shown = phone
    head = re.match(r"\+\d+ \d{1,4}(?=\D)", shown)
    first, last = head.end() if head else 0, len(shown) - 2
    return "".join(_HIDDEN if ch.isdigit() and first <= at < last else ch for at, ch in enumerate(shown))
