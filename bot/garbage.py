"""Python's garbage collector goes through everything that lives, again and again, while nobody is served.

Most of what lives in a bot stands there for good: modules, models, words. It is set aside.
"""

import asyncio
import gc

YOUNG = 5000  # new things after which the young are gone through; Python's own 700 are soon there
WHEN = (0, 60, 600)  # seconds after the start: aiogram's models are made when they are first used


def set_standing_aside() -> None:
    """What lives now is not looked at any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


async def set_standing_aside_now_and_then() -> None:
    """At the start, and when most of what is ever used has been used."""
    passed = 0
    for moment in WHEN:
        await asyncio.sleep(moment - passed)
        passed = moment
        set_standing_aside()
