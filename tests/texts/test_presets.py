"""The programmes that the product comes with: they load, say what the field knows, and can be sent to anybody."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from teremok.validation import validate_html

from loyalty.money import Money
from loyalty.notation import Localised
from loyalty.programme import Programme
from loyalty.programme_file import parse
from loyalty.question import Kind
from loyalty.survey import ending, offered
from loyalty.touchpoint import Category, Touchpoint, Trigger
from texts.consent.document import processing_document
from texts.formats import Percent
from texts.invitation import ready_words, share_url
from texts.programme_words import render

ROOT = Path(__file__).parents[2]
NAMES = ("shop", "salon", "fitness")
PROGRAMMES = {name: parse((ROOT / "presets" / f"{name}.toml").read_text(encoding="utf-8")) for name in NAMES}
LANGUAGES = ("ru", "en")
SELLING = re.compile(r"скид|купон|акци|подар|discount|coupon|offer|gift|\{(percent|coupon|until)\}", re.IGNORECASE)

PEOPLE: tuple[dict[str, object], ...] = (
    {"name": None, "percent": Percent(10)},
    {"name": "Анна", "percent": Percent(20)},
    {"name": "Ы" * 64, "percent": Money(150000, "RUB")},
    {"name": '<b>"&{coupon}{name}</b>', "percent": Percent(10)},
    {"name": "محمد عبد الله", "percent": Percent(10)},
    {"name": "👩‍👩‍👧‍👦" * 8, "percent": Percent(10)},
)


@pytest.fixture(params=NAMES)
def programme(request: pytest.FixtureRequest) -> Programme:
    return PROGRAMMES[request.param]


def _values(person: dict[str, object]) -> dict[str, object]:
    known = {"shop": "&" * 64, "coupon": "ABCD2345", "until": date(2027, 9, 30), "link": "https://t.me/x?start=r_1"}
    return {
        **known,
        "holiday": "Международный женский день",
        "age": 30,
        "years": 2,
        "number": "2900000000018",
        **person,
    }


def _texts(programme: Programme) -> Iterator[tuple[str, Localised]]:
    for touchpoint in programme.touchpoints:
        yield touchpoint.id, touchpoint.text
    for survey in programme.surveys:
        for question in survey.questions:
            yield f"{survey.id}.{question.id}", question.ask
        for number, end in enumerate(survey.endings):
            yield f"{survey.id}.ending {number}", end.text


def _marketing(programme: Programme) -> list[Touchpoint]:
    return [touchpoint for touchpoint in programme.touchpoints if touchpoint.category is not Category.SERVICE]


def test_the_programme_of_a_new_shop_is_the_preset_word_for_word() -> None:
    assert (ROOT / "programme.toml").read_bytes() == (ROOT / "presets" / "shop.toml").read_bytes()


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_sent_to_anybody(programme: Programme, language: str, person: dict[str, object]) -> None:
    for id, text in _texts(programme):
        said = render(text, language, _values(person))
        validate_html(said)
        assert 0 < len(said.encode("utf-16-le")) // 2 <= 1024, id
        assert "{" not in said.replace("{coupon}{name}", ""), id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_without_a_name_is_still_a_sentence(programme: Programme, language: str) -> None:
    for id, text in _texts(programme):
        said = render(text, language, _values({"name": None, "percent": Percent(10)}))
        assert re.match(r"[А-ЯЁA-Z0-9]", said), (id, said)
        assert not re.search(r" [,!.?]|,,|, ?!", said), (id, said)


def test_texts_are_short_and_ask_for_one_thing(programme: Programme) -> None:
    for id, text in _texts(programme):
        for said in text.values():
            assert len(said) <= 260, id
            assert len(re.findall(r"/[a-z]+\b(?!>)", re.sub(r"</?\w+>", "", said))) <= 1, id


def test_every_label_fits_on_a_button(programme: Programme) -> None:
    labels = [
        label
        for survey in programme.surveys
        for question in survey.questions
        for choice in question.choices
        for label in choice.label.values()
    ]
    assert max(map(len, labels)) <= 30


def test_discounts_keep_to_the_bands_of_the_field(programme: Programme) -> None:
    bronze, silver, gold, platinum = (tier.discount for tier in programme.tiers)
    assert 5 <= bronze <= 7 <= silver <= 10 <= gold <= 15 < platinum == 20
    assert programme.discounts.cap == 25
    assert max(offer.percent for offer in programme.offers) <= 20
    assert all(offer.percent <= 20 for offer in programme.offers)


def test_nothing_is_sold_after_a_purchase(programme: Programme) -> None:
    first = programme.touchpoint("how-was-it")
    assert first is not None
    assert (first.on, first.category, first.offer, first.invite) == (Trigger.PURCHASE, Category.SERVICE, None, False)
    assert first.at_most is None  # after every first purchase
    survey = programme.survey(first.survey or "")
    assert survey is not None
    asked = [first.text, *(question.ask for question in survey.questions)]
    assert [said for text in asked for said in text.values() if SELLING.search(said)] == []


def test_three_useful_ones_to_one_offer(programme: Programme) -> None:
    marketing = _marketing(programme)
    offers = [touchpoint for touchpoint in marketing if touchpoint.category is Category.OFFER]
    assert len(marketing) - len(offers) >= 3 * len(offers)


def test_a_coupon_has_its_code_and_its_end(programme: Programme) -> None:
    for touchpoint in programme.touchpoints:
        for said in touchpoint.text.values():
            assert (touchpoint.offer is not None) == ("<code>{coupon}</code>" in said) == ("{until}" in said)


def test_the_birthday_gift_may_be_collected_on_the_days_around_it(programme: Programme) -> None:
    birthday = programme.touchpoint("birthday")
    assert birthday is not None
    assert birthday.at is not None
    assert birthday.at.days == -3
    offer = programme.offer(birthday.offer or "")
    assert offer is not None
    assert offer.days_before == 3
    assert offer.days_after > 0


def test_silence_is_met_in_steps_and_then_left_in_peace(programme: Programme) -> None:
    first, offer, why = (programme.touchpoint(id) for id in ("come-back", "come-back-offer", "why-silent"))
    assert first is not None
    assert offer is not None
    assert why is not None
    assert (first.after, offer.after, why.after) == (timedelta(60), timedelta(14), timedelta(14))
    assert (first.offer, offer.follows, why.follows) == (None, "come-back", "come-back-offer")
    assert all(step.at_most for step in (first, offer, why))
    assert why.survey == "why-silent"
    assert [step.id for step in programme.touchpoints if step.follows == "why-silent"] == []
    better = programme.offer(offer.offer or "")
    assert better is not None
    assert better.percent >= max(tier.discount for tier in programme.tiers)


def test_a_card_costs_five_short_questions(programme: Programme) -> None:
    questions = programme.enrolment.questions
    assert [question.id for question in questions[:4]] == ["name", "phone", "birthday", "email"]
    assert len(questions) == 5
    assert [question.required for question in questions] == [True, True, False, False, False]


def test_people_are_got_to_know_two_questions_at_a_time(programme: Programme) -> None:
    touchpoint, profile = programme.touchpoint("getting-to-know"), programme.survey("profile")
    assert touchpoint is not None
    assert profile is not None
    assert (touchpoint.on, touchpoint.repeat, profile.portion) == (Trigger.ENROLMENT, timedelta(30), 2)
    assert len(profile.questions) == 6


@pytest.mark.parametrize(
    "score, invited, alarmed", [(1, False, True), (3, False, True), (4, True, False), (5, True, False)]
)
def test_a_high_score_is_thanked_and_a_low_one_is_answered(
    programme: Programme, score: int, invited: bool, alarmed: bool
) -> None:
    survey = programme.survey("csat")
    assert survey is not None
    end = ending(survey, {"score": score})
    assert end is not None
    assert end.invite is invited
    assert survey.alert_if == "score <= 3"


def test_a_refusal_is_asked_about_in_three_taps_and_words_if_one_likes(programme: Programme) -> None:
    survey = programme.survey("refusal")
    assert survey is not None
    assert [question.kind for question in survey.questions] == [Kind.CHOICE, Kind.CHOICE, Kind.CHOICE, Kind.TEXT]
    assert survey.words_to_staff
    assert survey.questions[-1].required is False


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_invitation_stays_whole_when_telegram_puts_the_link_first(programme: Programme, language: str) -> None:
    link = "https://t.me/x?start=r_1"
    words = ready_words(programme, language, link)
    assert link in words
    assert "<" not in words
    assert share_url(link, words).endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_consent_of_every_preset_fits_into_one_message(programme: Programme, language: str) -> None:
    assert len(processing_document(programme, language).text.encode("utf-16-le")) // 2 <= 3900


def test_the_presets_differ_in_substance() -> None:
    ids = {name: {touchpoint.id for touchpoint in programme.touchpoints} for name, programme in PROGRAMMES.items()}
    own = {
        name: mine - set().union(*(other for key, other in ids.items() if key != name)) for name, mine in ids.items()
    }
    assert {"does-it-fit", "put-aside", "whats-new"} <= own["shop"]
    assert {"visit", "visit-nails", "visit-colour", "standing-slot", "quiet-months"} <= own["salon"]
    assert {"renew-early", "renew-soon", "second-week", "summer"} <= own["fitness"]


def test_the_earlier_a_membership_is_renewed_the_more() -> None:
    fitness = PROGRAMMES["fitness"]
    early, soon = (fitness.touchpoint(id) for id in ("renew-early", "renew-soon"))
    assert early is not None
    assert soon is not None
    assert soon.follows == early.id
    percents = [offer.percent for step in (early, soon) if (offer := fitness.offer(step.offer or ""))]
    assert percents == sorted(percents, reverse=True)
    assert len(set(percents)) == 2


def test_a_salon_reminds_by_the_frequency_of_the_service() -> None:
    salon = PROGRAMMES["salon"]
    weeks = {
        id: step.after.days // 7 for id in ("visit-nails", "visit", "visit-colour") if (step := salon.touchpoint(id))
    }
    assert weeks == {"visit-nails": 3, "visit": 5, "visit-colour": 7}


def test_every_touchpoint_has_a_name_for_the_owner(programme: Programme) -> None:
    for language in LANGUAGES:
        called = [(touchpoint.title or {}).get(language, "") for touchpoint in programme.touchpoints]
        assert all(called)
        assert len(set(called)) == len(called), "or nobody could tell them apart"
        assert max(map(len, called)) <= 26, "two stand in one row of buttons"


def test_a_refusal_for_the_price_is_met_with_a_price(programme: Programme) -> None:
    survey = programme.survey("refusal")
    assert survey is not None
    first = survey.questions[0]
    offer = programme.offer(offered(survey, {first.id: "price"}) or "")
    end = ending(survey, {first.id: "price"})
    assert offer is not None
    assert end is not None
    assert end.when == f"{first.id} = price"
    assert offer.percent == 15
    assert {choice.offer for choice in first.choices if choice.id != "price"} == {None}


def test_a_complaint_of_the_staff_is_met_by_people_and_not_by_coupons(programme: Programme) -> None:
    """Personal offence cannot be won back by terms."""
    survey = programme.survey("refusal")
    assert survey is not None
    staff = survey.questions[1]
    assert [choice.offer for choice in staff.choices if choice.offer] == []


def test_the_eighth_of_march_is_for_women_and_the_23rd_of_february_for_men(programme: Programme) -> None:
    for id, holiday, gender in (("to-women", "03-08", "female"), ("to-men", "02-23", "male")):
        touchpoint = programme.touchpoint(id)
        assert touchpoint is not None
        segment = programme.segment(touchpoint.segment or "")
        assert segment is not None
        assert (touchpoint.holidays, segment.gender) == ((holiday,), gender)
        assert touchpoint.category is Category.ABOUT_US
