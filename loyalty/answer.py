"""What somebody did when they were asked, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from loyalty.question import AnswerValue


class WrongAnswer(StrEnum):
    """Why it is no answer; there is a kind reply to each."""

    TOO_LONG = "too_long"
    EMPTY = "empty"
    NOT_A_NAME = "not_a_name"
    NOT_A_PHONE = "not_a_phone"
    NOT_YOUR_PHONE = "not_your_phone"  # somebody else's contact
    TYPED_PHONE = "typed_phone"  # a phone, but by the button it would be proved
    NOT_A_DAY = "not_a_day"
    FUTURE_DAY = "future_day"
    TOO_OLD = "too_old"
    NOT_AN_EMAIL = "not_an_email"
    NOT_AN_OPTION = "not_an_option"
    NOT_A_NUMBER = "not_a_number"
    TOO_SMALL = "too_small"
    TOO_BIG = "too_big"
    NOT_TEXT = "not_text"  # a sticker, a photo, a voice message
    REQUIRED = "required"
    ONE_AT_LEAST = "one_at_least"


@dataclass(frozen=True, slots=True)
class Typed:
    """A message of text."""

    text: str


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button: the choice's id, the number of a scale, `yes` or `no`; of `choices` several ids with commas."""

    choice: str


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact. `own`: Telegram vouches that the phone is the sender's (`contact.user_id == from_user.id`)."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    """The button to pass the question."""


@dataclass(frozen=True, slots=True)
class Other:
    """A sticker, a photo, a voice message, and whatever Telegram thinks of next."""


Given = Typed | Tapped | SharedContact | Skipped | Other


@dataclass(frozen=True, slots=True)
class Accepted:
    """What is kept: a phone in E.164, a day as `1990-03-15` or `--03-15`, ids of choices; None: skipped."""

    value: AnswerValue


@dataclass(frozen=True, slots=True)
class Wrong:
    """The question is asked again, with the reason."""

    why: WrongAnswer


Checked = Accepted | Wrong
