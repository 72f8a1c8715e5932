"""The report of an import, in words."""

from pathlib import Path

import pytest
from teremok.validation import validate_html

from actions.import_file import Imported, NotImported
from actions.import_report import import_report, without_markup
from storage.staging import Merged, Refused
from tests.shop import TEXTS

WORDS = TEXTS.words("en")


def test_everything_that_happened() -> None:
    examples = (Refused(3, ["12"], "bad-phone", "<12>"), Refused(7, [""], "no-phone"))
    outcome = Imported("customers", Merged(5, 4, 2, 1), 9, examples, Path("x.rejected.csv"), ("Рост", "<b>"))
    text = import_report(WORDS, "<people>.csv", outcome)
    validate_html(text)
    assert without_markup(text).splitlines() == [
        "Customers loaded from “<people>.csv”",
        "",
        "Rows in the file: 18",
        "Added: 5",
        "Known already: 4",
        "Rejected: 9",
        "Of those known already, completed: 2",
        "In 1 row the file says otherwise than we do. What we had stands: people may have told the bot themselves.",
        "Columns that I did not understand and passed over: Рост, <b>",
        "",
        "The first of the rejected rows:",
        "row 3: “<12>” is not a phone",
        "row 7: no phone",
        "",
        "All of them are in x.rejected.csv, with reasons. Mend them there and load that file.",
    ]
    assert "x.rejected.csv" not in import_report(WORDS, "<people>.csv", outcome, attached=True)


def test_nothing_more_than_there_is_to_say() -> None:
    text = without_markup(import_report(WORDS, "p.csv", Imported("purchases", Merged(added=2000))))
    assert text.splitlines()[0] == "Purchases loaded from “p.csv”"
    assert text.splitlines()[-1] == "Rejected: 0"
    assert "Added: 2,000" in text


@pytest.mark.parametrize(
    "outcome,said",
    [
        (NotImported("empty"), "nothing in"),
        (NotImported("encoding"), "encoding is unknown"),
        (NotImported("not-a-table"), "does not open as a table"),
        (NotImported("no-header", header=("<1>", "2")), "It says: <1>, 2"),
        (NotImported("missing", ("date", "amount"), ("phone",)), "lacks columns: date, amount. It has: phone"),
        (NotImported("twice", ("phone",)), "has phone twice"),
        (NotImported("other-kind", ("customers",)), "customers, not purchases"),
        (NotImported("other-kind", ("purchases",)), "purchases, not customers"),
    ],
)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_file_that_was_not_taken(outcome: NotImported, said: str, language: str) -> None:
    text = import_report(TEXTS.words(language), "x.csv", outcome)
    validate_html(text)
    assert "x.csv" in text
    if language == "en":
        assert said in without_markup(text)


def test_long_cells_do_not_make_a_long_message() -> None:
    outcome = NotImported("no-header", header=("x" * 100_000,))
    assert len(import_report(WORDS, "y" * 1000, outcome)) < 1000
