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
            await (self.sale(n) if kind == "sale" else self.text(n))
        await asyncio.gather(*newcomers)

    async def told(self) -> str:
        """What newcomers see, and the bot's last words."""
        people = range(NEW + 1, NEW + self.load.newcomers + 1)
        lines = [line for who in people for line in (await self.place.look("transcript", chat=who))["lines"][-8:]]
        return "\n".join(lines) + self.place.log_tail()

    async def sale(self, number: int) -> None:
        await self.place.say(MARIA, f"/sale +7916000{number + 1:04} {1000 + number}")

    async def text(self, number: int) -> None:
        await self.place.say(FIRST + number + 1, f"Вопрос №{number}")

    async def _enrol(self, number: int) -> None:
        """As anybody would: who hears nothing for a while does the same once more, answers the question before it,
        or begins anew."""
        person, answered, silent = NEW + number, set[tuple[int, str]](), True
        await asyncio.sleep(self.chance.uniform(0, 5))
        while not _has_card(said := await self._said_to(person)):
            asked = [message for message in reversed(said) if _answer_to(message)]
            chosen = self.chance.choice([*asked[:2], None]) if silent else asked[0] if asked else None
            if chosen and (silent or _key(chosen) not in answered):
                answered.add(_key(chosen))
                await self._answer(person, f"Новый {number}", chosen)
            elif silent:
                await self.place.start(person)
            silent = not await self._hears_more(person, said)

    async def _said_to(self, person: int) -> list[dict[str, Any]]:
        return [message for message in await self.place.messages(person) if message["from"]["is_bot"]]

    async def _hears_more(self, person: int, said: list[dict[str, Any]]) -> bool:
        """Another message, or another text in one; within eight seconds."""
        for _ in range(40):
            await asyncio.sleep(0.2)
            if await self._said_to(person) != said:
                return True
        return False

    async def _answer(self, person: int, name: str, message: dict[str, Any]) -> None:
        match _answer_to(message):
            case "name":
                await self.place.say(person, name)
            case "contact":
                await self.place.contact(person)
            case data:
                where = {"from": person, "chat": person, "message_id": message["message_id"]}
                await self.place.control("tap", **where, data=data, wait=0, any=True)


def _text(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _has_card(said: list[dict[str, Any]]) -> bool:
    return any("Ваша карта" in _text(message) for message in said)


def _key(message: dict[str, Any]) -> tuple[int, str]:
    return message["message_id"], _text(message)


def _answer_to(message: dict[str, Any]) -> str | None:
    """What is to be typed or pressed there, if anything is."""
    if "1 из" in _text(message):
        return "name"
    if "2 из" in _text(message):
        return "contact"
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            if any(label in button["text"] for label in ("Русский", "Согласен", "Да, присылайте", "Пропустить")):
                return str(button["callback_data"])
    return None
