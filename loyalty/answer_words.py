"""Answers in words: what was typed, or sent as a contact."""

import re
import unicodedata
from datetime import date

from email_validator import EmailNotValidError, validate_email

from loyalty.answer import Accepted, Checked, SharedContact, Wrong, WrongAnswer
from loyalty.dates import DayProblem, kept_day, parse_birthday, parse_told_day
from loyalty.phone import parse_phone
from loyalty.question import Question

NAME_LENGTH = 64
TEXT_LENGTH = 2000
_EXACT = 10**15  # beyond that, not every reader of JSON counts right


def clean(text: str) -> str:
    """Without what nobody sees: control characters, marks that turn the direction of writing, halves of characters.

    Line breaks, emoji (with the joiners inside them) and right-to-left letters stay.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(ch for ch in lines if ch in _KEPT or not _unseen(ch)).strip()


_KEPT = {"\n", "\t", "\u200c", "\u200d"}  # the joiners of emoji and of Persian


def _unseen(ch: str) -> bool:
    inside_a_flag = 0xE0020 <= ord(ch) <= 0xE007F  # Scotland's is seven characters, six of them tags
    return unicodedata.category(ch) in {"Cc", "Cf", "Cs", "Co"} and not inside_a_flag


def as_text(bare: str) -> Checked:
    """Anything, `clean`ed before."""
    return Accepted(bare)


def as_name(bare: str) -> Checked:
    """What to call somebody: on one line, with a letter in it, otherwise theirs to decide."""
    name = " ".join(bare.split())
    if len(name) > NAME_LENGTH:
        return Wrong(WrongAnswer.TOO_LONG)
    return Accepted(name) if any(ch.isalpha() for ch in name) else Wrong(WrongAnswer.NOT_A_NAME)


def as_email(bare: str) -> Checked:
    """The address in its usual spelling. Whether there is such a mailbox is not asked."""
    try:
        return Accepted(validate_email(bare, check_deliverability=False).normalized)
    except EmailNotValidError:
        return Wrong(WrongAnswer.NOT_AN_EMAIL)


def as_phone(question: Question, bare: str, country: str) -> Checked:
    """A typed phone proves nothing: it is accepted only where the question says so."""
    phone = parse_phone(bare, country)
    if phone is None:
        return Wrong(WrongAnswer.NOT_A_PHONE)
    return Accepted(phone) if question.typed_phone else Wrong(WrongAnswer.TYPED_PHONE)


def contact(question: Question, shared: SharedContact, country: str) -> Checked:
    """Telegram gives numbers with or without the plus; a phone book gives them as somebody once wrote them down."""
    if not shared.own and not question.typed_phone:
        return Wrong(WrongAnswer.NOT_YOUR_PHONE)
    international = "+" + shared.phone.lstrip("+ ")
    spellings = (international, shared.phone) if shared.own else (shared.phone, international)
    phones = (parse_phone(spelling, country) for spelling in spellings)
    phone = next((phone for phone in phones if phone is not None), None)
    return Wrong(WrongAnswer.NOT_A_PHONE) if phone is None else Accepted(phone)


_DAYS = {
    DayProblem.NOT_A_DAY: WrongAnswer.NOT_A_DAY,
    DayProblem.FUTURE: WrongAnswer.FUTURE_DAY,
    DayProblem.TOO_OLD: WrongAnswer.TOO_OLD,
}


def as_day(question: Question, bare: str, today: date) -> Checked:
    """A birthday lies in the past; another day may lie anywhere, and be said as "tomorrow"."""
    day = parse_birthday(bare, today) if question.fills == "birthday" else parse_told_day(bare, today)
    return Wrong(_DAYS[day]) if isinstance(day, DayProblem) else Accepted(kept_day(day))


def as_number(question: Question, bare: str) -> Checked:
    """A whole number within the question's bounds."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", bare).replace("−", "-"))
    if not re.fullmatch("[+-]?[0-9]+", plain):
        return Wrong(WrongAnswer.NOT_A_NUMBER)
    value = int(plain[:20])
    if value < (-_EXACT if question.minimum is None else question.minimum):
        return Wrong(WrongAnswer.TOO_SMALL)
    too_big = value > (_EXACT if question.maximum is None else question.maximum)
    return Wrong(WrongAnswer.TOO_BIG) if too_big else Accepted(value)
