"""Updates by webhook, with the inbox, a look, a change and a commit each, against aiogram's own empty handler."""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import aiohttp

from benchmarks.figure import Figure
from benchmarks.webhook_server import PEOPLE

CONNECTIONS = 32
COUNT = 3000  # updates a run
RUNS = 7  # of each, in turns


@contextmanager
def _server(which: str) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.webhook_server", which]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


def _update(number: int) -> dict[str, object]:
    person = 1 + number % PEOPLE
    who = {"id": person, "is_bot": False, "first_name": "A", "language_code": "ru"}
    chat = {"id": person, "type": "private", "first_name": "A"}
    message = {"message_id": number, "date": 1772528400, "chat": chat, "from": who, "text": "Всё понравилось, спасибо!"}
    return {"update_id": number, "message": message}


async def _post(web: aiohttp.ClientSession, number: int) -> float:
    """Seconds until it was received."""
    began = time.perf_counter()
    async with web.post("/hook", json=_update(number)) as answer:
        assert answer.status == 200
    return time.perf_counter() - began


async def _as_fast_as_possible(address: str, first: int) -> float:
    """Updates a second, handled."""
    numbers = iter(range(first, first + COUNT))

    async def post_on() -> None:
        for number in numbers:
            await _post(web, number)

    async with aiohttp.ClientSession(address) as web:
        began = time.perf_counter()
        await asyncio.gather(*(post_on() for _ in range(CONNECTIONS)))
        await (await web.get("/settled")).read()
        took = time.perf_counter() - began
        await (await web.get("/warm")).read()
        return COUNT / took


async def _at_a_rate(address: str, first: int, rate: float) -> float:
    """The 99th percentile of the time until an update is received, seconds, whatever the earlier ones do."""
    async with aiohttp.ClientSession(address, connector=aiohttp.TCPConnector(limit=CONNECTIONS)) as web:
        tasks, began = [], time.perf_counter()
        for number in range(COUNT):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(_post(web, first + number)))
        took = await asyncio.gather(*tasks)
    return statistics.quantiles(took, n=100)[98]


def measure() -> list[Figure]:
    """Medians of alternated runs; the load comes from a process of its own.

    Half the load is half of what was handled a moment ago: on a machine that others use, too, the next minute is
    another machine.
    """
    fast: dict[str, list[float]] = {"ours": [], "empty": []}
    late: dict[str, list[float]] = {"ours": [], "empty": []}
    with _server("ours") as ours, _server("empty") as empty:
        addresses, numbers = {"ours": ours, "empty": empty}, count(1, COUNT)
        for address in addresses.values():
            asyncio.run(_as_fast_as_possible(address, next(numbers)))  # warm
        for _ in range(RUNS):
            for name, address in addresses.items():
                fast[name].append(asyncio.run(_as_fast_as_possible(address, next(numbers))))
            for name, address in addresses.items():
                late[name].append(asyncio.run(_at_a_rate(address, next(numbers), fast["ours"][-1] / 2)))
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
