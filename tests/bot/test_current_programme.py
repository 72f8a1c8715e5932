"""The programme in force while its file is being edited."""

import os
from pathlib import Path

import pytest

from bot.current_programme import NoProgramme, ProgrammeFile, read_programme
from tests.shop import PRESETS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "programme.toml"
    path.write_text((PRESETS / "shop.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    stamp = path.stat().st_mtime_ns + 1_000_000_000  # however coarse the disk's clock is
    os.utime(path, ns=(stamp, stamp))


def test_what_was_not_changed_is_not_read_again(path: Path) -> None:
    programme = ProgrammeFile(path)
    before = programme()
    assert programme.look_again() is None
    assert programme() is before


def test_a_changed_file_counts_at_the_next_look(path: Path) -> None:
    programme = ProgrammeFile(path)
    edit(path, "Магазин «Ромашка»", "Лавка «Василёк»")
    assert programme.look_again() is None
    assert programme().shop.name == "Лавка «Василёк»"


def test_a_wrong_file_is_told_once_and_the_old_programme_stays(path: Path) -> None:
    programme = ProgrammeFile(path)
    before = programme()
    edit(path, 'currency = "RUB"', 'currency = "RUBLES"')
    told = programme.look_again()
    assert told is not None
    assert "currency" in told
    assert "line" in told
    assert programme() is before
    assert programme.look_again() is None, "once for each change"
    edit(path, 'currency = "RUBLES"', 'currency = "EUR"')
    assert programme.look_again() is None
    assert programme().shop.currency == "EUR"


def test_a_file_that_is_gone_for_a_moment_does_no_harm(path: Path) -> None:
    """Editors save by moving a new file into the old one's place."""
    programme = ProgrammeFile(path)
    before, text = programme(), path.read_text(encoding="utf-8")
    path.unlink()
    assert "is not there" in (programme.look_again() or "")
    assert programme() is before
    path.write_text(text, encoding="utf-8")
    assert programme.look_again() is None
    assert programme() == before


@pytest.mark.parametrize(
    "content,said",
    [
        (None, "is not there: copy one of presets/"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"[shop\n", "programme.toml: "),
        (b"", "programme.toml: "),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "programme.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NoProgramme, match=said) as refused:
        read_programme(path)
    assert "Traceback" not in str(refused.value)


def test_a_folder_in_the_programmes_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoProgramme, match="cannot be read"):
        read_programme(tmp_path)
