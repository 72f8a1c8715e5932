from hashlib import sha256

import pytest
from teremok.validation import validate_html

from loyalty.discount import Tier
from loyalty.programme import PrivacyRules, Programme, ShopRules
from loyalty.survey import Kind, Question, Survey
from texts.consent.document import marketing_wording, processing_document

LIMIT = 3900  # UTF-16 units: with a button under it the document is read in one message, whole
ENROLMENT = Survey(id="enrolment", questions=(Question(id="name", kind=Kind.NAME, ask={"*": "?"}),))


def _programme(shop: ShopRules | None = None, privacy: PrivacyRules | None = None) -> Programme:
    return Programme(
        shop=shop or ShopRules(name="Салон «Ромашка»"),
        tiers=(Tier.model_validate({"name": "Карта", "from": 0, "discount": 5}),),
        surveys=(ENROLMENT,),
        privacy=privacy or PrivacyRules(),
    )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_longest_document_fits_into_one_message(language: str) -> None:
    shop = ShopRules(name="&" * 64, contact="<" * 200)
    document = processing_document(_programme(shop, PrivacyRules(operator="Ы" * 200)), language)
    assert _units(document.text) <= LIMIT
    validate_html(document.text)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_document_names_the_operator_and_the_shop(language: str) -> None:
    shop = ShopRules(name="Салон «Ромашка»", contact="+7 900 000-00-00")
    programme = _programme(shop, PrivacyRules(operator="ИП Иванова А. А."))
    assert "ИП Иванова А. А. (Салон «Ромашка»)." in processing_document(programme, language).text
    assert "+7 900 000-00-00" in processing_document(programme, language).text
    assert "ИП Иванова А. А. (Салон «Ромашка»)" in marketing_wording(programme, language)


def test_without_an_operator_the_shop_stands_for_it_once() -> None:
    text = processing_document(_programme(privacy=PrivacyRules(operator="Салон «Ромашка»")), "ru").text
    assert text == processing_document(_programme(), "ru").text
    assert "Оператор: Салон «Ромашка».\n" in text


def test_a_line_for_a_contact_that_is_not_given_is_left_out() -> None:
    assert "Связаться" not in processing_document(_programme(), "ru").text


@pytest.mark.parametrize("needed", ["152-ФЗ", "Оператор", "Telegram", "/privacy", "Роскомнадзор", "отзыва согласия"])
def test_what_russian_law_asks_for_is_said(needed: str) -> None:
    assert needed in processing_document(_programme(), "ru").text


def test_elsewhere_russian_law_is_not_named() -> None:
    text = processing_document(_programme(ShopRules(name="Ромашка", country="KZ")), "ru").text
    assert "152-ФЗ" not in text
    assert "Роскомнадзор" not in text
    assert "надзорный орган" in text


def test_the_hash_is_of_the_exact_text() -> None:
    document = processing_document(_programme(), "ru")
    assert document.hash == sha256(document.text.encode()).hexdigest()
    assert document.hash != processing_document(_programme(ShopRules(name="Другой")), "ru").hash
    assert document == processing_document(_programme(), "ru")


def test_the_shops_own_wording_comes_first() -> None:
    own = PrivacyRules(operator="ООО «Ы»", document={"ru": "Наше согласие для {operator}", "en": "Ours"})
    assert processing_document(_programme(privacy=own), "ru").text == "Наше согласие для ООО «Ы» (Салон «Ромашка»)"
    assert processing_document(_programme(privacy=own), "en").text == "Ours"
