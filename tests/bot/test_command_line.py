"""`kasanie` as people and scripts meet it: the verbs, their output, and one plain line for whatever is wrong."""

import os
import pty
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.end_to_end.town import TOKEN as DEMO
from tests.house.tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
PRESET = ROOT / "presets" / "shop.toml"
TOKEN = "7000000001:secret"
CUSTOMERS = "phone,name\n+79161234567,Анна\n+79161234568,Пётр\nabc,Никто\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Everything that the bot needs, and nothing of this machine's."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "BOT_TOKEN": TOKEN,
        "OWNER_IDS": "3001",
        "DATABASE_URL": f"sqlite:///{tmp_path}/kasanie.db",
        "PROGRAMME": str(PRESET),
        "PYTHONPATH": str(ROOT),
    }


def kasanie(folder: Path, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run it in a folder where no .env lies."""
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one line; status 2, no traceback, no token."""
    assert done.returncode == 2, done.stderr
    assert TOKEN not in done.stderr + done.stdout
    (line,) = done.stderr.splitlines()
    return line


def test_the_version_and_nothing_else(tmp_path: Path) -> None:
    done = kasanie(tmp_path, {"PYTHONPATH": str(ROOT)}, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"kasanie {version('kasanie')}\n", "")


def test_help_names_every_verb(tmp_path: Path) -> None:
    said = kasanie(tmp_path, {"PYTHONPATH": str(ROOT)}, "--help").stdout
    assert [
        verb
        for verb in ("run", "demo", "check", "migrate", "import", "export", "backup", "restore")
        if verb not in said
    ] == []


def test_check_tells_what_is_in_force_and_what_is_missing(tmp_path: Path, environment: dict[str, str]) -> None:
    done = kasanie(tmp_path, environment, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "all is well: Магазин «Ромашка»" in done.stdout
    del environment["BOT_TOKEN"]
    done = kasanie(tmp_path, environment, "check")
    assert "the bot cannot start yet: BOT_TOKEN is missing" in done.stdout
    assert not (tmp_path / "kasanie.db").exists(), "nothing was changed"


def test_a_wrong_programme_is_told_by_key_line_and_remedy(tmp_path: Path, environment: dict[str, str]) -> None:
    programme = tmp_path / "programme.toml"
    programme.write_text(PRESET.read_text("utf-8").replace('currency = "RUB"', 'currency = "RUBLES"'), "utf-8")
    environment["PROGRAMME"] = str(programme)
    for verb in ("check", "run"):
        line = refused(kasanie(tmp_path, environment, verb))
        number = next(n for n, text in enumerate(programme.read_text("utf-8").splitlines(), 1) if "RUBLES" in text)
        assert "shop.currency" in line
        assert f"line {number}" in line


@pytest.mark.parametrize(
    "name,value,said",
    [
        ("BOT_TOKEN", "", "BOT_TOKEN is missing"),
        ("OWNER_IDS", "me", "OWNER_IDS is not a list"),
        ("MANAGER_CHAT_ID", "5", "MANAGER_CHAT_ID is not a group's id"),
        ("HTTP_PORT", "99999", "HTTP_PORT is not a port"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL is no known database"),
        ("DATABASE_URL", "sqlite:////proc/no/kasanie.db", "DATABASE_URL: there is no folder /proc/no"),
        ("DATABASE_URL", "postgresql://u:p@127.0.0.1:1/x", "DATABASE_URL: the database cannot be used"),
        ("PROGRAMME", "nowhere.toml", "PROGRAMME: nowhere.toml is not there"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_line(
    tmp_path: Path, environment: dict[str, str], name: str, value: str, said: str
) -> None:
    assert said in refused(kasanie(tmp_path, environment | {name: value}, "run"))


def test_a_file_of_settings_that_cannot_be_read_is_one_line(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / ".env").write_bytes("BOT_TOKEN=токен".encode("cp1251"))
    assert ".env cannot be read: save it as UTF-8" in refused(kasanie(tmp_path, environment, "run"))


def test_migrate_makes_the_database_and_does_no_harm_again(tmp_path: Path, environment: dict[str, str]) -> None:
    for _ in range(2):
        done = kasanie(tmp_path, environment, "migrate")
        assert (done.returncode, done.stdout) == (0, "the database is up to date\n")
    assert (tmp_path / "kasanie.db").exists()


def test_import_reports_and_importing_again_changes_nothing(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "people.csv").write_text(CUSTOMERS, encoding="utf-8")
    first, second = (kasanie(tmp_path, environment, "import", "customers", "people.csv") for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert next(line for line in first.stdout.splitlines() if "Added" in line).endswith("2")
    assert next(line for line in second.stdout.splitlines() if "Added" in line).endswith("0")
    assert "abc" in (tmp_path / "people.csv.rejected.csv").read_text(encoding="utf-8-sig")
    assert "\x1b" not in first.stdout + first.stderr, "no bar and no colours where nobody watches"


@pytest.mark.parametrize(
    "words,said",
    [
        (("customers", "nowhere.csv"), "nowhere.csv is not a file"),
        (("people", "some.csv"), "import what?"),
        (("customers", "some.csv"), "some.csv"),
    ],
)
def test_what_cannot_be_imported_is_status_2(
    tmp_path: Path, environment: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "some.csv").write_bytes(b"")
    done = kasanie(tmp_path, environment, "import", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def on_a_terminal(folder: Path, environment: dict[str, str], *words: str) -> str:
    """What a person sees on the screen."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", *words]
    running = subprocess.Popen(command, cwd=folder, env=environment | {"TERM": "xterm"}, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 65536):
            seen += chunk
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(ours)
    assert running.wait(timeout=60) == 0, seen.decode()
    return seen.decode()


def test_long_work_shows_a_bar_on_a_terminal_and_lines_elsewhere(tmp_path: Path, environment: dict[str, str]) -> None:
    rows = "".join(f"+7916{number:07},Имя\n" for number in range(6000))
    (tmp_path / "many.csv").write_text(f"phone,name\n{rows}", encoding="utf-8")
    plain = kasanie(tmp_path, environment, "import", "customers", "many.csv")
    lines = plain.stderr.splitlines()
    assert lines
    assert all(line.startswith("importing customers: ") for line in lines), lines
    seen = on_a_terminal(tmp_path, environment, "import", "customers", "many.csv")
    assert "━" in seen
    assert "6000/6000" in seen


def test_export_and_backup(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "people.csv").write_text(CUSTOMERS, encoding="utf-8")
    kasanie(tmp_path, environment, "import", "customers", "people.csv")
    done = kasanie(tmp_path, environment, "export", "out")
    assert "customers.csv: 2" in done.stdout
    assert "Анна" in (tmp_path / "out" / "customers.csv").read_text(encoding="utf-8-sig")
    assert " MB" in kasanie(tmp_path, environment, "backup", "copy.db").stdout
    assert "copy.db" in refused(kasanie(tmp_path, environment, "backup", "copy.db")), "a copy is not written over"


def test_a_port_that_is_taken_is_one_line(tmp_path: Path, environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "simulator", "--port", "0"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as simulator:
            assert simulator.stdout is not None
            address = simulator.stdout.readline().removeprefix("simulator: ").strip().rstrip("/")
            try:
                settings = environment | {"BOT_TOKEN": DEMO, "TELEGRAM_API_URL": address, "HTTP_PORT": port}
                done = kasanie(tmp_path, settings, "run")
            finally:
                simulator.terminate()
    assert done.returncode == 2, done.stderr
    assert f"HTTP_PORT: cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr
