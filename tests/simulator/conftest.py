from collections.abc import AsyncIterator

import pytest

from tests.simulator.playing import ANNA, FORUM, GROUP, Play, playing


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    """A simulator with the default world, where nobody has written to the bot yet."""
    async with playing() as one:
        yield one


@pytest.fixture
async def anna(play: Play) -> Play:
    """The same, after Anna's first message."""
    await play.say(ANNA, "/start")
    await play.drain()
    return play


@pytest.fixture
async def groups() -> AsyncIterator[Play]:
    """A small group where the bot is an ordinary member, and a forum where it is administrator."""
    async with playing({"chats": [GROUP, FORUM]}) as one:
        yield one
