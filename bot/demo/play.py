"""The demo: a local Telegram in a process of its own, a shop with a history, and the bot."""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import typer
from pydantic import SecretStr

from bot import running
from bot.app import run
from bot.clock import machine_clock
from bot.current_programme import ProgrammeFile
from bot.demo.seed import seed
from bot.refusal import Refusal
from bot.settings import Settings

TOKEN = "7000000001:demo"
OWNER, MANAGERS = 3001, -1001000000001
PRESETS = files("presets")
MORNING = time(11)


def play(*, port: int, preset: str) -> None:
    """Until Ctrl-C. Refusal: no such preset, or the port is taken."""
    programme = Path(str(PRESETS / f"{preset}.toml"))
    if not programme.exists():
        names = ", ".join(sorted(path.stem for path in programme.parent.glob("*.toml")))
        raise Refusal(f"there is no preset {preset!r}: choose one of {names}")
    typer.echo("Starting the demo: a local Telegram, the bot, and a shop with a history…")
    with tempfile.TemporaryDirectory(prefix="kasanie-demo-") as folder, _simulator(port) as address:
        settings = _settings(address, Path(folder), programme)
        running.prepare(settings)
        asyncio.run(_prepare_and_run(settings, address, Path(folder)))
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


async def _prepare_and_run(settings: Settings, address: str, folder: Path) -> None:
    programme = ProgrammeFile(settings.programme)()
    now = await _set_clock(address, programme.shop.zone)
    await seed(settings, programme, now, folder)
    await run(settings, ready=lambda: _invite(address))


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
