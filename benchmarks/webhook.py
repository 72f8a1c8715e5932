"""Updates by webhook, with the inbox, a look, a change and a commit each, against aiogram's own empty handler."""

import asyncio
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from benchmarks.figure import Figure
from benchmarks.webhook_load import CONNECTIONS, as_fast_as_possible, at_a_rate

COUNT = 1500  # updates a run
RUNS = 15  # of each, in turns: short ones, since a machine that others use is another one from second to second


@contextmanager
def _server(which: str) -> Iterator[int]:
    """Its port."""
    with tempfile.TemporaryDirectory() as folder:  # of ours: whoever is killed leaves everything behind
        command = [sys.executable, "-m", "benchmarks.webhook_server", which, folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                yield int(process.stdout.readline())
            finally:
                process.kill()


def measure() -> list[Figure]:
    """Medians of alternated runs; the load comes from a process of its own.

    Half the load is half of what was handled a moment ago: on a machine that others use, too, the next minute is
    another machine.
    """
    fast: dict[str, list[float]] = {"ours": [], "empty": []}
    late: dict[str, list[float]] = {"ours": [], "empty": []}
    with _server("ours") as ours, _server("empty") as empty:
        ports = {"ours": ours, "empty": empty}
        batches = (range(first, first + COUNT) for first in count(1, COUNT))
        for port in ports.values():
            asyncio.run(as_fast_as_possible(port, next(batches)))  # warm
        for run in range(RUNS):
            turns = list(ports.items())[:: -1 if run % 2 else 1]
            for name, port in turns:
                fast[name].append(asyncio.run(as_fast_as_possible(port, next(batches))))
            for name, port in turns:
                late[name].append(asyncio.run(at_a_rate(port, next(batches), fast["ours"][-1] / 2)))
    rates, p99 = _medians(fast), _medians(late)
    against = "aiogram's webhook handler that does nothing"
    handled = f"webhook, {CONNECTIONS} connections, updates handled a second (more is better)"
    received = f"the same at about {rates['ours'] / 2:.0f} a second, p99 until received, ms (less is better)"
    return [
        Figure(handled, f"{rates['ours']:.0f}", against, f"{rates['empty']:.0f}", rates["ours"] / rates["empty"]),
        Figure(
            received, f"{p99['ours'] * 1000:.1f}", against, f"{p99['empty'] * 1000:.1f}", p99["ours"] / p99["empty"]
        ),
    ]


def _medians(found: dict[str, list[float]]) -> dict[str, float]:
    return {name: statistics.median(figures) for name, figures in found.items()}
