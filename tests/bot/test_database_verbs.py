"""The verbs about the whole database, as real processes: migrate, move, backup, restore, and who may run beside."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import Storage
from storage.sole_bot import sole_bot
from tests.actions.files import files_in
from tests.bot.test_command_line import kasanie, refused
from tests.house.tree import ROOT
from tests.storage.test_database_file import damage

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
CUSTOMERS = "phone,name\n+79161234567,Анна\n+79161234568,Пётр\n"
TOGETHER = 4


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What these verbs need, and nothing of this machine's."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "BOT_TOKEN": "7000000001:secret",
        "OWNER_IDS": "3001",
        "TELEGRAM_API_URL": "http://127.0.0.1:1",
        "DATABASE_URL": "sqlite:///data/kasanie.db",
        "PROGRAMME": str(ROOT / "presets" / "shop.toml"),
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def furnished(tmp_path: Path, environment: dict[str, str]) -> Path:
    """A shop with two customers; its database's file."""
    (tmp_path / "people.csv").write_text(CUSTOMERS, encoding="utf-8")
    done = kasanie(tmp_path, environment, "import", "customers", "people.csv")
    assert done.returncode == 0, done.stderr
    return tmp_path / "data" / "kasanie.db"


def _customers(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("SELECT count(*) FROM customers").fetchone()[0])


async def _fresh(url: str, name: str) -> str:
    """A database without tables, and its address as people write it."""
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        await connection.execute(sa.text(f"CREATE DATABASE {name}"))
    address = sa.make_url(url).set(database=name, drivername="postgresql", password="s3cret")
    return address.render_as_string(hide_password=False)


def test_backup_restore_and_back_again(tmp_path: Path, environment: dict[str, str], furnished: Path) -> None:
    assert kasanie(tmp_path, environment, "backup", "copies/monday.db").returncode == 0
    (tmp_path / "people.csv").write_text("phone,name\n+79161234569,Ольга\n", encoding="utf-8")
    kasanie(tmp_path, environment, "import", "customers", "people.csv")
    assert _customers(furnished) == 3
    done = kasanie(tmp_path, environment, "restore", "copies/monday.db")
    assert (done.returncode, done.stderr) == (0, "")
    assert "data/kasanie.db is now what copies/monday.db holds: 2 customers" in done.stdout
    assert _customers(furnished) == 2
    (kept,) = furnished.parent.glob("*.before-restore-*")
    assert str(kept.relative_to(tmp_path)) in done.stdout
    assert kasanie(tmp_path, environment, "restore", str(kept)).returncode == 0
    assert _customers(furnished) == 3


def test_damage_is_one_line_with_the_command_that_mends_it(
    tmp_path: Path, environment: dict[str, str], furnished: Path
) -> None:
    kasanie(tmp_path, environment, "backup", "data/backups/kasanie-2026-11-22.db")
    damage(furnished)
    mending = ["restore", "data/backups/kasanie-2026-11-22.db"]
    for verb in (["run"], ["migrate"], ["export", "out"]):
        line = refused(kasanie(tmp_path, environment, *verb))
        assert line.startswith("DATABASE_URL: data/kasanie.db is damaged")
        assert line.endswith("kasanie " + " ".join(mending))
    assert kasanie(tmp_path, environment, *mending).returncode == 0
    assert _customers(furnished) == 2
    assert kasanie(tmp_path, environment, "migrate").returncode == 0


