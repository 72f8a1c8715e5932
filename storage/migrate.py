"""The database is brought to the version that this program knows: at every start, forward only.

Where there is nothing to do, nothing but one query is done: Alembic is not even imported. SQLite's file is looked
through before.
"""

import asyncio
import re
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Storage
from storage.database_file import file_of, inspect_file
from storage.trouble import UnusableDatabase, in_words

MIGRATIONS = Path(__file__).parent / "migrations"
OLDEST_SERVER = 15  # of PostgreSQL; older ones have never been tried
_LOCK = 0x6B6173616E6965  # "kasanie": replicas that start together take turns on PostgreSQL


class NewerDatabase(Exception):
    """A later version of the program has been here: this one would misread what that one wrote."""


async def migrate(storage: Storage) -> None:
    """Bring the database to the newest version.

    NewerDatabase: it is beyond it already, and was not touched. UnusableDatabase: it is not to be had, or its server is
    too old.
    """
    try:
        await check_file(storage)
        await _migrate(storage)
    except (sa.exc.DBAPIError, sqlite3.Error, OSError) as trouble:
        raise UnusableDatabase(f"the database cannot be used: {in_words(trouble)}") from trouble


async def check_file(storage: Storage) -> None:
    """UnusableDatabase: it is a file that the bot could not work with. Nothing to check of a server."""
    if (path := file_of(storage)) is not None:
        await asyncio.to_thread(inspect_file, path)


async def _migrate(storage: Storage) -> None:
    versions = known_versions()
    async with storage.engine.connect() as connection:
        _check_server(connection.dialect)
        version = await version_of(connection)
        await connection.rollback()
        if version == versions[-1]:
            return
        if version is not None and version not in versions:
            raise NewerDatabase(
                f"the database is of version {version}, and this program knows only up to {versions[-1]}: "
                "start the newer program that it was last used with, or restore a backup of before"
            )
        await _upgrade(connection)


def _check_server(dialect: sa.Dialect) -> None:
    """UnusableDatabase: a PostgreSQL that is too old. SQLAlchemy has asked for its version as it connected."""
    version = dialect.server_version_info or ()
    if dialect.name == "postgresql" and version < (OLDEST_SERVER,):
        told = ".".join(map(str, version))
        raise UnusableDatabase(
            f"the database's server is PostgreSQL {told}, and this program needs {OLDEST_SERVER} or newer: "
            "upgrade the server, or name another one"
        )


def known_versions() -> list[str]:
    """What stands in front of the migrations' file names, ascending: `0001`, `0002`."""
    names = (path.name for path in (MIGRATIONS / "versions").iterdir())
    return sorted(found[1] for name in names if (found := re.match(r"(\d{4})_\w+\.pyc?$", name)))


async def version_of(connection: AsyncConnection) -> str | None:
    """The version of the database; None for one without any."""
    if not await connection.run_sync(lambda sync: sa.inspect(sync).has_table("alembic_version")):
        return None
    found = await connection.execute(sa.text("SELECT version_num FROM alembic_version"))
    version = found.scalar_one_or_none()
    return None if version is None else str(version)


async def _upgrade(connection: AsyncConnection) -> None:
    """In one transaction, so that a migration that fails leaves the database as it was.

    On SQLite foreign keys are off meanwhile (a table that is altered is made anew and dropped), and what they would
    have refused is looked for before the end.
    """
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        await _outside_transaction(connection, "PRAGMA foreign_keys = OFF")
        await connection.execution_options(writes=True)
    try:
        async with connection.begin():
            if not sqlite:
                await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            await connection.run_sync(run, "upgrade", "head")
            if sqlite:
                await _check_foreign_keys(connection)
    finally:
        if sqlite:
            await _outside_transaction(connection, "PRAGMA foreign_keys = ON")


async def _outside_transaction(connection: AsyncConnection, pragma: str) -> None:
    """SQLite ignores that pragma inside of one, and SQLAlchemy would begin one."""
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await (await driver.execute(pragma)).close()


async def _check_foreign_keys(connection: AsyncConnection) -> None:
    broken = (await connection.execute(sa.text("PRAGMA foreign_key_check"))).all()
    if broken:
        raise sa.exc.IntegrityError("migration", None, ValueError(f"rows that point at nothing: {broken[:5]}"))


def run(connection: sa.Connection, command: str, revision: str) -> None:
    """Alembic's `upgrade` or `downgrade` over a connection in a transaction (which stays the caller's to end)."""
    from alembic import command as commands  # noqa: PLC0415 -- a fifth of a second, and only when there is work
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    verbs: dict[str, Any] = {"upgrade": commands.upgrade, "downgrade": commands.downgrade}
    verbs[command](config, revision)
