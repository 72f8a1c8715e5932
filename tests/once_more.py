"""An update that is handled once more, as after a crash between its effect and the note that it was handled."""

from typing import Any

import pytest
import sqlalchemy as sa

from storage.schema import inbox
from tests.talk import Talk


async def once_more(talk: Talk, update: dict[str, Any]) -> None:
    """The inbox knows nothing of it any more: what the actions themselves remember is all there is."""
    async with talk.shop.storage.transaction() as tx:
        await tx.connection.execute(sa.delete(inbox).where(inbox.c.update_id == update["update_id"]))
    await talk.intake.receive([update])
    await talk.intake.idle()


def overheard(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The updates that the bot receives from now on."""
    received: list[dict[str, Any]] = []
    receive = talk.intake.receive

    async def overhear(updates: list[dict[str, Any]]) -> None:
        received.extend(updates)
        await receive(updates)

    monkeypatch.setattr(talk.intake, "receive", overhear)
    return received
