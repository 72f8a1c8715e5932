"""Memory of the bot's process, idle and after 10,000 people have written to it, against `import aiogram` alone.

The goal of the idle one: at most 40 MB above it. While 100,000 messages are sent: see drain.py.
"""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from benchmarks.figure import Figure
from benchmarks.process import Running, running_bot

PEOPLE = 10_000
_ALONE = "import aiogram, psutil; print(psutil.Process().memory_info().rss)"


def _megabytes(process: int) -> float:
    return float(psutil.Process(process).memory_info().rss) / 1e6


async def _measure(folder: Path) -> tuple[float, float]:
    async with running_bot(folder) as bot:
        await asyncio.sleep(3)
        idle = _megabytes(bot.process.pid)
        await _visit(bot)
        return idle, _megabytes(bot.process.pid)


async def _visit(bot: Running) -> None:
    """Each presses Start, and each is answered."""
    bot.telegram.updates = [_update(number) for number in range(1, PEOPLE + 1)]
    await asyncio.wait_for(bot.telegram.messages(PEOPLE), 600)
    await asyncio.sleep(5)


def _update(number: int) -> dict[str, object]:
    person = {"id": number, "is_bot": False, "first_name": "A", "language_code": "ru"}
    chat = {"id": number, "type": "private", "first_name": "A"}
    message = {"message_id": 1, "date": 1772528400, "chat": chat, "from": person, "text": "/start"}
    return {"update_id": number, "message": message}


def measure() -> list[Figure]:
    """Resident set size, MB of a million bytes."""
    with tempfile.TemporaryDirectory() as folder:
        idle, after = asyncio.run(_measure(Path(folder)))
    done = subprocess.run([sys.executable, "-c", _ALONE], check=True, capture_output=True, text=True)
    alone = int(done.stdout) / 1e6
    return [
        Figure(
            f"memory idle, MB ({idle - alone:+.0f}; less is better)",
            f"{idle:.0f}",
            "import aiogram alone",
            f"{alone:.0f}",
            idle / alone,
        ),
        Figure(
            f"memory after {PEOPLE:,} people, MB (less is better)",
            f"{after:.0f}",
            "import aiogram alone",
            f"{alone:.0f}",
            after / alone,
        ),
    ]
