"""Draining the outbox, against a bare loop over `bot.send_message`, the usual loop with its sleep, and a library."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec

from benchmarks.figure import Figure

COUNT = 20_000  # messages
MANY = 5 * COUNT  # for the memory
RUNS = 3  # of each, in turns
FEW = 200  # for those that send one after the other
_ALONE = "import aiogram; from benchmarks.peak_memory import peak_memory; print(peak_memory())"


@contextmanager
def _telegram() -> Iterator[str]:
    """A stand-in in a process of its own; its port."""
    command = [sys.executable, "-m", "benchmarks.slow_telegram"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _once(way: str, port: str, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.drain_once", way, port, str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found | {"rate": count / found["seconds"], "each": found["cpu"] / count * 1e6}


def measure() -> list[Figure]:
    """Medians of alternated runs; 60 ms a message, a hundred at once."""
    with _telegram() as port:
        ours, bare = [], []
        for _ in range(RUNS):
            ours.append(_once("ours", port, COUNT))
            bare.append(_once("bare", port, COUNT))
        slow = {"for … sleep(0.05)": _once("usual", port, FEW)}
        if find_spec("aiogram_broadcaster"):
            slow[f"aiogram-broadcaster {version('aiogram-broadcaster')}"] = _once("broadcaster", port, FEW)
        memory = _once("ours", port, MANY)["memory"]

    def median(runs: list[dict[str, float]], what: str) -> float:
        return statistics.median(run[what] for run in runs)

    rate, each = median(ours, "rate"), median(ours, "each")
    alone = float(subprocess.run([sys.executable, "-c", _ALONE], check=True, capture_output=True, text=True).stdout)
    loop = f"bare bot.send_message, {len(bare)} runs each"
    return [
        _figure(f"draining {COUNT:,}, messages/s (more is better)", rate, loop, median(bare, "rate")),
        _figure("the same, CPU a message, µs (less is better)", each, loop, median(bare, "each")),
        *(_figure("the same, messages/s (more is better)", rate, name, run["rate"]) for name, run in slow.items()),
        _figure(f"peak memory, draining {MANY:,}, MB (less is better)", memory, "import aiogram alone", alone),
    ]


def _figure(name: str, ours: float, against: str, theirs: float) -> Figure:
    return Figure(name, f"{ours:.0f}", against, f"{theirs:.0f}", ours / theirs)
