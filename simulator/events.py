"""What the page is told as it happens (Server-Sent Events)."""

import asyncio
import json
from typing import Any

from aiohttp import web

Json = dict[str, Any]
HEARTBEAT = 15.0  # seconds; a comment line that keeps idle connections and notices closed ones
MOST_WAITING = 10_000  # events a page may lag behind before it is cut off


class Hub:
    """`listening` is asked first, so that nothing is rendered while nobody watches."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str | None]] = set()

    @property
    def listening(self) -> bool:
        return bool(self._listeners)

    def emit(self, kind: str, **body: object) -> None:
        if not self._listeners:
            return
        line = f"data: {json.dumps({'type': kind, **body}, ensure_ascii=False)}\n\n"
        for queue in tuple(self._listeners):
            if queue.qsize() >= MOST_WAITING:
                self._listeners.discard(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait(line)

    def close(self) -> None:
        for queue in self._listeners:
            queue.put_nowait(None)
        self._listeners.clear()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            await response.prepare(request)
            await response.write(b": listening\n\n")
            while (line := await _next(queue)) is not None:
                await response.write(line.encode())
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self._listeners.discard(queue)
        return response


async def _next(queue: "asyncio.Queue[str | None]") -> str | None:
    try:
        return await asyncio.wait_for(queue.get(), HEARTBEAT)
    except TimeoutError:
        return ": still here\n\n"
