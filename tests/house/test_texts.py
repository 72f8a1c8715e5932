"""Every text exists in both languages, with the same variables."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import ast as fluent
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from actions.recognise_columns import COLUMNS
from bot.commands import CUSTOMER, OWNER, STAFF
from handlers.attachments import NAMES as SENT_NAMES
from handlers.customer.menu import CHOICES
from loyalty.answer import WrongAnswer
from loyalty.money import AmountProblem
from loyalty.touchpoint import Trigger
from tests.house.tree import ROOT

LANGUAGES = ("ru", "en")


class References(Visitor):
    """What an entry takes from its caller, and which other entries it speaks through."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.entries: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 -- the library's name
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: fluent.MessageReference) -> None:  # noqa: N802
        self.entries.add(node.id.name)

    def visit_TermReference(self, node: fluent.TermReference) -> None:  # noqa: N802
        """A term sees nothing of the message's variables: what it is given are literals."""
        self.entries.add(f"-{node.id.name}")


Entries = dict[str, References]


def entries(source: str) -> Entries:
    """`key`, `key.attribute` and `-term`, each with what it refers to. Raises ValueError for what is not Fluent."""
    found: Entries = {}
    for entry in parse(source).body:
        if isinstance(entry, fluent.Junk):
            raise ValueError(f"not Fluent: {(entry.content or '').strip()[:80]}")  # noqa: TRY004 -- it is the text that is wrong
        if isinstance(entry, fluent.Message | fluent.Term):
            name = f"-{entry.id.name}" if isinstance(entry, fluent.Term) else entry.id.name
            parts = {name: entry.value} | {f"{name}.{part.id.name}": part.value for part in entry.attributes}
            for key, pattern in parts.items():
                if pattern is None:
                    continue
                if key in found:
                    raise ValueError(f"said twice: {key}")
                found[key] = References()
                found[key].visit(pattern)
    return found


def signatures(language: str) -> dict[str, set[str]]:
    """Each text that a caller can ask for, with the variables that it takes; terms are a language's own affair."""
    folder = ROOT / "texts" / language
    sources = sorted(folder.glob("**/*.ftl"))
    assert sources, f"texts/{language} has no .ftl"
    found = entries("\n".join(path.read_text(encoding="utf-8") for path in sources))
    return {key: variables_of(key, found) for key in found if not key.startswith("-")}


def variables_of(key: str, among: Entries, seen: frozenset[str] = frozenset()) -> set[str]:
    own = among[key]
    messages = {name for name in own.entries - seen if not name.startswith("-")}
    return own.variables.union(*(variables_of(name, among, seen | {key}) for name in messages))


