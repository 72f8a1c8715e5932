"""How far long work is: a bar on a terminal, lines elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

EVERY = 5000  # rows between two lines, where nobody watches a bar


@contextmanager
def progress_of(title: str) -> Iterator[Callable[[int, int | None], None]]:
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
