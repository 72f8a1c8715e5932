"""An owner who has opened the bot, and a shop with a little history."""

from collections.abc import AsyncIterator

import pytest

from actions.shop import Shop
from tests.talk import ANNA, MARIA, OLGA, Talk, talking


@pytest.fixture
async def talk(small_shop: Shop) -> AsyncIterator[Talk]:
    async with talking(small_shop) as talk:
        for person in (OLGA, MARIA, ANNA):
            await talk.start(person)
        yield talk
