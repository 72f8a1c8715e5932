"""Talking to the bot in a test: the real dispatch, the real inbox and outbox, and the simulator as Telegram.

await talk.say(ANNA, "/start")          → the bot's new messages in her chat
await talk.tap(ANNA, "Русский")         → the same, after pressing the newest button with that label
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiogram import Bot
from aiohttp.test_utils import TestServer

from actions.shop import Shop
from bot.app import telegram_bot
from bot.commands import follow_manager_chat, register_staff
from bot.delivery import TelegramDelivery
from bot.intake import Intake
from bot.polling import UPDATES, RawUpdates
from bot.staff import StaffRoll
from jobs.drain import Drainer
from jobs.pace import Pace
from loyalty.ids import TelegramId
from simulator import app as simulator
from tests.shop import OWNER

ANNA, TOM, MARIA, PETER = TelegramId(1001), TelegramId(1002), TelegramId(2001), TelegramId(2002)
OLGA = OWNER
TOKEN = "7000000001:demo"


class Sprint:
    """A pace whose seconds pass as fast as they are waited for: Telegram's limits hold, and no test waits."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


class Talk:
    """One bot, the people around it, and everything that was said."""

    def __init__(self, shop: Shop, bot: Bot, intake: Intake, drainer: Drainer, web: aiohttp.ClientSession) -> None:
        self.shop = shop
        self.bot = bot
        self.intake = intake
        self._drainer = drainer
        self._web = web
        self._offset = 0

    async def control(self, path: str, **body: Any) -> Any:
        """A call of the simulator's control API; AssertionError with its words where it refuses."""
        async with self._web.post(f"/control/{path}", json=body) as answer:
            found = await answer.json()
            assert answer.status < 400, found
            return found

    async def look(self, path: str, **query: Any) -> Any:
        """A question to the control API."""
        async with self._web.get(f"/control/{path}", params=query) as answer:
            return await answer.json()

    async def pump(self) -> None:
        """Let the bot handle everything that was sent to it, and send everything that is due."""
        while True:
            call = RawUpdates(offset=self._offset, timeout=0, allowed_updates=UPDATES)
            updates = await self.bot(call)
            if not updates:
                break
            self._offset = updates[-1]["update_id"] + 1
            await self.intake.receive(updates)
            await self.intake.idle()
        await self._drainer.drain()

    async def messages(self, chat: int) -> list[dict[str, Any]]:
        """All messages of a chat that were not deleted."""
        state = await self.look("state")
        found: list[dict[str, Any]] = next((known["messages"] for known in state["chats"] if known["id"] == chat), [])
        return [message for message in found if not message["_"]["deleted"]]

    async def _after(self, chat: int, known: int) -> list[dict[str, Any]]:
        await self.pump()
        new = (message for message in await self.messages(chat) if message["message_id"] > known)
        return [message for message in new if message["from"]["is_bot"]]

    async def _last(self, chat: int) -> int:
        return max((message["message_id"] for message in await self.messages(chat)), default=0)

    async def say(self, person: int, text: str, *, chat: int | None = None, **more: Any) -> list[dict[str, Any]]:
        """Type a text; the bot's new messages in that chat."""
        where = chat or person
        known = await self._last(where)
        await self.control("messages", **{"from": person, "chat": where, "text": text}, **more)
        return await self._after(where, known)

    async def start(self, person: int, payload: str = "") -> list[dict[str, Any]]:
        """Open the bot by a deep link."""
        known = await self._last(person)
        await self.control("start", **{"from": person, "payload": payload})
        return await self._after(person, known)

    async def send(self, kind: str, person: int, *, chat: int | None = None, **more: Any) -> list[dict[str, Any]]:
        """A contact, a photo, a document, a sticker."""
        where = chat or person
        known = await self._last(where)
        await self.control(kind, **{"from": person, "chat": where}, **more)
        return await self._after(where, known)

    async def tap(self, person: int, label: str, *, chat: int | None = None) -> list[dict[str, Any]]:
        """Press the newest button whose label contains `label`; the bot's new messages in that chat."""
        where = chat or person
        known = await self._last(where)
        message, data = await self.button(where, label)
        await self.press(person, where, message, data)
        return await self._after(where, known)

    async def button(self, chat: int, label: str) -> tuple[int, str]:
        """(message id, callback data) of the newest button whose label contains `label`."""
        for message in reversed(await self.messages(chat)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"] and "callback_data" in button:
                        return message["message_id"], button["callback_data"]
        raise AssertionError(f"no button {label!r} in chat {chat}:\n" + "\n".join(await self.transcript(chat)))

    async def press(self, person: int, chat: int, message: int, data: str, *, forged: bool = False) -> None:
        """Press a button by its data; `forged`: although it does not stand there for this person."""
        body = {"from": person, "chat": chat, "message_id": message, "data": data, "wait": 0}
        await self.control("tap", **body, any=forged)
        await self.pump()

    async def toasts(self) -> list[str]:
        """What callback queries were answered with, the oldest first."""
        calls = await self.look("calls", method="answerCallbackQuery")
        return [call["params"].get("text", "") for call in calls["calls"]]

    async def transcript(self, chat: int) -> list[str]:
        """The chat as text."""
        found = await self.look("transcript", chat=chat)
        return list(found["lines"])

    async def text(self, chat: int) -> str:
        """The newest message of the bot in a chat."""
        said = [message for message in await self.messages(chat) if message["from"]["is_bot"]]
        return str(said[-1].get("text") or said[-1].get("caption") or "") if said else ""


@asynccontextmanager
async def talking(shop: Shop, world: dict[str, object] | None = None) -> AsyncIterator[Talk]:
    """A bot for `shop` on a fresh simulator."""
    server = TestServer(simulator.create(world, token=TOKEN))
    await server.start_server()
    bot = telegram_bot(TOKEN, str(server.make_url("")))

    async def on_change(person: TelegramId, works: bool) -> None:
        await register_staff(bot, shop, person, works=works)

    roll = StaffRoll(bot, shop.manager_chat_id, shop.owner_ids, on_change)
    intake = Intake(shop, roll, bot)
    beside: set[asyncio.Task[None]] = set()
    follow_manager_chat(bot, shop, lambda work, name: beside.add(asyncio.create_task(work, name=name)))
    sprint = Sprint()
    drainer = Drainer(shop, TelegramDelivery(bot, shop), pace=Pace(sprint, sprint.sleep))
    try:
        async with aiohttp.ClientSession(server.make_url("")) as web:
            await intake.take_up()
            yield Talk(shop, bot, intake, drainer, web)
    finally:
        await asyncio.gather(*beside)
        await intake.close(within=5)  # a call after the session's end would quietly begin a new one
        await bot.session.close()
        await server.close()
