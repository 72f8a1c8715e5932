"""The demo: a local Telegram in a process of its own, a shop with a history, and the bot."""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from functools import partial
from importlib.resources import files
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import typer
from pydantic import SecretStr

from bot import running
from bot.app import run, stop_signal
from bot.clock import machine_clock
from bot.current_programme import ProgrammeFile
from bot.demo.seed import seed
from bot.refusal import Refusal
from bot.settings import Settings

TOKEN = "7000000001:demo"
OWNER, MANAGERS = 3001, -1001000000001
PRESETS = files("presets")
MORNING = time(11)
WAIT = 20  # seconds of one long poll


def play(*, port: int, preset: str) -> None:
    """Until Ctrl-C. Refusal: no such preset, or the port is taken."""
    programme = Path(str(PRESETS / f"{preset}.toml"))
    if not programme.exists():
        names = ", ".join(sorted(path.stem for path in programme.parent.glob("*.toml")))
        raise Refusal(f"there is no preset {preset!r}: choose one of {names}")
    typer.echo("Starting the demo: a local Telegram, the bot, and a shop with a history…")
    with tempfile.TemporaryDirectory(prefix="kasanie-demo-") as folder, _simulator(port) as address:
        running.prepare(_settings(address, Path(folder), programme))
        asyncio.run(_live_again_and_again(address, Path(folder), programme))
    typer.echo("The demo is over; nothing of it is left.")


def _settings(address: str, folder: Path, programme: Path) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        owner_ids=(OWNER,),
        manager_chat_id=MANAGERS,
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'kasanie.db'}"),
        programme=programme,
        telegram_api_url=address,
        clock_url=f"{address}/control/clock",
        webhook_url=None,
        http_port=0,
        log_level="WARNING",
        log_format="console",
    )


async def _live_again_and_again(address: str, folder: Path, programme: Path) -> None:
    """The page's "start anew" empties the chats; the shop then begins anew, too, with a database of its own."""
    ended = stop_signal()
    async with aiohttp.ClientSession() as session:
        for life in count(1):
            before = await _resets(session, address)
            home = folder / str(life)
            home.mkdir()
            stop = asyncio.Event()
            watch = asyncio.create_task(_set_when_over(stop, ended, session, address, before))
            try:
                ready = partial(_invite, address) if life == 1 else lambda: None
                await _live(_settings(address, home, programme), address, home, ready, stop)
            finally:
                watch.cancel()
                await asyncio.gather(watch, return_exceptions=True)
            if ended.is_set():
                return


async def _live(settings: Settings, address: str, folder: Path, ready: Callable[[], None], stop: asyncio.Event) -> None:
    programme = ProgrammeFile(settings.programme)()
    now = await _set_clock(address, programme.shop.zone)
    await seed(settings, programme, now, folder)
    await run(settings, ready=ready, stop=stop)


async def _set_when_over(
    stop: asyncio.Event, ended: asyncio.Event, session: aiohttp.ClientSession, address: str, before: int
) -> None:
    """When the demo ends, or its world has begun anew since it had done so `before` times."""
    anew = asyncio.create_task(_begun_anew(session, address, before))
    end = asyncio.create_task(ended.wait())
    try:
        await asyncio.wait((anew, end), return_when=asyncio.FIRST_COMPLETED)
        stop.set()
    finally:
        anew.cancel()
        end.cancel()


async def _begun_anew(session: aiohttp.ClientSession, address: str, before: int) -> None:
    while True:
        try:
            if await _resets(session, address, after=before, wait=WAIT) != before:
                return
        except (aiohttp.ClientError, TimeoutError):  # it may be busy; where it is gone, the bot has more to say
            await asyncio.sleep(1)


async def _resets(session: aiohttp.ClientSession, address: str, **asked: int) -> int:
    """How often the world has begun anew; with `after`, once it is more often than that, or `wait` seconds later."""
    async with session.get(f"{address}/control/reset", params=asked) as answer:
        return int((await answer.json())["resets"])


async def _set_clock(address: str, zone: ZoneInfo) -> datetime:
    """Eleven in the morning of today, so that the demo does not begin in the shop's quiet hours."""
    morning = datetime.combine(machine_clock().astimezone(zone).date(), MORNING, zone)
    async with aiohttp.ClientSession() as session:
        await session.post(f"{address}/control/clock", json={"to": morning.isoformat()})
    return morning


def _invite(address: str) -> None:
    typer.echo(f"\nOpen {address}/ in a browser. Ctrl-C ends the demo.")


@contextmanager
def _simulator(port: int) -> Iterator[str]:
    """The simulator's address. It runs in a session of its own, so that Ctrl-C reaches it only through us."""
    command = [sys.executable, "-m", "simulator", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith("simulator: "):
            raise Refusal(f"port {port} is taken: run the demo with --port 0, or another one")
        yield line.removeprefix("simulator: ").strip().rstrip("/")
    finally:
        process.terminate()
        process.wait(timeout=5)
