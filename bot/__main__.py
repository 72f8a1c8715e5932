"""The command line: `python -m bot` and `kasanie` are the same."""

import asyncio
import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer

from bot.refusal import Refusal

cli = typer.Typer(
    name="kasanie",
    help="A Telegram bot that keeps a small business in touch with its customers.",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
)
WRONG = 2  # exit status: what was configured or given is wrong


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"kasanie {installed_version('kasanie')}")
        raise typer.Exit


@cli.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 -- typer reads it
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="The version, and nothing else.")
    ] = False,
) -> None:
    """Without a verb: `run`."""
    if context.invoked_subcommand is None:
        run()


@cli.command()
def run() -> None:
    """Start the bot (the default)."""
    from bot.models_on_demand import import_aiogram  # noqa: PLC0415 -- before anything else imports it

    import_aiogram()
    from bot.running import start_bot  # noqa: PLC0415 -- aiogram takes a second to import, and no other verb needs it

    start_bot()


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the page; 0: any that is free.")] = 8081,
    preset: Annotated[str, typer.Option(help="The shop: shop, salon or fitness.")] = "shop",
) -> None:
    """Try everything in a browser: a local Telegram, the bot and a shop with a history. No token, no account."""
    from bot.demo.play import play  # noqa: PLC0415 -- as above

    play(port=port, preset=preset)


@cli.command()
def check() -> None:
    """Check the settings and the programme, and change nothing."""
    from bot.verbs import check_programme  # noqa: PLC0415 -- the parsers of a programme take half a second

    typer.echo(check_programme())


@cli.command()
def migrate(
    source: Annotated[
        str | None, typer.Option("--from", help="the address of the database to move a shop from")
    ] = None,
    target: Annotated[str | None, typer.Option("--to", help="the address of an empty one to move it to")] = None,
) -> None:
    """Bring the database to this version (`run` does it, too); or move a whole shop between SQLite and PostgreSQL."""
    from bot.database_verbs import migrate_database, move_database  # noqa: PLC0415 -- as above

    if source is None and target is None:
        typer.echo(asyncio.run(migrate_database()))
    else:
        move_database(source, target)


@cli.command(name="import")
def import_(
    what: Annotated[str, typer.Argument(help="customers or purchases")],
    file: Annotated[Path, typer.Argument(help="CSV or XLSX; the header says which column is which")],
) -> None:
    """Bring in customers or purchases; doing it again changes nothing."""
    from bot.verbs import import_from  # noqa: PLC0415

    import_from(what, file)


@cli.command()
def export(folder: Annotated[Path, typer.Argument(help="where the CSV files go; made if it is not there")]) -> None:
    """Write everything into CSV files."""
    from bot.verbs import export_to  # noqa: PLC0415

    asyncio.run(export_to(folder))


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="the copy; must not exist yet")]) -> None:
    """Copy the database while the bot goes on working (SQLite)."""
    from bot.database_verbs import backup_to  # noqa: PLC0415

    asyncio.run(backup_to(file))


@cli.command()
def restore(file: Annotated[Path, typer.Argument(help="a copy that `backup` or the bot by night has made")]) -> None:
    """Put a copy in the place of the database; what was there is kept aside (SQLite; stop the bot before)."""
    from bot.database_verbs import restore_from  # noqa: PLC0415

    restore_from(file)


@cli.command()
def inbox(
    what: Annotated[str | None, typer.Argument(help="replay or drop; nothing: list what was put aside")] = None,
    numbers: Annotated[list[int] | None, typer.Argument(help="which")] = None,
    everything: Annotated[bool, typer.Option("--all", help="replay all of them")] = False,
) -> None:
    """Updates that could not be handled and were put aside: list them, have them handled again, or drop them."""
    from bot.inbox_verbs import inbox_verb  # noqa: PLC0415

    typer.echo(asyncio.run(inbox_verb(what, numbers or [], everything=everything)))


def main() -> None:
    """What is wrong with a setting, the programme or a file is one line (or one a problem), status 2, no traceback."""
    try:
        cli()
    except Refusal as wrong:
        sys.stderr.write(f"{wrong}\n")
        sys.exit(WRONG)


if __name__ == "__main__":
    main()
