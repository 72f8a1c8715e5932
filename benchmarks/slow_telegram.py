"""A Telegram in a process of its own, that takes 60 ms for every message and says yes; with as little work as it can.

python -m benchmarks.slow_telegram     prints the port on which it listens, on this machine only
"""

import asyncio
import json
from itertools import count

LATENCY = 0.06  # seconds
_numbers = count(1)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


def _answer() -> bytes:
    """A message as Telegram tells it back."""
    result = {
        "message_id": next(_numbers),
        "from": {"id": 7, "is_bot": True, "first_name": "Bench", "username": "bench_bot"},
        "chat": {"id": 1001, "first_name": "Анна", "username": "anna", "type": "private"},
        "date": 1772528400,
        "text": "Анна, у нас новинки, и для вас минус десять процентов до воскресенья. Приходите!",
        "reply_markup": {"inline_keyboard": [[{"text": "🔕 Больше не присылать такое", "callback_data": "un1:5"}]]},
    }
    body = json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode()
    return _HEAD % len(body) + body


class Line(asyncio.Protocol):
    """One connection; requests come one after the other."""

    def __init__(self) -> None:
        self._got = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, found, body = self._got.partition(b"\r\n\r\n")
        if found and self._is_whole(head.lower(), body):
            self._got = b""
            asyncio.get_running_loop().call_later(LATENCY, self._reply)

    @staticmethod
    def _is_whole(head: bytes, body: bytes) -> bool:
        _, known, length = head.partition(b"content-length:")
        if known:
            return len(body) >= int(length.split(b"\r\n")[0])
        return body.endswith(b"0\r\n\r\n")  # in chunks, as a form is sent

    def _reply(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(_answer())


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Line, "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
