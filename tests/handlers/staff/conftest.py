"""A till, a manager chat, and a customer with a card."""

from collections.abc import AsyncIterator

import pytest

from actions.shop import Shop
from loyalty.ids import CustomerId
from tests.shop import enrolled
from tests.talk import ANNA, MARIA, PETER, Talk, talking


@pytest.fixture
async def anna(small_shop: Shop) -> CustomerId:
    """Anna has a card: +7 916 000-00-01, `c_token1`."""
    return await enrolled(small_shop, 1, name="Анна")


@pytest.fixture
async def talk(small_shop: Shop, anna: CustomerId) -> AsyncIterator[Talk]:
    """Everybody has opened the bot once, so that it may write to them."""
    async with talking(small_shop) as talk:
        for person in (ANNA, MARIA, PETER):
            await talk.start(person)
        yield talk
