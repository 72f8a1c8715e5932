"""The real processes: the simulator, the bot against it, and the people of the demo's world.

async with town(tmp_path) as place:
    await place.start(ANNA)
    await place.sees(ANNA, "На каком языке")
    await place.tap(ANNA, "Русский")
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]
ANNA, TOM, MARIA, PETER, OLGA = 1001, 1002, 2001, 2002, 3001
MANAGERS = -1001000000001
TOKEN = "7000000001:demo"
PATIENCE = 30.0  # seconds; what is waited for comes in a fraction of one


class Town:
    """One simulator, one bot that can be killed and started again."""

    def __init__(self, web: aiohttp.ClientSession, environment: dict[str, str], log: Path) -> None:
        self._web = web
        self._environment = environment
        self._log = log
        self.bot: asyncio.subprocess.Process | None = None

    async def begin_bot(self, **settings: str) -> asyncio.subprocess.Process:
        """Start a bot, and wait for nothing."""
        environment = {**self._environment, **settings}
        with self._log.open("ab") as log:
            self.bot = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        return self.bot

    async def wake_bot(self) -> None:
        """Start the bot, and wait until it listens."""
        self.bot = await self.begin_bot()
        known = (await self.look("calls", method="setMyCommands"))["last"]
        async with asyncio.timeout(PATIENCE):
            while True:
                calls = await self.look("calls", method="setMyCommands", since=known)
                if calls["calls"] or self.bot.returncode is not None:
                    break
                await asyncio.sleep(0.1)
        assert self.bot.returncode is None, self._log.read_text()

    async def stop_bot(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Its exit status."""
        assert self.bot is not None
        self.bot.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            return await self.bot.wait()

    async def stop_bot_if_any(self) -> None:
        """At the end, whatever became of it."""
        if self.bot is not None and self.bot.returncode is None:
            await self.stop_bot()

    async def control(self, path: str, **body: Any) -> Any:
        """A call of the control API."""
        async with self._web.post(f"/control/{path}", json=body) as answer:
            found = await answer.json()
            assert answer.status < 400, found
            return found

    async def unreceived(self) -> int:
        """How many updates no bot has confirmed yet."""
        return len((await self.look("updates"))["waiting"])

    async def updates(self) -> list[int]:
        """The ids of all that there were for the bot."""
        return list((await self.look("updates"))["updates"])

    async def look(self, path: str, **query: Any) -> Any:
        """A question to it."""
        async with self._web.get(f"/control/{path}", params=query) as answer:
            return await answer.json()

    async def messages(self, chat: int) -> list[dict[str, Any]]:
        """All that stand there."""
        found = (await self.look("messages", chat=chat, after=0))["messages"]
        return [message for message in found if not message["_"]["deleted"]]

    async def sees(self, chat: int, text: str, *, times: int = 1, patience: float = PATIENCE) -> dict[str, Any]:
        """Wait until the bot's messages of a chat have `text` in them so many times; the newest of those."""
        try:
            async with asyncio.timeout(patience):
                while True:
                    said = [m for m in await self.messages(chat) if m["from"]["is_bot"]]
                    found = [m for m in said if text in (m.get("text") or m.get("caption") or "")]
                    if len(found) >= times:
                        return found[-1]
                    await asyncio.sleep(0.05)
        except TimeoutError:
            lines = (await self.look("transcript", chat=chat))["lines"]
            raise AssertionError(f"{text!r} was not said in {chat}:\n" + "\n".join(lines) + self.log_tail()) from None

    def log_tail(self) -> str:
        """The last words of the bots."""
        return "\n--- the bot's log ---\n" + self._log.read_text()[-3000:]

    async def start(self, person: int, payload: str = "") -> None:
        """Open the bot by a deep link."""
        await self.control("start", **{"from": person, "payload": payload})

    async def say(self, person: int, text: str, *, chat: int | None = None, **more: Any) -> None:
        """Type."""
        await self.control("messages", **{"from": person, "chat": chat or person, "text": text}, **more)

    async def contact(self, person: int) -> None:
        """Press the contact button."""
        await self.control("contact", **{"from": person, "chat": person})

    async def tap(
        self, person: int, label: str, *, chat: int | None = None, patience: float = PATIENCE
    ) -> dict[str, Any]:
        """Press the newest button with that label, once it is there; the answer to the press."""
        where = chat or person
        try:
            async with asyncio.timeout(patience):
                while True:
                    for message in reversed(await self.messages(where)):
                        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                            for button in row:
                                if label in button["text"] and "callback_data" in button:
                                    body = {"from": person, "chat": where, "message_id": message["message_id"]}
                                    return dict(
                                        await self.control("tap", **body, data=button["callback_data"], wait=10)
                                    )
                    await asyncio.sleep(0.05)
        except TimeoutError:
            lines = (await self.look("transcript", chat=where))["lines"]
            raise AssertionError(f"no button {label!r} in {where}:\n" + "\n".join(lines) + self.log_tail()) from None

    async def enrol(self, person: int, name: str, *, payload: str = "") -> None:
        """From the first tap to the card, everything skipped that can be."""
        await self.start(person, payload)
        await self.tap(person, "Русский")
        await self.tap(person, "Согласен")
        await self.tap(person, "Да, присылайте")
        await self.sees(person, "1 из")
        await self.say(person, name)
        await self.sees(person, "2 из")
        await self.contact(person)
        for number in ("3 из", "4 из", "5 из"):
            await self.sees(person, number)
            await self.tap(person, "Пропустить")
        await self.sees(person, "Ваша карта")

    async def card_link(self, person: int) -> str:
        """What the QR code on their card says."""
        for message in reversed(await self.messages(person)):
            for code in message["_"].get("codes", []):
                if code["format"] == "QRCode":
                    return str(code["text"])
        raise AssertionError("no card")

    async def turn_clock(self, **units: float) -> None:
        """Forward by so many days, hours; returns when the bot has lived through it."""
        seconds = units.get("days", 0) * 86400 + units.get("hours", 0) * 3600
        turned = await self.control("clock", advance=seconds)
        async with asyncio.timeout(90):
            while (await self.look("clock"))["reached"] < turned["version"]:
                await asyncio.sleep(0.05)


@asynccontextmanager
async def town(folder: Path, **settings: str) -> AsyncIterator[Town]:
    """A town whose clock stands at eleven on a Tuesday morning in Moscow, with the bot awake."""
    simulator = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "--port", "0", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert simulator.stdout is not None
    address = (await simulator.stdout.readline()).decode().removeprefix("simulator: ").strip().rstrip("/")
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONUNBUFFERED": "1",
        "BOT_TOKEN": TOKEN,
        "OWNER_IDS": str(OLGA),
        "MANAGER_CHAT_ID": str(MANAGERS),
        "DATABASE_URL": f"sqlite:///{folder / 'kasanie.db'}",
        "PROGRAMME": "presets/shop.toml",
        "TELEGRAM_API_URL": address,
        "CLOCK_URL": f"{address}/control/clock",
        **settings,
    }
    async with aiohttp.ClientSession(address) as web:
        place = Town(web, environment, folder / "bot.log")
        try:
            await place.control("clock", to="2026-03-03T11:00:00+03:00")
            await place.wake_bot()
            yield place
        finally:
            await place.stop_bot_if_any()
            simulator.terminate()
            await simulator.wait()
