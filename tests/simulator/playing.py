"""Hands for the tests: the bot's side and the people's side of one running simulator, over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, web

from simulator.app import create

Json = dict[str, Any]
ANNA, TOM, MARIA, PETR, OLGA = 1001, 1002, 2001, 2002, 3001
MANAGERS = -1001000000001
BOT = 7000000001
TOKEN = "7000000001:demo"
GROUP: Json = {"id": -500, "type": "group", "title": "Группа", "members": [ANNA, OLGA], "bot_status": "member"}
FORUM: Json = {
    "id": -1002000000002,
    "type": "supergroup",
    "title": "Форум",
    "is_forum": True,
    "members": [MARIA, OLGA],
    "bot_status": "administrator",
}


@dataclass(frozen=True, slots=True)
class Play:
    base: str
    session: ClientSession

    async def call(self, method: str, /, **params: Any) -> tuple[int, Json]:
        """The HTTP status and the whole answer of a Bot API method, sent as JSON."""
        async with self.session.post(f"{self.base}/bot{TOKEN}/{method}", json=params) as response:
            answer: Json = await response.json()
            return response.status, answer

    async def ok(self, method: str, /, **params: Any) -> Any:
        status, answer = await self.call(method, **params)
        assert (status, answer["ok"]) == (200, True), answer
        return answer["result"]

    async def refused(self, method: str, /, **params: Any) -> str:
        """The description of a refusal, whose HTTP status is its error code."""
        status, answer = await self.call(method, **params)
        assert answer["ok"] is False, answer
        assert status == answer["error_code"]
        description: str = answer["description"]
        return description

    async def get(self, path: str, expected: int = 200, /, **query: Any) -> Any:
        async with self.session.get(f"{self.base}/control/{path}", params=query) as response:
            answer = await response.json()
            assert response.status == expected, answer
            return answer

    async def post(self, path: str, expected: int = 200, /, **body: Any) -> Any:
        async with self.session.post(f"{self.base}/control/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == expected, answer
            return answer

    async def say(self, person: int, text: str, **more: Any) -> Any:
        return await self.post("messages", **{"from": person, "text": text, **more})

    async def tap(self, person: int, message: Json, expected: int = 200, /, **more: Any) -> Any:
        where = {"from": person, "chat": message["chat"]["id"], "message_id": message["message_id"]}
        return await self.post("tap", expected, **where, **more)

    async def updates(self, offset: int = 0, wait: float = 0, **more: Any) -> list[Json]:
        found: list[Json] = await self.ok("getUpdates", offset=offset, timeout=wait, **more)
        return found

    async def drain(self) -> list[Json]:
        """All updates that wait, confirmed."""
        found = await self.updates()
        if found:
            await self.updates(found[-1]["update_id"] + 1)
        return found

    async def shown(self, chat: int, message_id: int) -> Json:
        """The message as people see it now."""
        for one in (await self.get("state"))["chats"]:
            for message in one["messages"]:
                if one["id"] == chat and message["message_id"] == message_id:
                    found: Json = message
                    return found
        raise AssertionError(f"no message {message_id} in {chat}")


@asynccontextmanager
async def playing(world: Json | None = None, **options: Any) -> AsyncIterator[Play]:
    runner = web.AppRunner(create(world, **options), handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        async with ClientSession() as session:
            yield Play(f"http://{host}:{port}", session)
    finally:
        await runner.cleanup()


async def until(condition: Callable[[], bool]) -> None:
    """Raises TimeoutError when it has not come true within five seconds."""
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


def keyboard(*rows: list[Json]) -> Json:
    return {"inline_keyboard": list(rows)}


def button(text: str, data: str) -> Json:
    return {"text": text, "callback_data": data}


def covered(message: Json) -> list[tuple[str, str]]:
    """Each entity of a message with the part of the text that it covers."""
    kind = "text" if "text" in message else "caption"
    text: str = message[kind]
    coded = text.encode("utf-16-le")
    found = []
    for entity in message.get("entities" if kind == "text" else "caption_entities", []):
        start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
        found.append((entity["type"], coded[start:end].decode("utf-16-le")))
    return found


def parsed_event(line: bytes) -> Json:
    event: Json = json.loads(line.removeprefix(b"data: "))
    return event
