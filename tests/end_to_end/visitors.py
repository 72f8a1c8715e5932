"""The people of an ordeal: what they came for, they do, whether or not a bot is there."""

import asyncio
import random
from dataclasses import dataclass
from typing import Any

from tests.end_to_end.load import FIRST, NEW, Load, name_of
from tests.end_to_end.town import MARIA, Town


@dataclass
class Visitors:
    """chance: in which order, and when. insistent: newcomers who hear nothing do it again. Only where the bot may
    decline what it is told: anywhere else an update that was lost would go unnoticed.
    """

    place: Town
    load: Load
    chance: random.Random
    insistent: bool = False

    async def come(self, *, seconds: float) -> None:
        """All of them, spread over so many seconds."""
        things = [("sale", n) for n in range(self.load.sales)] + [("text", n) for n in range(self.load.texts)]
        self.chance.shuffle(things)
        enrol = self._insist if self.insistent else self._enrol
        async with asyncio.TaskGroup() as newcomers:
            for n in range(1, self.load.newcomers + 1):
                newcomers.create_task(enrol(n, random.Random(self.chance.random()), seconds))
            for kind, n in things:
                await asyncio.sleep(seconds / len(things))
                await (self.sale(n) if kind == "sale" else self.text(n))

    async def told(self) -> str:
        """What newcomers see, and the bot's last words."""
        people = range(NEW + 1, NEW + self.load.newcomers + 1)
        lines = [line for who in people for line in (await self.place.look("transcript", chat=who))["lines"][-8:]]
        return "\n".join(lines) + self.place.log_tail()

    async def sale(self, number: int) -> None:
        await self.place.say(MARIA, f"/sale +7916000{number + 1:04} {1000 + number}")

    async def text(self, number: int) -> None:
        await self.place.say(FIRST + number + 1, f"Вопрос №{number}")

    async def _enrol(self, number: int, chance: random.Random, seconds: float) -> None:
        """Each question is answered once, after a while of thinking, however often it is asked; the next one is waited
        for, as long as it takes. Spread so that somebody is in the middle of it at any time.
        """
        person, answered = NEW + number, set[str]()
        await asyncio.sleep(chance.uniform(0, seconds / 2))
        await self.place.start(person)
        while not _has_card(said := await self._said_to(person)):
            asked = [message for message in said if _answer_to(message) not in {None, *answered}]
            if asked:
                await asyncio.sleep(chance.uniform(0, seconds / 12))
                answered.add(str(_answer_to(asked[-1])))
                await self._answer(person, name_of(number), asked[-1])
            await asyncio.sleep(0.2)

    async def _insist(self, number: int, chance: random.Random, seconds: float) -> None:
        """Who hears nothing for a while does the same once more, answers the question before it, or begins anew."""
        person, answered, silent = NEW + number, set[tuple[int, str]](), True
        await asyncio.sleep(chance.uniform(0, seconds / 2))
        while not _has_card(said := await self._said_to(person)):
            asked = [message for message in reversed(said) if _answer_to(message)]
            chosen = chance.choice([*asked[:2], None]) if silent else asked[0] if asked else None
            if chosen and (silent or _key(chosen) not in answered):
                answered.add(_key(chosen))
                await self._answer(person, name_of(number), chosen)
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
    """What is to be typed or pressed there, if anything is: another for each question."""
    if "1 из" in _text(message):
        return "name"
    if "2 из" in _text(message):
        return "contact"
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            if any(label in button["text"] for label in ("Русский", "Согласен", "Да, присылайте", "Пропустить")):
                return str(button["callback_data"])
    return None
