"""From the start of the process to the first getUpdates, against `import aiogram` alone."""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.process import running_bot

TIMES = 5


def _import_aiogram() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import aiogram"], check=True)
    return time.perf_counter() - began


async def _start(folder: Path) -> float:
    async with running_bot(folder) as bot:
        return bot.seconds


def measure() -> list[Figure]:
    """Medians of alternated runs; the first, in which the database is made, does not count."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_start(Path(folder)))
        for _ in range(TIMES):
            ours.append(asyncio.run(_start(Path(folder))))
            theirs.append(_import_aiogram())
    mine, other = statistics.median(ours), statistics.median(theirs)
    return [
        Figure(
            "start to first getUpdates, s (less is better)",
            f"{mine:.2f}",
            "import aiogram alone",
            f"{other:.2f}",
            mine / other,
        )
    ]
