"""Every setting stands in .env.example, and every key there is a setting."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, load
from tests.house.tree import ROOT, read, sources

EXAMPLE = Path(".env.example")
KEYS = re.findall(r"^([A-Z_]+)=", read(EXAMPLE), re.MULTILINE)


def test_every_setting_is_documented_and_every_documented_key_is_a_setting() -> None:
    assert sorted(KEYS) == sorted(name.upper() for name in Settings.model_fields)


@pytest.mark.parametrize("key", KEYS)
def test_every_setting_has_a_comment_above_it(key: str) -> None:
    above = read(EXAMPLE).partition(f"\n{key}=")[0].rsplit("\n", 1)[-1]
    assert above.startswith("# ")


def test_the_example_shows_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("BOT_TOKEN", "1:a")
    monkeypatch.setenv("OWNER_IDS", "1")
    assert load(ROOT / EXAMPLE) == load(tmp_path / "none")


def test_only_the_settings_read_the_environment() -> None:
    """Ruff says it too, where nobody wrote `noqa`. The simulator is no part of the product."""
    elsewhere = {"benchmarks", "requirements", "simulator", "tests"}
    readers = [path for path in sources(".py") if re.search(r"\bos\.(environ|getenv)\b", read(path))]
    assert [path for path in readers if path.parts[0] not in elsewhere] == [Path("bot/settings.py")]
