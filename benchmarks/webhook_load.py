"""Updates as Telegram brings them by webhook, over connections that stay open.

aiohttp's own client takes as long for a call as the empty webhook for an update: on two processors it would measure
itself. The calls are all alike, and so are the answers; this takes a third of that.
"""

import asyncio
import json
import re
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from benchmarks.webhook_server import PEOPLE

CONNECTIONS = 32
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


def _call(number: int) -> bytes:
    person = 1 + number % PEOPLE
    who = {"id": person, "is_bot": False, "first_name": "A", "language_code": "ru"}
    chat = {"id": person, "type": "private", "first_name": "A"}
    message = {"message_id": number, "date": 1772528400, "chat": chat, "from": who, "text": "Всё понравилось, спасибо!"}
    body = json.dumps({"update_id": number, "message": message}).encode()
    head = (
        f"POST /hook HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def post(self, call: bytes) -> None:
        """When this returns, it was received."""
        self._writer.write(call)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        assert head.startswith(b"HTTP/1.1 200 ")
        assert length is not None
        await self._reader.readexactly(int(length[1]))

    def close(self) -> None:
        """At the end."""
        self._writer.close()


@asynccontextmanager
async def _connections(port: int) -> AsyncIterator[list[_Connection]]:
    every = [_Connection(*await asyncio.open_connection("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    try:
        yield every
    finally:
        for connection in every:
            connection.close()


def _asked(port: int) -> aiohttp.ClientSession:
    """For what is not measured."""
    return aiohttp.ClientSession(f"http://127.0.0.1:{port}")


async def as_fast_as_possible(port: int, numbers: range) -> float:
    """Updates a second, handled."""
    calls = iter([_call(number) for number in numbers])

    async def post_on(connection: _Connection) -> None:
        for call in calls:
            await connection.post(call)

    async with _connections(port) as every, _asked(port) as web:
        began = time.perf_counter()
        await asyncio.gather(*map(post_on, every))
        await (await web.get("/settled")).read()
        took = time.perf_counter() - began
        await (await web.get("/warm")).read()
    return len(numbers) / took


async def at_a_rate(port: int, numbers: range, rate: float) -> float:
    """The 99th percentile of the time until an update is received, seconds, whatever the earlier ones do.

    rate: a second. Where all connections are busy, the wait for one counts, too.
    """
    async with _connections(port) as every, _asked(port) as web:
        free = asyncio.LifoQueue[_Connection]()
        for connection in every:
            free.put_nowait(connection)

        async def post(call: bytes) -> float:
            asked = time.perf_counter()
            connection = await free.get()
            await connection.post(call)
            free.put_nowait(connection)
            return time.perf_counter() - asked

        calls, posts = [_call(number) for number in numbers], []
        began = time.perf_counter()
        for nth, call in enumerate(calls):
            await asyncio.sleep(max(0.0, began + nth / rate - time.perf_counter()))
            posts.append(asyncio.create_task(post(call)))
        took = await asyncio.gather(*posts)
        await (await web.get("/settled")).read()  # or it would be handled in somebody else's time
    return statistics.quantiles(took, n=100)[98]
