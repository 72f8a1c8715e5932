"""Whole enrolments a second on SQLite, against the same updates to handlers that do nothing."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.types import Update

from benchmarks.figure import Figure
from benchmarks.nowhere import Nowhere, bench_bot
from benchmarks.shop import bench_shop
from bot.intake import Intake
from storage.database import Storage

PEOPLE = 200
AT_ONCE = 20


class NoStaff:
    """Nobody works here."""

    async def includes(self, _person: int) -> bool:
        """No."""
        return False

    async def ask_again(self, _person: int) -> None:
        """Nothing is known."""


class Crowd:
    """People who enrol, each update made from the buttons that the bot has shown."""

    def __init__(self, session: Nowhere) -> None:
        self._session = session
        self._number = 0
        self.updates: list[dict[str, Any]] = []

    def _update(self, **event: Any) -> dict[str, Any]:
        self._number += 1
        update = {"update_id": self._number, **event}
        self.updates.append(update)
        return update

    def _person(self, id: int) -> dict[str, Any]:
        return {"id": id, "is_bot": False, "first_name": "A", "language_code": "ru"}

    def says(self, id: int, **content: Any) -> dict[str, Any]:
        """A message."""
        chat = {"id": id, "type": "private"}
        head = {"message_id": self._number + 1, "date": 1772528400, "chat": chat, "from": self._person(id)}
        return self._update(message={**head, **content})

    def presses(self, id: int, row: int, column: int = 0) -> dict[str, Any]:
        """A button of the newest message that has some."""
        number, markup, text = self._session.buttons[id]
        message = {"message_id": number, "date": 1772528400, "chat": {"id": id, "type": "private"}, "text": text or "-"}
        message["reply_markup"] = markup.model_dump(exclude_none=True)
        data = markup.inline_keyboard[row][column].callback_data
        query = {
            "id": str(self._number),
            "from": self._person(id),
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        return self._update(callback_query=query)

    def enrol(self, id: int) -> Iterator[dict[str, Any]]:
        """From /start to the card: nine updates with the shop preset, everything skipped that can be."""
        yield self.says(id, text="/start")
        for row in (0, 0, 0):  # the language, the consent, the offers
            yield self.presses(id, row)
        yield self.says(id, text="Анна")
        yield self.says(id, contact={"phone_number": f"7916{id:07}", "first_name": "A", "user_id": id})
        for _ in range(3):
            markup = self._session.buttons[id][1].inline_keyboard
            yield self.presses(id, [row[0].text for row in markup].index("Пропустить"))


async def _ours() -> tuple[float, list[dict[str, Any]]]:
    """Seconds, and the updates that it took."""
    session = Nowhere()
    crowd = Crowd(session)
    with tempfile.TemporaryDirectory() as folder:
        shop = await bench_shop(Path(folder))
        bot = bench_bot(session)
        intake = Intake(shop, NoStaff(), bot)
        await intake.take_up()
        began = time.perf_counter()
        for first in range(1, PEOPLE + 1, AT_ONCE):
            for updates in zip(*(crowd.enrol(id) for id in range(first, first + AT_ONCE)), strict=True):
                await intake.receive(updates)
                await intake.idle()
        seconds = time.perf_counter() - began
        await _all_have_cards(shop.storage)
        await shop.storage.close()
    return seconds, crowd.updates


async def _all_have_cards(storage: Storage) -> None:
    async with storage.reading() as tx:
        for id in (1, PEOPLE // 2, PEOPLE):
            customer = await tx.customers.find(id)
            assert customer is not None
            assert await tx.cards.of(customer.id) is not None


async def _empty(updates: list[dict[str, Any]]) -> float:
    """The same updates to handlers that do nothing."""
    router = Router()

    @router.message()
    @router.callback_query()
    async def nothing(_event: object) -> None:
        """Nothing."""

    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router)
    bot = bench_bot(Nowhere())
    began = time.perf_counter()
    for update in updates:
        await dispatcher.feed_update(bot, Update.model_validate(update, context={"bot": bot}))
    return time.perf_counter() - began


def measure() -> list[Figure]:
    """The picture of the card is drawn, too: it is a part of an enrolment."""
    ours, updates = asyncio.run(_ours())
    theirs = asyncio.run(_empty(updates))
    return [
        Figure(
            f"whole enrolments a second ({len(updates) // PEOPLE} updates each; more is better)",
            f"{PEOPLE / ours:.0f}",
            "the same updates to empty aiogram handlers",
            f"{PEOPLE / theirs:.0f}",
            theirs / ours,
        )
    ]
