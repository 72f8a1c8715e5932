"""Who speaks, and what is expected of them: either may be there without the other."""

from datetime import UTC, datetime

import pytest

from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.ids import TelegramId
from storage.dialogues import Dialogue
from storage.speaker import who_speaks
from tests.shop import enrolled

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
GROUP = -100
TOM, ANNA = 1001, 1002


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("expected", [False, True])
async def test_both_or_one_or_none(shop: Shop, *, known: bool, expected: bool) -> None:
    await enrolled(shop, 1, name="Том")
    anna = await enrolled(shop, 2, name="Анна", blocked_at=NOON) if known else None
    waits = Dialogue("answer", {"response": 7})
    async with shop.storage.transaction() as tx:
        await tx.dialogues.expect(TOM, TOM, Dialogue("sale-amount"), now=NOON)
        await tx.dialogues.expect(GROUP, ANNA, Dialogue("reply"), now=NOON)
        if expected:
            await tx.dialogues.expect(ANNA, ANNA, waits, now=NOON)
    customer, dialogue = await look(shop, ANNA, ANNA)
    async with shop.storage.reading() as tx:
        assert customer == (await tx.customers.get(anna) if anna else None)
    assert dialogue == (waits if expected else None)
    assert dialogue is None or dialogue.since == NOON


async def test_what_is_expected_in_one_chat_is_not_expected_in_another(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.dialogues.expect(GROUP, ANNA, Dialogue("reply"), now=NOON)
    assert await look(shop, GROUP, ANNA) == (None, Dialogue("reply"))
    assert await look(shop, ANNA, ANNA) == (None, None)
    assert await look(shop, GROUP, TOM) == (None, None)


async def look(shop: Shop, chat: int, user: int) -> tuple[Customer | None, Dialogue | None]:
    async with shop.storage.reading() as tx:
        return await who_speaks(tx.connection, chat, TelegramId(user))
