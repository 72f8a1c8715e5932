"""The verbs that need no Telegram: check, migrate, import, export, backup. Without aiogram, so they begin at once."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from actions.export import export
from actions.import_file import FileToImport, Imported, import_file
from actions.import_report import import_report, without_markup
from actions.recognise_columns import Kind
from actions.shop import ManagerChat, Shop
from bot.clock import machine_clock
from bot.current_programme import read_programme
from bot.refusal import Refusal
from bot.settings import OfflineSettings, load, load_offline
from storage.backup import NoBackup, backup
from storage.database import Storage
from storage.migrate import NewerDatabase, UnusableDatabase, migrate
from texts.words import Texts

EVERY = 5000  # rows between two lines, where nobody watches a bar


def check_programme() -> str:
    """What is in force, and what would still keep the bot from starting. Refusal: the programme is wrong."""
    settings = load_offline()
    programme = read_programme(settings.programme)
    counts = f"{len(programme.surveys)} surveys, {len(programme.touchpoints)} touchpoints"
    lines = [f"{settings.programme}: all is well: {programme.shop.name}, {counts}"]
    try:
        lines += load().suspicious
    except Refusal as missing:
        lines.append(f"the bot cannot start yet: {missing}")
    return "\n".join(lines)


async def migrate_database() -> str:
    """The database is of this version afterwards."""
    async with _storage(load_offline()):
        return "the database is up to date"


@asynccontextmanager
async def _storage(settings: OfflineSettings) -> AsyncIterator[Storage]:
    storage = Storage.open(settings.database_url.get_secret_value(), pooled=False)
    try:
        await migrate(storage)
        yield storage
    except (NewerDatabase, UnusableDatabase) as why:
        raise Refusal(f"DATABASE_URL: {why}") from None
    finally:
        await storage.close()


@asynccontextmanager
async def _shop() -> AsyncIterator[Shop]:
    """As the bot sees it, but for Telegram: what is posted goes out when the bot runs."""
    settings = load_offline()
    programme = read_programme(settings.programme)
    async with _storage(settings) as storage:
        yield Shop(
            storage=storage,
            current_programme=lambda: programme,
            texts=Texts(),
            now=machine_clock,
            bot_username="",
            manager_chat_id=ManagerChat(None),
            owner_ids=frozenset(),
        )


def import_from(what: str, path: Path) -> None:
    """Bring a file in, with a bar on a terminal and lines elsewhere; then the report. Refusal: nothing was imported."""
    if not path.is_file():
        raise Refusal(f"{path} is not a file")
    asyncio.run(_import(what, path))


async def _import(what: str, path: Path) -> None:
    if what not in ("customers", "purchases"):
        raise Refusal(f"import what? `kasanie import customers FILE` or `kasanie import purchases FILE`, not {what!r}")
    async with _shop() as shop:
        words = shop.texts.words("en")
        kind: Kind = "customers" if what == "customers" else "purchases"
        with _progress(f"importing {what}") as progress:
            outcome = await import_file(shop, FileToImport(path, words, kind=kind), progress)
        report = without_markup(import_report(words, path.name, outcome))
    if not isinstance(outcome, Imported):
        raise Refusal(report)
    typer.echo(report)


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar for people, lines for logs."""
    if not sys.stderr.isatty():
        yield _Lines(title)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class _Lines:
    """Every so many rows a line."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._told = 0

    def __call__(self, done: int, total: int | None) -> None:
        if done - self._told >= EVERY:
            self._told = done
            typer.echo(f"{self._title}: {done}" + (f" of {total}" if total else ""), err=True)


async def export_to(folder: Path) -> None:
    """A CSV for each table. Refusal: the folder cannot be written."""
    async with _shop() as shop:
        try:
            with _progress("exporting") as progress:
                counts = await export(shop, folder, progress)
        except OSError as failed:
            raise Refusal(f"{folder} cannot be written: {failed.strerror}") from None
    for table, count in counts.items():
        typer.echo(f"{table}.csv: {count}")


async def backup_to(path: Path) -> None:
    """One file. Refusal: where no copy was made."""
    storage = Storage.open(load_offline().database_url.get_secret_value(), pooled=False)
    try:
        size = await backup(storage, path)
    except NoBackup as why:
        raise Refusal(str(why)) from None
    finally:
        await storage.close()
    typer.echo(f"{path}: {size / 1e6:.1f} MB")
