"""The verbs that need no Telegram: check, import, export. Without aiogram, so they begin at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import typer

from actions.export import export
from actions.import_file import FileToImport, Imported, import_file
from actions.import_report import import_report, without_markup
from actions.recognise_columns import Kind
from actions.shop import ManagerChat, Shop
from bot.clock import machine_clock
from bot.current_programme import read_programme
from bot.database_verbs import migrated
from bot.progress import progress_of
from bot.refusal import Refusal
from bot.settings import load, load_offline
from texts.words import Texts


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


@asynccontextmanager
async def _shop() -> AsyncIterator[Shop]:
    """As the bot sees it, but for Telegram: what is posted goes out when the bot runs."""
    settings = load_offline()
    programme = read_programme(settings.programme)
    async with migrated(settings) as storage:
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
        with progress_of(f"importing {what}") as progress:
            outcome = await import_file(shop, FileToImport(path, words, kind=kind), progress)
        report = without_markup(import_report(words, path.name, outcome))
    if not isinstance(outcome, Imported):
        raise Refusal(report)
    typer.echo(report)


async def export_to(folder: Path) -> None:
    """A CSV for each table. Refusal: the folder cannot be written."""
    async with _shop() as shop:
        try:
            with progress_of("exporting") as progress:
                counts = await export(shop, folder, progress)
        except OSError as failed:
            raise Refusal(f"{folder} cannot be written: {failed.strerror}") from None
    for table, count in counts.items():
        typer.echo(f"{table}.csv: {count}")
