"""Every text of the product, in every language, with everything that a person can be called."""

from collections.abc import Iterator

import pytest
from teremok.validation import ApiRuleViolation, validate_html

from texts.words import LANGUAGES, Texts

TEXTS = Texts()
HOSTILE = '<b>"Ы" & Co</b>{ coupon }'


def _keys() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for key in TEXTS.words(language):
            yield language, key


def test_both_languages_have_the_same_texts() -> None:
    russian, english = (set(TEXTS.words(language)) for language in LANGUAGES)
    assert russian == english


def test_both_languages_ask_for_the_same_values() -> None:
    russian, english = (TEXTS.words(language) for language in LANGUAGES)
    differing = {key: (russian.variables(key), english.variables(key)) for key in russian if key in english}
    assert {key: both for key, both in differing.items() if both[0] != both[1]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_have_no_mistakes(language: str) -> None:
    assert TEXTS.words(language).mistakes() == []


def test_every_text_is_html_that_telegram_takes() -> None:
    bad = []
    for language, key in _keys():
        words = TEXTS.words(language)
        try:
            validate_html(words(key, **dict.fromkeys(words.variables(key), HOSTILE)))
        except ApiRuleViolation as error:
            bad.append(f"{language}: {key}: {error}")
    assert bad == []


def test_commands_fit_into_telegrams_menu() -> None:
    for language, key in _keys():
        if key.startswith("command-"):
            assert 3 <= len(TEXTS.words(language).plain(key)) <= 256
