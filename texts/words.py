"""Words of the product: Fluent files by language, functions of typed values.

    words = texts.words("ru")
    words("purchase-thanks", name=customer.name, amount=Money(150050, "RUB"), items=3)    → Html, escaped
    words.plain("button-card")                                                            → str without markup

Values: `str` is escaped unless it is `Html`; `int`, `float` and `Decimal` are numbers that plurals may look at (an id
is not a number: pass `str(id)`, or it is written `1 234`); `bool` selects `[yes]` or `[no]`; Money, Percent, date,
datetime (in somebody's own zone) and Birthday are written as the language writes them.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from fluent_compiler.bundle import FluentBundle
from fluent_compiler.resource import FtlResource

from texts.entries import Entry, needed, read_entries
from texts.values import Html, Value, as_html, as_plain

__all__ = ["LANGUAGES", "Html", "Texts", "Words"]

LANGUAGES = ("ru", "en")


class Words:
    """The words of one language. Messages are compiled when they are first said: all of them at once take a second."""

    def __init__(self, language: str, entries: Mapping[str, Entry]) -> None:
        self.language = language
        self._entries = entries
        self._compiled: dict[str, FluentBundle] = {}

    def __call__(self, key: str, /, **values: Value) -> Html:
        """The text `key` as Telegram HTML. KeyError: there is no such text. ValueError: a value it needs is missing."""
        return Html(self._say(key, {name: _given(value, self.language, as_html) for name, value in values.items()}))

    def plain(self, key: str, /, **values: Value) -> str:
        """The text `key` for a button or a callback's answer: nothing is escaped, for nothing is markup there."""
        return self._say(key, {name: _given(value, self.language, as_plain) for name, value in values.items()})

    def __contains__(self, key: str) -> bool:
        return key in self._entries and not key.startswith("-")

    def __iter__(self) -> Iterator[str]:
        """Every key."""
        return (key for key in self._entries if not key.startswith("-"))

    def variables(self, key: str) -> frozenset[str]:
        """What `key` must be given, other texts that it refers to included."""
        return frozenset(name for entry in needed(key, self._entries) for name in entry.variables)

    def mistakes(self) -> list[str]:
        """What is wrong with the files: every text is compiled. For tests; nothing calls it on start."""
        return [f"{self.language}: {key}: {error}" for key in self for _, error in self._bundle(key).check_messages()]

    def _say(self, key: str, values: dict[str, object]) -> str:
        text, errors = self._bundle(key).format(key, values)
        if errors:
            raise ValueError(f"{self.language}: {key}: {'; '.join(map(str, errors))}")
        return str(text)

    def _bundle(self, key: str) -> FluentBundle:
        if key not in self._compiled:
            if key not in self:
                raise KeyError(f"no text {key!r} in {self.language!r}")
            source = "\n".join(entry.source for entry in needed(key, self._entries))
            # Without Fluent's own isolates: Telegram shows them. Names that need one get it in texts/values.py.
            self._compiled[key] = FluentBundle(self.language, [FtlResource(source, key)], use_isolating=False)
        return self._compiled[key]


class Texts:
    """All languages, read once."""

    def __init__(self, folder: Path = Path(__file__).parent) -> None:
        self._languages = {language: Words(language, read_entries(folder / language)) for language in LANGUAGES}

    def words(self, language: str) -> Words:
        """KeyError: a language that the product does not speak (customers get one of the shop's languages)."""
        return self._languages[language]


def _given(value: Value, language: str, write: Callable[[Value, str], str]) -> object:
    """Fluent itself gets the number, so that it can choose a plural; of everything else, the written form."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return value if is_number else write(value, language)
