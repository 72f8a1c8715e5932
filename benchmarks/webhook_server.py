"""A webhook, ours or the empty one, as a process of its own: `python -m benchmarks.webhook_server ours|empty FOLDER`.

Prints its port; `/settled` answers when everything that was received has been handled. Ours begins as the bot begins,
the other imports aiogram as everybody does.
"""

import asyncio
import importlib
import sys
from pathlib import Path

from aiohttp import web

from bot.models_on_demand import import_aiogram

PEOPLE = 500


async def _serve(which: str, folder: str) -> None:
    app = await importlib.import_module(f"benchmarks.webhook_{which}").application(Path(folder), PEOPLE)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)  # whoever measures has it open as long as they live


if __name__ == "__main__":
    if sys.argv[1] == "ours":
        import_aiogram()
    asyncio.run(_serve(*sys.argv[1:]))
