"""The ways of sending that are compared: ours, a bare loop, the usual loop, a library."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from aiogram import Bot

from actions.shop import Shop
from benchmarks.peak_memory import peak_memory
from benchmarks.shop import NOON, bench_shop
from bot.app import telegram_bot
from bot.delivery import TelegramDelivery
from bot.garbage import set_standing_aside
from handlers.letters import keyboard
from jobs.drain import Drainer
from jobs.pace import Pace
from storage.schema import customers, messages
from texts.letter import Button, Letter

AT_ONCE = 100
TEXT = "Анна, у нас новинки, и для вас минус десять процентов до воскресенья. Приходите!"
LETTER = Letter(TEXT, ((Button("🔕 Больше не присылать такое", data="un1:5"),),))
FIRST = 1000  # the first person's number at Telegram
Sending = Callable[[Bot, int], Awaitable[None]]


async def bare(bot: Bot, count: int) -> None:
    """`bot.send_message`, so many at once, and nothing else."""
    people = iter(range(FIRST, FIRST + count))

    async def worker() -> None:
        for person in people:
            await bot.send_message(person, TEXT, reply_markup=keyboard(LETTER.rows))

    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))


async def usual(bot: Bot, count: int) -> None:
    """As most bots do it."""
    for person in range(FIRST, FIRST + count):
        await bot.send_message(person, TEXT, reply_markup=keyboard(LETTER.rows))
        await asyncio.sleep(0.05)


async def broadcaster(bot: Bot, count: int) -> None:
    """aiogram-broadcaster, at its fastest: without a pause and without a storage. Not a requirement of ours."""
    library = import_module("aiogram_broadcaster")
    contents = import_module("aiogram_broadcaster.contents")
    content = contents.TextContent(text=TEXT, reply_markup=keyboard(LETTER.rows))
    mailer = await library.Broadcaster(bot).create_mailer(chats=range(FIRST, FIRST + count), content=content)
    await mailer.start()


async def ours(bot: Bot, count: int, *, took: Callable[[], None]) -> None:
    """A broadcast from the outbox: gate, marks, outcomes; as fast as it goes. took: called when it begins and ends."""
    with tempfile.TemporaryDirectory() as folder:
        shop = replace(await bench_shop(Path(folder)), bot_username="bench_bot")
        await _plan(shop, count)
        set_standing_aside()  # as the process does, by the clock
        drainer = Drainer(shop, TelegramDelivery(bot, shop), pace=Pace(rate=1e9))
        took()
        ends = await drainer.drain()
        took()
        assert ends == {"sent": count}, ends
        await shop.storage.close()


async def _plan(shop: Shop, count: int) -> None:
    """So many people, to each of whom a message of a campaign is due."""
    person = {"language": "ru", "created_at": NOON, "enrolled_at": NOON, "processing": True, "marketing": True}
    message = {
        "touchpoint": "campaign:1",
        "occurrence": "1",
        "category": "offer",
        "priority": 2,
        "letter": LETTER.to_json(),
        "state": "planned",
        "planned_at": NOON,
        "due_at": NOON,
        "expires_at": NOON.replace(year=2030),
    }
    async with shop.storage.transaction(long=True) as tx:
        for begin in range(0, count, 5000):
            ids = range(begin + 1, min(count, begin + 5000) + 1)
            people = [person | {"id": id, "telegram_id": FIRST + id, "name": "Анна"} for id in ids]
            await tx.connection.execute(sa.insert(customers), people)
            await tx.connection.execute(sa.insert(messages), [message | {"customer_id": id} for id in ids])


WAYS: dict[str, Sending] = {"bare": bare, "usual": usual, "broadcaster": broadcaster}


class Watch:
    """Started and stopped by the same call."""

    def __init__(self) -> None:
        self._last: tuple[float, float] = (0.0, 0.0)
        self.seconds = self.cpu = 0.0

    def __call__(self) -> None:
        now = (time.perf_counter(), time.process_time())
        self.seconds, self.cpu = now[0] - self._last[0], now[1] - self._last[1]
        self._last = now


async def measured(way: str, port: int, count: int) -> dict[str, float]:
    """seconds, cpu (seconds) of the sending alone; memory: the process's peak, MB."""
    watch = Watch()
    bot = telegram_bot("7:bench", f"http://127.0.0.1:{port}")
    try:
        if way == "ours":
            await ours(bot, count, took=watch)
        else:
            watch()
            await WAYS[way](bot, count)
            watch()
    finally:
        await bot.session.close()
    return {"seconds": watch.seconds, "cpu": watch.cpu, "memory": peak_memory()}
