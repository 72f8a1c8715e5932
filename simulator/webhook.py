"""Delivery to the bot's webhook: in order within a chat, side by side across chats, again until it is a 2xx."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from simulator.updates import Updates, Waiting

Json = dict[str, Any]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0  # seconds before an update is tried again, doubled each time
ANSWER_WITHIN = 60.0  # seconds
LOOK_AHEAD = 1000  # waiting updates considered at once

OnAnswer = Callable[[str, bytes], Awaitable[None]]


class Courier:
    """Idle until a webhook is set."""

    def __init__(self, updates: Updates) -> None:
        self.url = ""
        self.secret = ""
        self.most = 40
        self.on_answer: OnAnswer | None = None  # a method call in the webhook's answer: content type and body
        self._last_error: tuple[int, str] | None = None
        self._updates = updates
        self._task: asyncio.Task[None] | None = None
        self._busy: dict[object, asyncio.Task[None]] = {}  # by lane

    def set(self, url: str, secret: str, most: int) -> None:
        self.unset()
        self.url, self.secret, self.most = url, secret, most
        self._last_error = None
        self._task = asyncio.get_running_loop().create_task(self._run())

    def unset(self) -> None:
        self.url = ""
        for task in (self._task, *self._busy.values()):
            if task is not None:
                task.cancel()
        self._task = None
        self._busy = {}

    async def close(self) -> None:
        """Stop, and wait until it has stopped."""
        tasks = [task for task in (self._task, *self._busy.values()) if task is not None]
        self.unset()
        await asyncio.gather(*tasks, return_exceptions=True)

    def describe(self) -> Json:
        """The Bot API's WebhookInfo."""
        info: Json = {"url": self.url, "has_custom_certificate": False}
        info["pending_update_count"] = len(self._updates.pending)
        if self.url:
            info |= {"ip_address": "127.0.0.1", "max_connections": self.most}
            if self._last_error is not None:
                info["last_error_date"], info["last_error_message"] = self._last_error
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        return info

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN)) as session:
            while True:
                self._dispatch(session)
                await self._updates.bell.until(self._deliverable, LONGEST_PAUSE)

    def _deliverable(self) -> list[tuple[object, Waiting]]:
        chosen: dict[object, Waiting] = {}
        for item in self._updates.first(LOOK_AHEAD):
            if len(chosen) + len(self._busy) >= self.most:
                break
            lane = _lane(item.update)
            if lane not in self._busy and lane not in chosen:
                chosen[lane] = item
        return list(chosen.items())

    def _dispatch(self, session: aiohttp.ClientSession) -> None:
        for lane, item in self._deliverable():
            self._busy[lane] = asyncio.get_running_loop().create_task(self._deliver(session, lane, item))

    async def _deliver(self, session: aiohttp.ClientSession, lane: object, item: Waiting) -> None:
        pause, answer = FIRST_PAUSE, None
        number = item.update["update_id"]
        while self._updates.pending.get(number) is item:
            answer = await self._attempt(session, item.update)
            if answer is not None:
                self._updates.confirm(number)
                break
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        del self._busy[lane]
        self._updates.bell.ring()
        if answer is not None and self.on_answer is not None and answer[1]:
            await self.on_answer(*answer)

    async def _attempt(self, session: aiohttp.ClientSession, update: Json) -> tuple[str, bytes] | None:
        """The content type and body of a 2xx answer; None for a failure, which is noted."""
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: self.secret} if self.secret else {})
        body = json.dumps(update, ensure_ascii=False).encode()
        try:
            async with session.post(self.url, data=body, headers=headers, allow_redirects=False) as response:
                answer = await response.read()
                if 200 <= response.status < 300:
                    return response.headers.get("Content-Type", ""), answer
                self._note(f"Wrong response from the webhook: {response.status} {response.reason}")
        except TimeoutError:
            self._note("Read timeout expired")
        except aiohttp.ClientConnectorError:
            self._note("Connection refused")
        except aiohttp.ClientError as error:
            self._note(f"Connection reset by peer: {type(error).__name__}")
        return None

    def _note(self, message: str) -> None:
        self._last_error = int(time.time()), message


def _lane(update: Json) -> object:
    """Updates of one lane are delivered one after the other: those of a chat; presses of a person have their own."""
    if query := update.get("callback_query"):
        return "presses", query["from"]["id"]
    for body in update.values():
        if isinstance(body, dict) and isinstance(body.get("chat"), dict):
            return "chat", body["chat"].get("id")
    return "update", update["update_id"]
