"""Import customers: `phone,name,birthday,email,gender,language,tags,consent`, of which only the phone is required."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.import_rows import BadCell, ImportRules, Said, phone_of
from loyalty.answer import Accepted, Checked
from loyalty.answer_words import as_email, as_name, clean
from loyalty.dates import DayProblem, parse_birthday
from loyalty.programme import Programme
from storage.customer_import import ROWS, merge_customers
from storage.customers import birthday_columns
from storage.staging import Batch, Merged, Staging

_CONSENTS = {
    "processing": ("processing", "обработка", "персональные данные"),
    "marketing": ("marketing", "реклама", "рассылка"),
}
_LANGUAGES = {
    "ru": ("ru", "rus", "russian", "рус", "русский"),
    "en": ("en", "eng", "english", "англ", "английский"),
}
_GENDERS = {
    "female": ("female", "f", "woman", "ж", "жен", "женский", "женщина"),
    "male": ("male", "m", "man", "м", "муж", "мужской", "мужчина"),
}


@dataclass(frozen=True, slots=True)
class CustomerImport:
    """How a file of customers is imported."""

    rules: ImportRules
    now: datetime

    @property
    def table(self) -> Any:
        return ROWS

    @property
    def blank(self) -> Mapping[str, Any]:
        return dict.fromkeys(ROWS.c.keys())

    def read(self, said: Said) -> dict[str, Any]:
        """The columns that a row fills. BadCell: it cannot be kept."""
        return {
            "phone": _phone(said, self.rules),
            "name": _checked(said, "name", as_name),
            "email": _checked(said, "email", as_email),
            **_birthday(said, self.rules),
            "gender": _meant(said, "gender", _gender_words(self.rules.programme)),
            "language": _meant(said, "language", _language_words(self.rules.programme)),
            "tags": _tags(said),
            **_consents(said, self.rules),
        }

    async def before_merging(self, staging: Staging) -> None:
        """Nothing: rows of one phone are put together as they come."""

    async def merge(self, staging: Staging, batch: Batch) -> Merged:
        language = self.rules.programme.shop.languages[0]
        return await merge_customers(staging, batch, language=language, now=self.now)


def _phone(said: Said, rules: ImportRules) -> str:
    text = said.get("phone")
    if text is None:
        raise BadCell("no-phone")
    phone = phone_of(text, rules.programme.shop.country)
    if phone is None:
        raise BadCell("bad-phone", text)
    return phone


def _checked(said: Said, column: str, check: Any) -> str | None:
    """What the questionnaire would have accepted."""
    if column not in said:
        return None
    checked: Checked = check(clean(said[column]))
    if not isinstance(checked, Accepted):
        raise BadCell(f"bad-{column}", said[column])
    return str(checked.value)


def _birthday(said: Said, rules: ImportRules) -> dict[str, int | None]:
    if "birthday" not in said:
        return birthday_columns(None)
    found = parse_birthday(said["birthday"].removesuffix(" 00:00:00"), rules.today)
    if isinstance(found, DayProblem):
        raise BadCell("bad-birthday", said["birthday"])
    return birthday_columns(found)


def _meant(said: Said, column: str, words: Mapping[str, str]) -> str | None:
    if column not in said:
        return None
    found = words.get(said[column].casefold().rstrip("."))
    if found is None:
        raise BadCell(f"bad-{column}", said[column])
    return found


def _language_words(programme: Programme) -> dict[str, str]:
    return {word: language for language in programme.shop.languages for word in _LANGUAGES[language]}


def _gender_words(programme: Programme) -> dict[str, str]:
    """As the questionnaire calls them, where it asks."""
    words = {word: gender for gender, group in _GENDERS.items() for word in group}
    asked = (question for survey in programme.surveys for question in survey.questions if question.fills == "gender")
    for choice in (choice for question in asked for choice in question.choices):
        own = {choice.id.casefold(), *(label.casefold() for label in choice.label.values())}
        same = {word for group in _GENDERS.values() if own & set(group) for word in group}
        words |= dict.fromkeys(own | same, choice.id)
    return words


def _tags(said: Said) -> list[str] | None:
    """Separated by commas or semicolons; without these, every word is a tag."""
    text = said.get("tags", "")
    parts = re.split("[,;|]", text) if re.search("[,;|]", text) else text.split()
    return list(dict.fromkeys(filter(None, (" ".join(clean(part).split()) for part in parts)))) or None


def _consents(said: Said, rules: ImportRules) -> dict[str, Any]:
    """A word that is not understood is no consent, and no silence either."""
    text = said.get("consent")
    given = set(filter(None, re.split(r"[\s,;|+]+", (text or "").casefold())))
    known = {word: kind for kind, words in _CONSENTS.items() for word in words}
    if strange := given - known.keys():
        raise BadCell("bad-consent", min(strange))
    kinds = {known[word] for word in given}
    wording = f"{rules.source}: {text}" if kinds else None
    return {"processing": "processing" in kinds, "marketing": "marketing" in kinds, "wording": wording}
