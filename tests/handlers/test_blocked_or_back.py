"""A customer blocks the bot, and comes back: by Telegram's word, or by writing."""

from datetime import datetime
from typing import Any

import pytest

from tests.bot.test_intake import told
from tests.shop import Clock
from tests.talk import ANNA, Talk

pytestmark = pytest.mark.usefixtures("anna")


def membership(number: int, before: str, after: str) -> dict[str, Any]:
    """What Telegram says when somebody blocks the bot or takes that back."""
    who = {"id": ANNA, "is_bot": False, "first_name": "Анна"}
    bot = {"id": 42, "is_bot": True, "first_name": "Bot", "username": "bot"}

    def member(status: str) -> dict[str, Any]:
        return {"status": status, "user": bot} | ({"until_date": 0} if status == "kicked" else {})

    change = {
        "chat": {"id": ANNA, "type": "private", "first_name": "Анна"},
        "from": who,
        "date": 1772528400,
        "old_chat_member": member(before),
        "new_chat_member": member(after),
    }
    return {"update_id": number, "my_chat_member": change}


async def blocked_at(talk: Talk) -> datetime | None:
    async with talk.shop.storage.reading() as tx:
        customer = await tx.customers.by_telegram(ANNA)
    assert customer is not None
    return customer.blocked_at


async def receive(talk: Talk, update: dict[str, Any]) -> None:
    await talk.intake.receive([update])
    await talk.intake.idle()


async def test_telegram_says_it_and_takes_it_back(talk: Talk, clock: Clock) -> None:
    await receive(talk, membership(9001, "member", "kicked"))
    assert await blocked_at(talk) == clock()
    await receive(talk, membership(9002, "kicked", "member"))
    assert await blocked_at(talk) is None


async def test_whoever_writes_again_can_be_written_to(talk: Talk) -> None:
    await receive(talk, membership(9001, "member", "kicked"))
    assert await blocked_at(talk) is not None
    await receive(talk, told(9002, ANNA, "/help"))
    assert await blocked_at(talk) is None
