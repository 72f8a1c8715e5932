"""A replica in a process of its own, that only drains: `python -m tests.replica DATABASE_URL FILE NAME`.

Telegram is the file: a line is added to it when a call begins.
"""

import asyncio
import sys
from pathlib import Path

from actions.deliver import Delivered, Result
from jobs.drain import Drainer
from jobs.pace import Pace
from loyalty.ids import ChatId
from storage.database import Storage
from tests.shop import Clock, make_shop
from texts.letter import Letter

LATENCY = 0.2  # seconds


class FileTelegram:
    """Notes who called whom: `NAME chat`."""

    def __init__(self, file: Path, name: str) -> None:
        self._file = file
        self._name = name

    async def deliver(self, chat_id: ChatId, letter: Letter) -> Result:
        with self._file.open("a", encoding="utf-8") as lines:
            lines.write(f"{self._name} {chat_id}\n")
        await asyncio.sleep(LATENCY)
        return Delivered(1)


async def replica(url: str, file: Path, name: str) -> None:
    """Until it is killed."""
    storage = Storage.open(url)
    drainer = Drainer(make_shop(storage, Clock()), FileTelegram(file, name), pace=Pace(rate=30))
    await drainer.recover()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        await drainer.drain()
        await asyncio.sleep(0.5)


if __name__ == "__main__":
    asyncio.run(replica(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
