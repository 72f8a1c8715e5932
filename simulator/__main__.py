"""The command line: `python -m simulator --port 8081 [--world FILE.json] [--token T] [--no-log]`."""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from aiohttp import web

from simulator.app import create
from simulator.world import World, default_world
from simulator.worldfile import WorldError, parse_world

HOST = "127.0.0.1"  # nobody else's business
PATIENCE = 0.3  # seconds for answers under way when it is told to end


def main() -> None:
    options = _options().parse_args()
    try:
        world = _world(options.world)
    except (OSError, ValueError, TypeError) as error:
        sys.exit(f"simulator: {options.world}: {error}")
    try:
        asyncio.run(_serve(create(world, token=options.token, log=not options.no_log), options.port))
    except OSError as error:
        sys.exit(f"simulator: port {options.port}: {error.strerror or error}")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A local Telegram for one bot.")
    parser.add_argument("--port", type=int, default=8081, help="0: any free one (default: %(default)s)")
    parser.add_argument("--world", type=Path, help="people and chats, a JSON file")
    parser.add_argument("--token", help="the bot's token (default: the world's)")
    parser.add_argument("--no-log", action="store_true", help="keep nothing of the bot's calls")
    return parser


def _world(path: Path | None) -> World:
    if path is None:
        return default_world()
    try:
        return parse_world(json.loads(path.read_text("utf-8")))
    except json.JSONDecodeError as error:
        raise WorldError(f"no JSON: {error}") from error


async def _serve(app: web.Application, port: int) -> None:
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=PATIENCE)
    await runner.setup()
    end = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, end.set)
    try:
        await web.TCPSite(runner, HOST, port).start()
        host, bound = runner.addresses[0][:2]
        print(f"simulator: http://{host}:{bound}/", flush=True)
        await end.wait()
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    main()
