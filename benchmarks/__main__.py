"""Every figure with its ratio, in one table: `make bench`, or `python -m benchmarks [name …]`."""

import os
import platform
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from benchmarks import drain, enrolment, importing, memory, planning, start, webhook
from benchmarks.figure import Figure

ALL: dict[str, Callable[[], list[Figure]]] = {
    "start": start.measure,
    "enrolment": enrolment.measure,
    "import": importing.measure,
    "webhook": webhook.measure,
    "drain": drain.measure,
    "memory": memory.measure,
    "planning": planning.measure,
}


def main() -> None:
    """Only the named ones, or all."""
    chosen = sys.argv[1:] or list(ALL)
    unknown = [name for name in chosen if name not in ALL]
    if unknown:
        sys.exit(f"there is no benchmark {', '.join(unknown)}; there are: {', '.join(ALL)}")
    table = Table("figure", "ours", "against", "theirs", "ratio", title=_machine())
    with _tidy():
        for name in chosen:
            for figure in ALL[name]():
                table.add_row(figure.name, figure.ours, figure.against, figure.theirs, f"{figure.ratio:.2f}")
    Console(width=None if sys.stdout.isatty() else 140).print(table)


@contextmanager
def _tidy() -> Iterator[None]:
    """Nothing stays behind, however it ends. SIGTERM is a Ctrl-C, so that whatever was begun is ended: an exception of
    our own would be lost where it hits a callback, and asyncio makes a cancellation of that signal alone.

    The processes that we start have their temporary folders in ours, since one that is killed leaves its own.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has it ignored in the background
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with tempfile.TemporaryDirectory(prefix="kasanie-bench-") as folder:
        tempfile.tempdir = os.environ["TMPDIR"] = folder  # noqa: TID251 -- the environment is theirs
        yield


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
