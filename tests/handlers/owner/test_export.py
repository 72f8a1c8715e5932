"""`/export`: an archive, for the owner alone."""

import zipfile

import pytest

from actions.shop import Shop
from handlers.owner import export
from tests.shop import enrolled
from tests.talk import ANNA, MARIA, OLGA, Talk


async def test_an_archive_in_the_private_chat(talk: Talk, small_shop: Shop) -> None:
    await enrolled(small_shop, 5)
    [message] = await talk.say(OLGA, "/export")
    assert message["document"]["file_name"] == "kasanie-2026-03-03.zip"
    assert "личные данные" in message["caption"]
    file = await talk.bot.download(message["document"]["file_id"])
    assert file is not None
    with zipfile.ZipFile(file) as packed:
        assert "+79160000005" in packed.read("customers.csv").decode("utf-8-sig")


async def test_too_large_an_archive_is_shown_another_way(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "LIMIT", 0)
    [message] = await talk.say(OLGA, "/export")
    assert "kasanie export" in message["text"]


@pytest.mark.parametrize("person", [ANNA, MARIA])
async def test_nobody_else_gets_it(talk: Talk, person: int) -> None:
    assert not any("document" in message for message in await talk.say(person, "/export"))


async def test_not_in_a_group(talk: Talk, small_shop: Shop) -> None:
    manager_chat = small_shop.manager_chat_id()
    assert manager_chat is not None
    assert await talk.say(OLGA, "/export", chat=manager_chat) == []
