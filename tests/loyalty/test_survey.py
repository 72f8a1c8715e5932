"""How a survey goes: from question to question, back, in portions, to its end."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.survey import (
    Accepted,
    AnswerValue,
    Choice,
    Ending,
    Kind,
    Question,
    Survey,
    Tapped,
    alarms,
    check,
    counted,
    ending,
    next_question,
    offered,
    previous_question,
    progress,
    questions_for,
    score,
)


def asked(slug: str, kind: Kind = Kind.TEXT, ask_if: str | None = None) -> Question:
    return Question(id=slug, kind=kind, ask={"*": "?"}, ask_if=ask_if, required=False)


CSAT = Survey(
    id="csat",
    measure="csat",
    alert_if="score <= 3",
    questions=(
        asked("score", Kind.SCALE5),
        asked("why", ask_if="score <= 3"),
        asked("call", Kind.YES_NO, ask_if="why answered"),
        asked("praise", ask_if="score = 5"),
    ),
    endings=(
        Ending(when="score <= 3", text={"*": "Простите нас"}),
        Ending(when="score = 5", text={"*": "Спасибо!"}, invite=True),
        Ending(text={"*": "Учтём"}),
    ),
)
PROFILE = Survey(id="profile", portion=2, questions=tuple(asked(slug) for slug in "abcde"))


def ids(questions: tuple[Question, ...]) -> list[str]:
    return [question.id for question in questions]


def upcoming(survey: Survey, answers: dict[str, AnswerValue], *before: str) -> str | None:
    question = next_question(survey, answers, before)
    return None if question is None else question.id


def test_an_unhappy_customer_is_asked_why() -> None:
    assert upcoming(CSAT, {}) == "score"
    assert upcoming(CSAT, {"score": 2}) == "why"
    assert upcoming(CSAT, {"score": 2, "why": "Холодно"}) == "call"
    assert upcoming(CSAT, {"score": 2, "why": "Холодно", "call": True}) is None


def test_a_happy_one_is_not() -> None:
    assert upcoming(CSAT, {"score": 5}) == "praise"
    assert upcoming(CSAT, {"score": 4}) is None


def test_what_hangs_on_a_skipped_question_is_not_asked() -> None:
    assert upcoming(CSAT, {"score": 2, "why": None}) is None
    assert ids(questions_for(CSAT, {"score": 2, "why": None})) == ["score", "why"]


def test_what_may_still_be_asked_is_counted() -> None:
    assert ids(questions_for(CSAT, {})) == ["score", "why", "call", "praise"]
    assert ids(questions_for(CSAT, {"score": 2})) == ["score", "why", "call"]
    assert ids(questions_for(CSAT, {"score": 4})) == ["score"]


def test_an_answer_that_no_longer_belongs_is_forgotten() -> None:
    """They went back and made a 2 a 5: the old reason opens no case and asks no question."""
    changed: dict[str, AnswerValue] = {"score": 5, "why": "Холодно"}
    assert counted(CSAT, changed) == {"score": 5}
    assert upcoming(CSAT, changed) == "praise"
    assert "call" not in ids(questions_for(CSAT, changed))


def test_progress_is_said_in_numbers() -> None:
    _, why, call, _ = CSAT.questions
    assert progress(CSAT, {}, CSAT.questions[0]) == (1, 4)
    assert progress(CSAT, {"score": 1}, why) == (2, 3)
    assert progress(CSAT, {"score": 1, "why": "x"}, call) == (3, 3)


def test_back_leads_to_what_was_asked_before() -> None:
    score_, why, call, praise = CSAT.questions
    assert previous_question(CSAT, {}, score_) is None
    assert previous_question(CSAT, {"score": 2}, why) == score_
    assert previous_question(CSAT, {"score": 2, "why": "x"}, call) == why
    assert previous_question(CSAT, {"score": 5, "why": "x"}, praise) == score_  # past what no longer belongs


def test_a_long_survey_is_asked_in_portions() -> None:
    assert upcoming(PROFILE, {}) == "a"
    assert upcoming(PROFILE, {"a": "1"}) == "b"
    assert upcoming(PROFILE, {"a": "1", "b": None}) is None
    assert upcoming(PROFILE, {"a": "1", "b": None}, "a", "b") == "c"
    assert upcoming(PROFILE, {"a": "1", "b": None, "c": "3", "d": "4"}, "a", "b") is None
    last: dict[str, AnswerValue] = dict.fromkeys("abcd", "x")
    assert upcoming(PROFILE, last, *"abcd") == "e"
    assert upcoming(PROFILE, last | {"e": "x"}, *"abcd") is None


def test_a_portion_is_counted_for_itself() -> None:
    _, _, c, d, e = PROFILE.questions
    answers: dict[str, AnswerValue] = {"a": "1", "b": "2"}
    assert progress(PROFILE, answers, c, "ab") == (1, 2)
    assert progress(PROFILE, answers | {"c": "3"}, d, "ab") == (2, 2)
    assert progress(PROFILE, dict.fromkeys("abcd", "x"), e, "abcd") == (1, 1)
    assert previous_question(PROFILE, answers, c, "ab") is None  # what was answered last month stays
    assert previous_question(PROFILE, answers | {"c": "3"}, d, "ab") == c


@pytest.mark.parametrize("value, alarmed", [(1, True), (3, True), (4, False), (5, False), (None, False)])
def test_a_low_score_is_an_alarm_at_once(value: int | None, alarmed: bool) -> None:
    assert alarms(CSAT, {"score": value}) is alarmed


def test_nothing_is_no_alarm() -> None:
    assert not alarms(CSAT, {})
    assert not alarms(PROFILE, {"a": "Хочу пожаловаться"})


def test_words_after_a_refusal_go_to_staff() -> None:
    poll = Survey(id="refusal", words_to_staff=True, questions=(asked("why", Kind.NAME), asked("words")))
    assert not alarms(poll, {"why": "price"})
    assert not alarms(poll, {"why": "price", "words": None})
    assert alarms(poll, {"words": "Нагрубили"})


@pytest.mark.parametrize("value, text", [(2, "Простите нас"), (5, "Спасибо!"), (4, "Учтём"), (None, "Учтём")])
def test_the_first_ending_that_fits_is_said(value: int | None, text: str) -> None:
    found = ending(CSAT, {"score": value})
    assert found is not None
    assert found.text == {"*": text}


def test_without_a_fitting_ending_there_is_none() -> None:
    assert ending(PROFILE, {}) is None
    assert ending(CSAT.model_copy(update={"endings": CSAT.endings[:2]}), {"score": 4}) is None


@pytest.mark.parametrize("value", [1, 5, None])
def test_what_is_measured_is_the_scale(value: int | None) -> None:
    assert score(CSAT, {"score": value, "why": "x"}) == value


def test_a_measure_takes_the_scale_of_its_kind() -> None:
    both = (asked("stars", Kind.SCALE5), asked("advise", Kind.SCALE10))
    answers: dict[str, AnswerValue] = {"stars": 4, "advise": 9}
    assert score(Survey(id="x", measure="nps", questions=both), answers) == 9
    assert score(Survey(id="x", measure="csat", questions=both), answers) == 4
    assert score(Survey(id="x", questions=both), answers) == 4
    assert score(PROFILE, {"a": "5"}) is None
    assert score(CSAT, {}) is None


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """Up to six yes-or-no questions, each of which may depend on those before."""
    questions: list[Question] = []
    for slug in "abcdef"[: draw(st.integers(1, 6))]:
        earlier = [question.id for question in questions]
        part = st.builds(
            "{} {}".format, st.sampled_from(earlier or ["a"]), st.sampled_from(["= yes", "= no", "answered"])
        )
        condition = draw(st.none() | st.lists(part, min_size=1, max_size=3).map(" or ".join)) if earlier else None
        questions.append(asked(slug, Kind.YES_NO, condition))
    return Survey(id="x", questions=tuple(questions), portion=draw(st.integers(0, 3)))


ANSWERS = st.lists(st.none() | st.booleans(), min_size=6, max_size=6)


@given(surveys(), ANSWERS)
def test_every_survey_ends_and_asks_each_question_once(survey: Survey, values: list[bool | None]) -> None:
    answers: dict[str, AnswerValue] = {}
    before: set[str] = set()
    for _ in range(len(survey.questions) + 1):
        while (question := next_question(survey, answers, before)) is not None:
            assert question.id not in answers
            position, total = progress(survey, answers, question, before)
            assert 1 <= position <= total <= len(survey.questions)
            answers[question.id] = values[len(answers)]
        before = set(answers)  # the next portion
    assert next_question(survey, answers, before) is None
    assert set(ids(questions_for(survey, answers))) == set(answers)


@given(surveys(), ANSWERS, st.integers(0, 5))
def test_back_and_then_forward_returns(survey: Survey, values: list[bool | None], stop: int) -> None:
    answers: dict[str, AnswerValue] = {}
    for value in values[:stop]:
        question = next_question(survey, answers)
        if question is None:
            break
        answers[question.id] = value
    current = next_question(survey, answers)
    if current is None:
        return
    before = previous_question(survey, answers, current)
    if before is None:
        assert not answers
    else:
        taken_back = {question: value for question, value in answers.items() if question != before.id}
        assert next_question(survey, taken_back) == before
        assert next_question(survey, taken_back | {before.id: answers[before.id]}) == current


def test_an_answer_goes_from_the_button_to_the_next_question() -> None:
    first = next_question(CSAT, {})
    assert first is not None
    checked = check(first, Tapped("2"), today=date(2026, 3, 3), country="RU")
    assert isinstance(checked, Accepted)
    assert upcoming(CSAT, {first.id: checked.value}) == "why"


def choice(id: str, offer: str | None = None) -> Choice:
    return Choice(id=id, label={"*": id}, offer=offer)


REFUSAL = Survey(
    id="refusal",
    questions=(
        Question(id="what", kind=Kind.CHOICE, ask={"*": "?"}, choices=(choice("price", "price-15"), choice("other"))),
        Question(
            id="why",
            kind=Kind.CHOICES,
            ask={"*": "?"},
            ask_if="what = other",
            choices=(choice("staff"), choice("queue", "sorry-10")),
        ),
    ),
)


@pytest.mark.parametrize(
    "answers, offer",
    [
        ({"what": "price"}, "price-15"),
        ({"what": "other", "why": ["staff", "queue"]}, "sorry-10"),
        ({"what": "other", "why": ["staff"]}, None),
        ({"what": "price", "why": ["queue"]}, "price-15"),  # the second does not count: they went back
        ({"what": None}, None),
        ({}, None),
    ],
)
def test_the_first_answer_that_leads_to_an_offer_brings_it(answers: dict[str, AnswerValue], offer: str | None) -> None:
    assert offered(REFUSAL, answers) == offer
