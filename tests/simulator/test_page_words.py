"""The words of the page: both languages have all of them, and nothing asks for one that is not there."""

import re
from pathlib import Path

import simulator

PAGE = Path(simulator.__file__).parent / "page"


def keys(language: str) -> set[str]:
    return set(re.findall(r"^  (\w+):", (PAGE / f"words-{language}.js").read_text("utf-8"), re.MULTILINE))


def asked() -> set[str]:
    """Written out in full; keys that are put together (`kind_photo`) are tried by the browser's tests."""
    source = "".join(path.read_text("utf-8") for path in PAGE.iterdir() if path.suffix in (".js", ".html"))
    return set(re.findall(r'\bt\("(\w+)"', source)) | set(re.findall(r'data-word(?:-\w+)?="(\w+)"', source))


def test_both_languages_have_every_word() -> None:
    assert keys("ru") == keys("en")


def test_every_word_that_is_asked_for_exists() -> None:
    assert len(asked()) > 50
    assert asked() <= keys("ru")


def test_nothing_on_the_page_comes_from_elsewhere() -> None:
    for path in PAGE.iterdir():
        if path.suffix in (".js", ".css", ".html"):
            assert not re.findall(
                r"""(?:src|href|url|import|from)\s*[=(]?\s*["']?(?:https?:)?//""", path.read_text("utf-8")
            ), path
