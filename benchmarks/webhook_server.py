"""A webhook, ours or the empty one, as a process of its own: `python -m benchmarks.webhook_server ours|empty`.

Prints its port; `/settled` answers when everything that was received has been handled. Ours begins as the bot begins,
with its event loop; the other imports and runs aiogram as its documentation has it.
"""

import asyncio
import importlib
import sys
import tempfile
from pathlib import Path

import uvloop
from aiohttp import web

from bot.models_on_demand import import_aiogram

PEOPLE = 500


async def _serve(which: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = await importlib.import_module(f"benchmarks.webhook_{which}").application(Path(folder), PEOPLE)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    if sys.argv[1] == "ours":
        import_aiogram()
        uvloop.run(_serve("ours"))
    else:
        asyncio.run(_serve("empty"))