def test_both_languages_say_the_same_things_of_the_same_facts() -> None:
    russian, english = (signatures(language) for language in LANGUAGES)
    assert russian.keys() == english.keys(), sorted(russian.keys() ^ english.keys())
    assert {key: (russian[key], english[key]) for key in russian if russian[key] != english[key]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reference_leads_somewhere(language: str) -> None:
    sources = (ROOT / "texts" / language).glob("**/*.ftl")
    found = entries("\n".join(path.read_text(encoding="utf-8") for path in sources))
    assert {key: dead for key in found if (dead := found[key].entries - found.keys())} == {}


ROOMS = ("bot", "handlers", "jobs", "actions", "texts", "loyalty")


def spoken(*rooms: str, called: str | None = None) -> set[str]:
    """Every plain string of the code; called: only those that begin the arguments of that function."""
    found: set[str] = set()
    for node in nodes(*rooms):
        if called is None:
            found |= written(node)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", None) == called:
            found |= {text for argument in node.args[:1] for text in written(argument)}
    return found


def written(node: ast.AST) -> set[str]:
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def nodes(*rooms: str) -> Iterator[ast.AST]:
    """The syntax of whole rooms, and of single files."""
    for room in rooms:
        path = ROOT / room
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def begun() -> set[str]:
    """How the names of texts begin that are put together: `rule-` of f"rule-{trigger}"."""
    found = set()
    for node in nodes(*ROOMS):
        if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
            first, second = node.values
            if isinstance(first, ast.Constant) and isinstance(second, ast.FormattedValue):
                found.add(str(first.value))
    return {beginning for beginning in found if re.fullmatch(r"[a-z][a-z0-9-]*-", beginning)}


def endings() -> dict[str, set[str]]:
    """What may follow each of those beginnings, asked of whatever decides it."""
    problems = spoken("actions", "storage") | {f"bad-{column}" for column in COLUMNS["customers"]}
    return {
        "button-": {"back", "skip", "cancel"},
        "command-": {*CUSTOMER, *STAFF, *OWNER},
        "import-problem-": problems,
        "import-refused-": spoken("actions"),
        "menu-": {choice for row in CHOICES for choice in row},
        "picture-card-": spoken("texts/pictures/card.py", called="_label"),
        "picture-chart-": spoken("texts/pictures/chart.py", called="_label"),
        "privacy-consent-": {"processing", "marketing"},
        "referral-": {"friend", "inviter"},
        "rule-": {trigger.value for trigger in Trigger},
        "sent-": {*SENT_NAMES.values(), "other"},
        "stats-": {"withheld", "lost"},
        "till-amount-": {problem.value for problem in AmountProblem},
        "wrong-": {why.value.replace("_", "-") for why in WrongAnswer},
    }


def test_every_text_is_said_somewhere() -> None:
    """By its name in quotes, by a beginning and one of the endings that it can have, or by another text."""
    put_together = {beginning + ending for beginning, known in endings().items() for ending in known}
    put_together |= {f"{sentence}-short" for sentence in spoken("bot/attempts.py")}  # the same as a callback's answer
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "texts/ru").glob("**/*.ftl"))
    quoted = set().union(*(found.entries for found in entries(source).values()))
    assert sorted(signatures("ru").keys() - spoken(*ROOMS) - put_together - quoted) == []


def test_every_name_that_is_put_together_is_known_here() -> None:
    """Else a broad beginning would pass for the name of every text that begins alike."""
    keys = signatures("ru")
    assert {beginning for beginning in begun() if any(key.startswith(beginning) for key in keys)} == endings().keys()


def test_whatever_may_follow_has_a_text() -> None:
    exact = endings()
    del exact["import-problem-"], exact["import-refused-"], exact["rule-"]  # among these are other words of the code
    missing = {beginning + ending for beginning, known in exact.items() for ending in known} - signatures("ru").keys()
    assert missing == set()


def test_no_file_of_texts_is_empty() -> None:
    empty = [path.name for path in (ROOT / "texts").glob("*/*.ftl") if not entries(path.read_text(encoding="utf-8"))]
    assert empty == []


def test_both_languages_have_the_same_files() -> None:
    russian, english = ({path.name for path in (ROOT / "texts" / name).glob("*.ftl")} for name in LANGUAGES)
    assert russian == english


def test_variables_are_found_wherever_they_hide() -> None:
    source = """
card = { $name }: { $count ->
    [one] { sum }
   *[other] { -shop(case: "genitive") }
  }
    .title = { NUMBER($number) }
sum = { $amount }
-shop = { $case ->
   *[nominative] Shop
  }
"""
    found = entries(source)
    assert variables_of("card", found) == {"name", "count", "amount"}
    assert variables_of("card.title", found) == {"number"}


@pytest.mark.parametrize("source", ["card = {", "card = a\ncard = b", "not fluent at all"])
def test_what_is_broken_or_said_twice_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"not Fluent|said twice"):
        entries(source)


def test_languages_are_the_folders() -> None:
    assert {path.name for path in (ROOT / "texts").iterdir() if any(path.glob("*.ftl"))} == set(LANGUAGES)


def test_the_languages_differ() -> None:
    """A text that was copied and not translated has Latin letters only, in Russian."""
    assert any(
        "а" <= letter <= "я" for path in Path(ROOT / "texts/ru").glob("*.ftl") for letter in path.read_text("utf-8")
    )
