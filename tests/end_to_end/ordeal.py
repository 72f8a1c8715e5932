"""An ordeal: a shop under load while its bots are killed, frozen and woken, and what must be true afterwards.

ordeal = Ordeal(Load(marketing=200, service=40, sales=40, texts=10, newcomers=3), url, folder)
async with ordeal.begun() as place:      # the simulator with its people, the database with its messages
    async with ordeal.visited(seconds=9):
        ...                              # bots come and go
    await ordeal.settled()
    ordeal.check(await ordeal.outcome())
"""

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa

from jobs.belt import measures
from loyalty.ids import CustomerId
from storage.database import Storage
from storage.fence import DRAIN
from storage.migrate import migrate
from storage.outbox import MARKETING
from storage.schema import inbox, leases, messages
from tests.end_to_end.left_behind import left_behind
from tests.end_to_end.load import FIRST, NEW, Load, phone_of
from tests.end_to_end.outcome import Outcome, check, outcome_of
from tests.end_to_end.town import MANAGERS, MARIA, OLGA, ROOT, TOKEN, Town
from tests.end_to_end.visitors import Visitors
from tests.shop import Clock, enrolled, make_shop
from texts.letter import Letter

FENCE = sa.select(leases.c.fence).where(leases.c.name == DRAIN)
START = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)  # eleven in Moscow


