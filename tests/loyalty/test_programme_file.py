"""Every mistake in the programme file is told with its line, its key and its remedy."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.programme_file import Problem, WrongProgramme, parse

FOLDER = Path(__file__).parent
WHOLE = (FOLDER / "whole.toml").read_text(encoding="utf-8")
MISTAKES = tomllib.loads((FOLDER / "mistakes.toml").read_text(encoding="utf-8"))["mistakes"]


def test_a_whole_programme_is_read() -> None:
    programme = parse(WHOLE)
    assert programme.shop.name == "Салон «Ромашка»"
    assert programme.enrolment.id == "enrolment"
    assert programme.shop.zone.key == "Asia/Yekaterinburg"
    assert [touchpoint.id for touchpoint in programme.touchpoints][-1] == "portrait"
    assert programme.offer("birthday-15") is programme.offers[1]
    assert programme.survey("csat") is programme.surveys[1]
    assert programme.segment("valuable") is programme.segments[0]
    assert programme.touchpoint("nothing") is None


def told(text: str) -> tuple[Problem, ...]:
    """What is said of a programme that cannot be used."""
    with pytest.raises(WrongProgramme) as refused:
        parse(text)
    assert str(refused.value).splitlines() == [str(problem) for problem in refused.value.problems]
    return refused.value.problems


def spoilt(before: str, after: str) -> str:
    assert before in WHOLE
    return WHOLE.replace(before, after, 1)


def line_with(text: str) -> int:
    return WHOLE[: WHOLE.index(text)].count("\n") + 1


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake['said']}|{mistake['after']}")
def test_a_mistake_is_told_at_its_line_with_its_remedy(mistake: dict[str, Any]) -> None:
    first = line_with(mistake["before"])
    line = first - mistake["above"] if "above" in mistake else first + mistake["after"].count("\n")
    problems = told(spoilt(mistake["before"], mistake["after"]))
    assert any(str(problem).startswith(f"line {line}, {mistake['said']}") for problem in problems), problems


@pytest.mark.parametrize("text, length", [("я" * 1001, 1001), ("😀" * 501, 1002)])
def test_a_text_fits_under_a_picture_as_telegram_counts(text: str, length: int) -> None:
    (problem,) = told(spoilt("Загляните", text))
    assert problem.key == "touchpoints.last-call.text.ru"
    assert problem.remedy == f"shorten it to 1000 characters: it has {length}"
    parse(spoilt("Загляните", "я" * 1000))


def test_two_that_wait_for_each_other_are_a_circle() -> None:
    circle = told(spoilt('segment = "valuable"', 'follows = "last-call"'))
    assert [problem.key for problem in circle] == ["touchpoints.come-back.follows", "touchpoints.last-call.follows"]
    assert {problem.remedy for problem in circle} == {"break the circle: each waits for the other, and none begins"}


def test_one_that_waits_for_a_circle_is_not_in_it() -> None:
    third = 'id = "third"\non = "silence"\nafter = "1d"\nfollows = "come-back"\ncategory = "news"\ntext = "x"\n'
    circle = told(spoilt('segment = "valuable"', 'follows = "last-call"') + f"\n[[touchpoints]]\n{third}")
    assert [problem.key for problem in circle] == ["touchpoints.come-back.follows", "touchpoints.last-call.follows"]


def test_a_loss_is_told_in_figures() -> None:
    """Bought for 300, marked up by 30 % to 390, sold at 30 % off."""
    generous = spoilt("cap = 25\nusual_margin = 40\nmin_margin = 25", "cap = 30\nusual_margin = 23")
    (problem,) = told(generous.replace("percent = 15", "percent = 30"))
    assert problem.key == "offers.birthday-15.percent"
    assert problem.remedy == "write 23 or less: goods for 100 cost 77 and would bring 70, a loss of 7"


def test_a_button_to_invite_needs_a_referral() -> None:
    alone = WHOLE[: WHOLE.index("[referral]")] + WHOLE[WHOLE.index("[ladder]") :]
    assert [problem.key for problem in told(alone)] == ["surveys.csat.endings.1.invite"]


def test_all_mistakes_are_told_at_once_in_the_order_of_lines() -> None:
    first = spoilt('after = "1d"', 'after = "soon"').replace("cap = 25", "cup = 25").replace("from = 0", "from = -1")
    keys = ["tiers.1.from", "discounts.cup", "touchpoints.how-was-it.after"]
    assert [problem.key for problem in told(first)] == keys


def test_what_is_missing_is_told_where_it_would_stand() -> None:
    (problem,) = told(spoilt('ask = { ru = "Расскажите", en = "Tell us" }\n', ""))
    table = line_with('id = "words"') - 1
    assert problem == Problem(table, "surveys.csat.questions.words.ask", "add it: it has to be there")


NAME, LANGUAGES, HOURS = 'name = "Салон «Ромашка»"', '["ru", "en"]', '{ from = "21:00", to = "10:00" }'


@pytest.mark.parametrize(
    "before, after, remedy",
    [
        ("[shop]", "[shop", "close the bracket"),
        ("cap = 25", "cap 25", "write it as: key = value"),
        ("cap = 25", "cap = 25\ncap = 20", "keep one of them: this key stands here twice"),
        ("[discounts]", "[shop]", "keep one of them: this table stands here twice"),
        (NAME, "name = “Салон”", 'put texts in straight quotes: "…"'),
        (NAME, "name = Салон", 'put texts in straight quotes: "…"'),
        (NAME, 'name = "Салон', "close the quotes on the same line"),
        (NAME, "name = 'Салон", "close the quotes on the same line"),
        (NAME, 'name = """Салон', "close the quotes"),
        (NAME, "name = '''Салон", "close the quotes"),
        (NAME, 'name = "C:\\dir"', "write \\\\ for a backslash"),
        (NAME, 'название = "Салон"', "write [table] or key = value, with keys in Latin letters"),
        (LANGUAGES, '["ru" "en"]', "part the elements of the list with commas"),
        (HOURS, '{ from = "21:00" to = "10:00" }', "part the keys with commas"),
        (HOURS, '{ from = "21:00", }', "write keys in Latin letters, and no comma before }"),
        ("cap = 25", "cap = 25 percent", "write one key = value on a line"),
    ],
)
def test_broken_toml_is_told_in_plain_words(before: str, after: str, remedy: str) -> None:
    (problem,) = told(spoilt(before, after))
    assert problem.remedy.startswith(remedy)
    assert (problem.line, problem.key) == (line_with(before) + after.count("\n"), "")


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet", "[shop]\n", "shop = 5", "tiers = [5]\nsurveys = 'x'"])
def test_an_empty_file_is_told_what_it_needs(text: str) -> None:
    keys = {problem.key: problem.line for problem in told(text)}
    assert keys.keys() >= {"surveys"}
    assert all(1 <= line <= max(1, text.count("\n") + 1) for line in keys.values())


def test_a_file_from_windows_is_read() -> None:
    assert parse("\ufeff" + WHOLE.replace("\n", "\r\n")) == parse(WHOLE)


def problems_of(text: str) -> tuple[Problem, ...]:
    try:
        parse(text)
    except WrongProgramme as refused:
        return refused.problems
    return ()


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 30))
def test_whatever_is_cut_out_only_problems_are_told(begin: int, length: int) -> None:
    for problem in problems_of(WHOLE[:begin] + WHOLE[begin + length :]):
        assert 1 <= problem.line <= len(WHOLE.splitlines())
        assert problem.remedy


def test_a_problem_reads_as_a_sentence() -> None:
    assert str(Problem(41, "a.b", "write it")) == "line 41, a.b: write it"
    assert str(Problem(3, "", "write it")) == "line 3: write it"
