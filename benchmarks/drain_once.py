"""One way of sending, once, in a process of its own: `python -m benchmarks.drain_once WAY PORT COUNT`.

Prints JSON: seconds and CPU seconds of the sending alone, and the process's peak memory in megabytes. Ours begins as
the bot begins, the others import aiogram as everybody does.
"""

import asyncio
import importlib
import json
import sys

from bot.models_on_demand import import_aiogram

if __name__ == "__main__":
    way, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if way == "ours":
        import_aiogram()
    print(json.dumps(asyncio.run(importlib.import_module("benchmarks.drain_ways").measured(way, port, count))))
