"""The verbs about the database as a whole: migrate, move, backup, restore."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import typer

from bot.clock import machine_clock
from bot.database_url import with_driver
from bot.progress import progress_of
from bot.refusal import Refusal
from bot.settings import OfflineSettings, load_offline
from storage.backup import NoBackup, backup
from storage.database import Storage
from storage.fit_to_move import NotMoved
from storage.inventory import Inventory
from storage.migrate import NewerDatabase, migrate
from storage.moving import move
from storage.restore import NotRestored, restore
from storage.trouble import UnusableDatabase


@contextmanager
def _refusing(setting: str = "DATABASE_URL: ") -> Iterator[None]:
    """What is wrong with a database is one line."""
    try:
        yield
    except (NewerDatabase, UnusableDatabase) as why:
        raise Refusal(f"{setting}{why}") from None
    except (NoBackup, NotMoved, NotRestored) as why:
        raise Refusal(str(why)) from None


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Storage]:
    storage = Storage.open(url, pooled=False)
    try:
        yield storage
    finally:
        await storage.close()


@asynccontextmanager
async def migrated(settings: OfflineSettings) -> AsyncIterator[Storage]:
    """The database of the settings, of this version. Refusal: it is not to be had."""
    with _refusing():
        async with _opened(settings.database_url.get_secret_value()) as storage:
            await migrate(storage)
            yield storage


async def migrate_database() -> str:
    """The database is of this version afterwards."""
    async with migrated(load_offline()):
        return "the database is up to date"


def move_database(source: str | None, target: str | None) -> None:
    """From one address into the other. Refusal: nothing was moved; no line shows an address, it may hold a password."""
    if not source or not target:
        raise Refusal("moving a shop needs both: kasanie migrate --from ADDRESS --to ADDRESS")
    asyncio.run(_move(_address("--from", source), _address("--to", target)))


def _address(option: str, value: str) -> str:
    try:
        return with_driver(value).get_secret_value()
    except ValueError as wrong:
        raise Refusal(f"{option} {wrong}") from None


async def _move(source: str, target: str) -> None:
    with _refusing(""), progress_of("moving") as progress:
        async with _opened(source) as old, _opened(target) as new:
            moved = await move(old, new, progress)
    typer.echo(_as_table(moved))
    typer.echo("Everything is there, counted on both sides. Write the new address into DATABASE_URL and start the bot.")


def _as_table(inventories: Sequence[Inventory]) -> str:
    """Rows, and the sums that were compared: of the rows' numbers, and of money in minor units."""
    lines = [("table", "rows", "sum of ids", "sum of money")]
    lines += [(one.table, f"{one.rows:,}", _or_dash(one.ids), _or_dash(one.money)) for one in inventories]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _or_dash(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"


async def backup_to(path: Path) -> None:
    """One file. Refusal: where no copy was made."""
    with _refusing():
        async with _opened(load_offline().database_url.get_secret_value()) as storage:
            size = await backup(storage, path)
    typer.echo(f"{path}: {size / 1e6:.1f} MB")


def restore_from(copy: Path) -> None:
    """The copy in the place of the database. Refusal: nothing was changed."""
    asyncio.run(_restore(copy))


async def _restore(copy: Path) -> None:
    with _refusing():
        async with _opened(load_offline().database_url.get_secret_value()) as storage:
            done = restore(storage, copy, now=machine_clock())
    typer.echo(f"{done.path} is now what {copy} holds: {done.customers:,} customers, version {done.version}")
    if done.kept is not None:
        typer.echo(f"what was there before is kept as {done.kept}: delete it when it is not needed any more")
