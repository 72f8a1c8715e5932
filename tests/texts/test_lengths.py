from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.lengths import pieces, shortened, size

TEXT = st.text(st.characters(codec="utf-8"), max_size=300)


def units(text: str) -> int:
    return len(escape(text, quote=False).encode("utf-16-le")) // 2


@pytest.mark.parametrize("text, expected", [("", 0), ("ab", 2), ("Ы", 1), ("👩‍👧", 5), ("&amp;", 5)])
def test_size_is_utf16(text: str, expected: int) -> None:
    assert size(text) == expected


@pytest.mark.parametrize(
    "text, limit, expected",
    [
        ("Анна", 4, "Анна"),
        ("Анна Каренина", 5, "Анна…"),
        ("a\n b", 10, "a b"),
        ("<<<<", 10, "&lt;&lt;…"),
        ("🌼🌼🌼", 5, "🌼🌼…"),
        ("", 5, ""),
        ("x" * 10_000, 4, "xxx…"),
    ],
)
def test_what_does_not_fit_ends_in_an_ellipsis(text: str, limit: int, expected: str) -> None:
    assert escape(shortened(text, limit), quote=False) == expected


@given(TEXT, st.integers(5, 60))
def test_a_shortened_text_fits_on_one_line(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert units(short) <= limit
    assert short == " ".join(text.split()) or short.endswith("…")
    assert len(short.splitlines()) <= 1


@given(TEXT, st.integers(5, 60))
def test_pieces_fit_and_lose_nothing_but_blanks(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert max(map(units, found)) <= limit
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(found) or found == [""]


def test_a_piece_ends_with_a_word() -> None:
    assert pieces("one two three four", 10) == ["one two", "three four"]
    assert pieces("one two\nthree four", 10) == ["one two", "three four"]
