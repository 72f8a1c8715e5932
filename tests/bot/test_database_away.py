"""The database goes away while updates are being handled: they wait for it, in their order, and nobody is told to try
again what will be done."""

from contextlib import suppress

import pytest
import sqlalchemy as sa

from storage.database import TROUBLE
from tests.bot.test_intake import kept, told
from tests.talk import ANNA, Talk

pytestmark = pytest.mark.usefixtures("anna")


class Away:
    """So many attempts to use the database fail, as where a server restarts."""

    def __init__(self, times: int) -> None:
        self.times = times

    def begin(self, monkeypatch: pytest.MonkeyPatch, storage: object) -> None:
        for name in ("transaction", "reading"):
            monkeypatch.setattr(type(storage), name, self._failing(getattr(type(storage), name)))

    def _failing(self, works: object) -> object:
        def failing(storage: object, **options: bool) -> object:
            if self.times:
                self.times -= 1
                raise sa.exc.DBAPIError("", None, OSError("the connection was closed"), connection_invalidated=True)
            return works(storage, **options)  # type: ignore[operator]

        return failing


async def test_its_chat_waits_in_order_and_nobody_is_told_to_try_again(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, away = len(await talk.transcript(ANNA)), Away(times=12)
    await talk.intake.receive([told(9001, ANNA, "У вас закрыто?"), told(9002, ANNA, "/coupons")])
    away.begin(monkeypatch, talk.shop.storage)
    while away.times or any(state != "done" for state, _ in (await kept(talk)).values()):
        with suppress(*TROUBLE):
            await talk.intake.take_up()
        with suppress(*TROUBLE):
            await talk.intake.idle()
    said = [line for line in (await talk.transcript(ANNA))[before:] if "bot:" in line]
    assert "Передали" in said[0]
    assert "купонов нет" in said[1]
    assert len(said) == 2


async def test_what_comes_meanwhile_does_not_overtake(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    before, away = len(await talk.transcript(ANNA)), Away(times=1)
    await talk.intake.receive([told(9001, ANNA, "У вас закрыто?")])
    away.begin(monkeypatch, talk.shop.storage)
    await talk.intake.idle()
    await talk.intake.receive([told(9002, ANNA, "/coupons")])
    await talk.intake.idle()
    said = [line for line in (await talk.transcript(ANNA))[before:] if "bot:" in line]
    assert ["Передали" in said[0], "купонов нет" in said[1]] == [True, True]
