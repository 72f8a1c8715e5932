"""What a log may say: what happened and where, and nothing that tells who somebody is, what they said, or a secret.

An error's words may quote anything (a name that could not be parsed, Telegram's whole answer), so only those are
repeated that come from where no person's data are: the system, SQLite, Telegram's verdicts without their quotations,
mistakes in the code. Of every other error its kind and its place are told. Patterns are the second line of defence.
"""

import re
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

_HIDDEN = "***"
_PATTERNS = (
    re.compile(r"\b\d{6,}:[\w-]{4,}"),  # a bot's token
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),  # an address of e-mail; a password before a server's name
    re.compile(r"\+\d[\d\s()-]{7,}\d"),  # a phone
    re.compile(r"(?<![\d-])[78][\s(-]*9\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)"),  # the same as Russians write it
    re.compile(r"(?<![\d-])\d{13}(?:\d{3})?(?!\d)"),  # a card, ours or a bank's; a group's number has a minus
)
_TELLING = re.compile(r"[@\d]")  # nothing of that is without one; most of what is said is
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|«[^»]*»|“[^”]*”")
_OF_THE_CODE = (AttributeError, ImportError, NameError, TypeError)
_OF_TELEGRAM = "TelegramAPIError"


class Discretion:
    """secrets: what must not be repeated, wherever it turns up."""

    def __init__(self, *secrets: str) -> None:
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def text(self, said: str) -> str:
        """What was said, with everything hidden that looks like somebody's."""
        for secret in self._secrets:
            said = said.replace(secret, _HIDDEN)
        if _TELLING.search(said):
            for pattern in _PATTERNS:
                said = pattern.sub(_HIDDEN, said)
        return said

    def unquoted(self, said: str) -> str:
        """The same of somebody else's sentence, which may quote what it is about."""
        return self.text(_QUOTED.sub("…", said))

    def words(self, error: BaseException) -> str:
        """Its own words, where they may be repeated; else none."""
        if isinstance(error, _OF_THE_CODE):
            return self.text(str(error))
        if isinstance(error, OSError):
            return self.unquoted(error.strerror or "")
        match type(error).__module__.partition(".")[0]:
            case "sqlite3":
                return self.text(str(error))
            case "asyncpg":  # its sentences quote values: the number of the error and the rule that was broken do not
                known = (getattr(error, name, None) for name in ("sqlstate", "constraint_name", "table_name"))
                return " ".join(str(one) for one in known if one)
            case "aiogram" if any(kind.__name__ == _OF_TELEGRAM for kind in type(error).__mro__):
                return self.unquoted(str(getattr(error, "message", "")))
        return ""

    def kind(self, error: BaseException) -> str:
        """`TelegramBadRequest: Bad Request: chat not found`, `ValueError`."""
        words = self.words(error)
        return f"{type(error).__name__}: {words}" if words else type(error).__name__

    def story(self, error: BaseException) -> str:
        """A traceback as Python writes it, the first cause first, without what nobody may read."""
        return "\n".join(line for one in reversed(list(causes(error))) for line in self._chapter(one))

    def _chapter(self, error: BaseException) -> Iterator[str]:
        if error.__traceback__ is not None:
            yield "Traceback (most recent call last):"
            yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
        yield self.kind(error)
        if isinstance(error, BaseExceptionGroup):
            for part in error.exceptions:
                yield from (f"  | {line}" for line in self.story(part).splitlines())


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and what it was raised from or during, as Python would tell it."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def error_of(exc_info: Any) -> BaseException | None:
    """The error that a log call was given, in any of the forms that it may be given in."""
    match exc_info:
        case BaseException():
            return exc_info
        case (_, BaseException() as error, TracebackType() | None):
            return error
    return None