@dataclass
class Ordeal:
    """seed: of every chance in it. declines: the bot may have to decline what it is told, so people insist.

    in_doubt: letters, by their text, whose end nobody can know; whoever breaks a connection tells of them here.
    """

    load: Load
    url: str
    folder: Path
    seed: int
    settings: dict[str, str] = field(default_factory=dict)
    declines: bool = False
    in_doubt: Counter[str] = field(default_factory=Counter)
    _under_way: set[tuple[int, str]] = field(default_factory=set)  # when a bot was struck: (fence, text)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.storage = Storage.open(self.url, pooled=False)

    @asynccontextmanager
    async def begun(self) -> AsyncIterator[Town]:
        """A town without a bot yet."""
        await self._fill_database()
        world = self.folder / "world.json"
        world.write_text(json.dumps(self._world()))
        command = [sys.executable, "-m", "simulator", "--port", "0", "--no-log", "--world", str(world)]
        simulator = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
        assert simulator.stdout is not None
        address = (await simulator.stdout.readline()).decode().removeprefix("simulator: ").strip().rstrip("/")
        async with aiohttp.ClientSession(address) as web:
            self.place = Town(web, self._environment(address), self.folder / "bot.log")
            try:
                await self.place.control("clock", to=START.isoformat())
                yield self.place
            finally:
                await self.place.stop_bot_if_any()
                simulator.terminate()
                await simulator.wait()
                await self.storage.close()

    def _environment(self, address: str) -> dict[str, str]:
        return {
            "PATH": "/usr/bin:/bin",
            "PYTHONUNBUFFERED": "1",
            "BOT_TOKEN": TOKEN,
            "OWNER_IDS": str(OLGA),
            "MANAGER_CHAT_ID": str(MANAGERS),
            "DATABASE_URL": self.url,
            "PROGRAMME": "presets/shop.toml",
            "TELEGRAM_API_URL": address,
            "CLOCK_URL": f"{address}/control/clock",
            **self.settings,
        }

    def _world(self) -> dict[str, Any]:
        staff = [
            {"id": MARIA, "first_name": "Мария", "role": "staff", "started": True},
            {"id": OLGA, "first_name": "Ольга", "role": "owner", "started": True},
        ]
        known = [
            {"id": FIRST + n, "first_name": f"К{n}", "language_code": "ru", "started": True}
            for n in range(1, self.load.customers + 1)
        ]
        new = [
            {"id": NEW + n, "first_name": f"Н{n}", "language_code": "ru", "phone": phone_of(n)}
            for n in range(1, self.load.newcomers + 1)
        ]
        chat = {"id": MANAGERS, "type": "supergroup", "title": "Касса", "members": [MARIA, OLGA], "owner": OLGA}
        return {"people": [*staff, *known, *new], "chats": [chat]}

    async def _fill_database(self) -> None:
        await migrate(self.storage)
        shop = make_shop(self.storage, Clock(START))
        ids = [await enrolled(shop, n, telegram_id=FIRST + n) for n in range(1, self.load.customers + 1)]
        async with self.storage.transaction() as tx:
            for friend, inviter in self._pairs(ids):
                await tx.referrals.add(inviter=inviter, friend=friend, at=START)
            await tx.connection.execute(sa.insert(messages), [self._offer(id) for id in ids[: self.load.marketing]])
            for number, id in enumerate(ids[: self.load.service]):
                letter = Letter(f"Сервис №{number}").to_json()
                await tx.outbox.post(letter, key=f"ordeal:{number}", now=START, customer=id)

    def _pairs(self, ids: list[CustomerId]) -> list[tuple[CustomerId, CustomerId]]:
        """(friend, inviter) of each sale."""
        return [(ids[n], ids[self.load.sales + n]) for n in range(self.load.sales)]

    def _offer(self, customer: CustomerId) -> dict[str, Any]:
        return {
            "touchpoint": "spring-sale",
            "customer_id": customer,
            "occurrence": "once",
            "category": "offer",
            "priority": MARKETING,
            "letter": Letter(f"Акция для {customer}").to_json(),
            "state": "planned",
            "planned_at": START,
            "due_at": START,
            "expires_at": START + timedelta(days=2),
        }

    @property
    def visitors(self) -> Visitors:
        """Those who come while the town stands."""
        return Visitors(self.place, self.load, self.chance, insistent=self.declines)

    @asynccontextmanager
    async def visited(self, *, seconds: float, patience: float = 120) -> AsyncIterator[None]:
        """People come over so many seconds. Each has what they came for in the end, so many seconds later at most."""
        visits = asyncio.create_task(self.visitors.come(seconds=seconds))
        try:
            yield
            _, waiting = await asyncio.wait([visits], timeout=patience)
            assert not waiting, "somebody waits in vain\n" + await self.visitors.told()
            await visits
        finally:
            visits.cancel()

    async def sent(self, count: int, *, within: float = 60) -> None:
        """Wait until so many have been sent."""
        sent = sa.select(sa.func.count()).where(messages.c.state == "sent")
        found = 0
        try:
            async with asyncio.timeout(within):
                while found < count:
                    await asyncio.sleep(0.1)
                    async with self.storage.reading() as tx:
                        found = (await tx.connection.execute(sent)).scalar_one()
        except TimeoutError:
            raise AssertionError(f"{found} of {count} were sent\n" + self.place.log_tail()) from None

    async def settled(self, *, within: float = 300) -> None:
        """Wait until nothing waits any more, neither at Telegram, nor in, nor out."""
        busy = sa.select(
            sa.select(sa.func.count()).where(inbox.c.state == "new").scalar_subquery(),
            sa.select(sa.func.count()).where(messages.c.state.in_(("planned", "due", "sending"))).scalar_subquery(),
        )
        left: Any = None
        try:
            async with asyncio.timeout(within):
                while left != (0, 0, 0):
                    await asyncio.sleep(0.5)
                    unreceived = await self.place.unreceived()  # first: what is received meanwhile is counted below
                    async with self.storage.reading() as tx:
                        left = (unreceived, *(await tx.connection.execute(busy)).one())
        except TimeoutError:
            raise AssertionError(f"still waiting (at Telegram, in, out): {left}\n" + self.place.log_tail()) from None

    async def note_under_way(self) -> None:
        """Just after a bot has died or frozen: what is marked as being sent, before anybody else has the lease."""
        async with left_behind(self.storage) as tx:
            sending = sa.select(messages.c.fence, messages.c.letter).where(messages.c.state == "sending")
            found = {(fence, letter["text"]) for fence, letter in await tx.connection.execute(sending)}
        assert len(found) <= measures(25).window
        self._under_way |= found

    async def outcome(self) -> Outcome:
        """What came of it all. What was under way under a fence that is out of date was interrupted."""
        async with self.storage.reading() as tx:
            fence = (await tx.connection.execute(FENCE)).scalar_one()
        interrupted = Counter(text for before, text in self._under_way if before < fence)
        return await outcome_of(self.place, self.storage, in_doubt=self.in_doubt + interrupted)

    def check(self, found: Outcome) -> None:
        """See outcome.py."""
        check(self.load, found, declined=self.declines)
