"""The people of an ordeal: what they came for, they do, whether or not a bot is there."""

import asyncio
import random
from dataclasses import dataclass
from typing import Any

from tests.end_to_end.load import FIRST, NEW, Load
from tests.end_to_end.town import MARIA, Town


@dataclass
class Visitors:
    """chance: in which order, and when."""

    place: Town
    load: Load
    chance: random.Random

    async def come(self, *, seconds: float) -> None:
        """All of them, spread over so many seconds."""
        things = [("sale", n) for n in range(self.load.sales)] + [("text", n) for n in range(self.load.texts)]
        self.chance.shuffle(things)
        newcomers = [asyncio.create_task(self._enrol(n)) for n in range(1, self.load.newcomers + 1)]
        for kind, n in things:
            await asyncio.sleep(seconds / len(things))
            if kind == "sale":
                await self.place.say(MARIA, f"/sale +7916000{n + 1:04} {1000 + n}")
            else:
                await self.place.say(FIRST + n + 1, f"Вопрос №{n}")
        await asyncio.gather(*newcomers)

    async def _enrol(self, number: int) -> None:
        """As anybody would who sees the bot fall silent for a while: they do the same once more."""
        person = NEW + number
        await asyncio.sleep(self.chance.uniform(0, 5))
        await self.place.start(person)
        while True:
            said = [message for message in await self.place.messages(person) if message["from"]["is_bot"]]
            newest = max((message["message_id"] for message in said), default=0)
            if any("Ваша карта" in (message.get("caption") or message.get("text") or "") for message in said):
                return
            if said:
                await self._answer(person, f"Новый {number}", said[-1])
            for _ in range(40):
                await asyncio.sleep(0.2)
                now = [m["message_id"] for m in await self.place.messages(person) if m["from"]["is_bot"]]
                if max(now, default=0) != newest:
                    break

    async def _answer(self, person: int, name: str, message: dict[str, Any]) -> None:
        text = message.get("text") or ""
        if "1 из" in text:
            await self.place.say(person, name)
        elif "2 из" in text:
            await self.place.contact(person)
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if any(label in button["text"] for label in ("Русский", "Согласен", "Да, присылайте", "Пропустить")):
                    where = {"from": person, "chat": person, "message_id": message["message_id"]}
                    await self.place.control("tap", **where, data=button["callback_data"], wait=0, any=True)
                    return
