"""What stands before several bots on a PostgreSQL: Telegram's calls go to any of them that lives."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from tests.end_to_end.town import Town

PATH = "/telegram"
ANSWER_WITHIN = 3.0  # seconds; a frozen bot takes a call and says nothing
DOWN_FOR = 5.0  # seconds that one which did not answer is not asked again


@dataclass(eq=False)
class Replica:
    """One bot behind the balancer."""

    process: asyncio.subprocess.Process
    port: int
    answered: int = 0  # calls
    down_until: float = 0.0  # by the loop's clock

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{PATH}"

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


@dataclass
class Balancer:
    """Tries one of them at random, and answers 502 if that fails: Telegram comes again."""

    place: Town
    chance: random.Random
    session: aiohttp.ClientSession
    url: str = ""
    replicas: list[Replica] = field(default_factory=list)

    def chosen(self) -> Replica:
        """One of them, by chance; who did not answer just now only if nobody else is there."""
        now = asyncio.get_running_loop().time()
        return self.chance.choice([one for one in self.replicas if one.down_until < now] or self.replicas)

    async def begin(self, count: int) -> list[Replica]:
        """So many bots more; returns when each of them can be reached."""
        more = [await self._begin_one() for _ in range(count)]
        async with asyncio.timeout(60):
            for replica in more:
                while not await self._is_up(replica):
                    assert replica.process.returncode is None, self.place.log_tail()
                    await asyncio.sleep(0.1)
        return more

    async def _begin_one(self) -> Replica:
        port = unused_port()
        settings = {"HTTP_PORT": str(port), "WEBHOOK_URL": self.url, "WEBHOOK_SECRET": "secret"}
        replica = Replica(await self.place.begin_bot(**settings), port)
        self.replicas.append(replica)
        return replica

    async def _is_up(self, replica: Replica) -> bool:
        try:
            async with self.session.get(f"http://127.0.0.1:{replica.port}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def forward(self, request: web.Request) -> web.Response:
        """One call of Telegram's."""
        body = await request.read()
        headers = {name: value for name, value in request.headers.items() if name.startswith(("X-", "Content-Type"))}
        chosen = self.chosen()
        try:
            async with self.session.post(chosen.url, data=body, headers=headers) as answer:
                chosen.answered += answer.status == 200
                return web.Response(status=answer.status, body=await answer.read())
        except (aiohttp.ClientError, TimeoutError):
            chosen.down_until = asyncio.get_running_loop().time() + DOWN_FOR
            return web.Response(status=502)

    async def end(self) -> None:
        """Whatever became of them."""
        for replica in self.replicas:
            if replica.process.returncode is None:
                replica.signal(signal.SIGCONT)
                replica.signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            for replica in self.replicas:
                await replica.process.wait()


@asynccontextmanager
async def balanced(place: Town, chance: random.Random) -> AsyncIterator[Balancer]:
    """A balancer without a bot yet; whatever bots it was given end with it."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(ANSWER_WITHIN)) as session:
        balancer = Balancer(place, chance, session)
        app = web.Application()
        app.router.add_post(PATH, balancer.forward)
        async with TestServer(app, host="127.0.0.1") as server:
            balancer.url = str(server.make_url(PATH))
            try:
                yield balancer
            finally:
                await balancer.end()
