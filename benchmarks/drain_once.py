"""One way of sending, once, in a process of its own: `python -m benchmarks.drain_once WAY PORT COUNT`.

Prints JSON: seconds and CPU seconds of the sending alone, and the process's peak memory in megabytes. Ours begins as
the bot begins, with its event loop; the others import and run aiogram as everybody does.
"""

import asyncio
import importlib
import json
import sys

import uvloop

from bot.models_on_demand import import_aiogram

if __name__ == "__main__":
    way, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if way == "ours":
        import_aiogram()
    run = uvloop.run if way == "ours" else asyncio.run
    print(json.dumps(run(importlib.import_module("benchmarks.drain_ways").measured(way, port, count))))