def test_a_newer_database_is_refused_by_every_verb(
    tmp_path: Path, environment: dict[str, str], furnished: Path
) -> None:
    with closing(sqlite3.connect(furnished)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    before = furnished.read_bytes()
    for verb in (["run"], ["migrate"], ["export", "out"]):
        assert "the database is of version 9999" in refused(kasanie(tmp_path, environment, *verb))
    assert furnished.read_bytes() == before


def test_beside_a_running_bot(tmp_path: Path, environment: dict[str, str], furnished: Path) -> None:
    """A second bot and what replaces the database are refused; what bots can live with is done."""
    kasanie(tmp_path, environment, "backup", "before.db")
    with sole_bot(Storage.open(f"sqlite+aiosqlite:///{furnished}", pooled=False)):
        for verb in (
            ["run"],
            ["restore", "before.db"],
            ["migrate", "--from", "sqlite:///data/kasanie.db", "--to", "sqlite:///x.db"],
        ):
            assert f"works with {furnished} already: stop it first" in refused(kasanie(tmp_path, environment, *verb))
        for verb in (["migrate"], ["backup", "meanwhile.db"], ["export", "out"]):
            assert kasanie(tmp_path, environment, *verb).returncode == 0
    assert not (tmp_path / "x.db").exists()


@pytest.mark.postgres
async def test_a_shop_moves_to_postgresql_and_back(
    tmp_path: Path, environment: dict[str, str], furnished: Path, postgres_url: str
) -> None:
    address = await _fresh(postgres_url, "moved")
    done = kasanie(tmp_path, environment, "migrate", "--from", "sqlite:///data/kasanie.db", "--to", address)
    assert done.returncode == 0, done.stderr
    (line,) = [line.split() for line in done.stdout.splitlines() if line.startswith("customers ")]
    assert line == ["customers", "2", "3", "-"]
    again = kasanie(tmp_path, environment, "migrate", "--from", "sqlite:///data/kasanie.db", "--to", address)
    assert "the database to move to is not empty (customers" in refused(again)
    back = kasanie(tmp_path, environment, "migrate", "--from", address, "--to", "sqlite:///back.db")
    assert back.returncode == 0, back.stderr
    assert _customers(tmp_path / "back.db") == 2
    for one in (done, again, back):
        assert "s3cret" not in one.stdout + one.stderr


@pytest.mark.parametrize(
    "words,said",
    [
        (["--from", "sqlite:///a.db"], "moving a shop needs both"),
        (["--to", "sqlite:///a.db"], "moving a shop needs both"),
        (["--from", "mysql://x", "--to", "sqlite:///a.db"], "--from is no known database"),
        (["--from", "sqlite:///a.db", "--to", "sqlite://"], "--to names no file"),
        (["--from", "sqlite:///a.db", "--to", "sqlite:///b.db"], "there is no database at a.db"),
        (
            ["--from", "sqlite:///data/kasanie.db", "--to", "postgresql://u:s3cret@127.0.0.1:1/x"],
            "the database to move to cannot be used",
        ),
    ],
)
def test_what_cannot_be_moved_is_one_line(
    tmp_path: Path, environment: dict[str, str], furnished: Path, words: list[str], said: str
) -> None:
    line = refused(kasanie(tmp_path, environment, "migrate", *words))
    assert said in line
    assert "s3cret" not in line
    assert files_in(tmp_path) == ["data", "people.csv"]


def _all_at_once(folder: Path, environment: dict[str, str]) -> list[subprocess.CompletedProcess[str]]:
    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(lambda _: kasanie(folder, environment, "migrate"), range(TOGETHER)))


def test_processes_that_start_together_on_an_empty_file_take_turns(tmp_path: Path, environment: dict[str, str]) -> None:
    for done in _all_at_once(tmp_path, environment):
        assert (done.returncode, done.stdout) == (0, "the database is up to date\n"), done.stderr
    with closing(sqlite3.connect(tmp_path / "data" / "kasanie.db")) as database:
        assert database.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.postgres
async def test_and_on_an_empty_postgresql(tmp_path: Path, environment: dict[str, str], postgres_url: str) -> None:
    environment["DATABASE_URL"] = await _fresh(postgres_url, "together")
    for done in _all_at_once(tmp_path, environment):
        assert (done.returncode, done.stdout) == (0, "the database is up to date\n"), done.stderr


def test_looking_through_a_big_file_is_timed_in_the_log(tmp_path: Path, environment: dict[str, str]) -> None:
    """So that nobody wonders what the start takes its time for."""
    program = (
        "import logging, sys; logging.basicConfig(level='INFO'); import storage.database_file as file;"
        "from pathlib import Path; file.WORTH_TELLING = 0.0; file.inspect_file(Path(sys.argv[1]))"
    )
    kasanie(tmp_path, environment, "migrate")
    command = [sys.executable, "-c", program, str(tmp_path / "data" / "kasanie.db")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "looking through the database took" in done.stderr
