"""The manager chat shows the bot the door, takes it back, gets another number; or there never was such a chat."""

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from aiogram.types import ChatMemberRestricted

from actions.manager_chat import follow_moves
from actions.shop import ManagerChat, Shop
from handlers.manager_chat import look_at_manager_chat
from loyalty.ids import ChatId
from storage.outbox import STAFF
from tests.shop import MANAGERS, OWNER, Clock
from tests.talk import MARIA, OLGA, Talk, talking
from texts.letter import Letter

LOST = "Бот не может писать в чат менеджеров"


@pytest.fixture
async def talk(small_shop: Shop) -> AsyncIterator[Talk]:
    """An owner who has begun to talk to the bot."""
    async with talking(small_shop) as talk:
        await talk.start(OWNER)
        yield talk


async def notice(shop: Shop, *texts: str) -> None:
    """For the manager chat, in that order."""
    async with shop.storage.transaction() as tx:
        for text in texts:
            letter, chat = Letter(text).to_json(), shop.manager_chat_id()
            await tx.outbox.post(letter, key=text, now=shop.now(), chat=chat, priority=STAFF)


async def said(talk: Talk, chat: int) -> list[str]:
    return [message["text"] for message in await talk.messages(chat) if message["from"]["is_bot"] and "text" in message]


async def times_told(talk: Talk) -> int:
    await talk.pump()
    return sum(LOST in text for text in await said(talk, OWNER))


async def test_thrown_out_the_owner_hears_of_it_and_back_the_bot_brings_what_has_waited(
    talk: Talk, clock: Clock
) -> None:
    await talk.control("leave", person=talk.bot.id, chat=MANAGERS)
    assert await times_told(talk) == 1
    await notice(talk.shop, "Новость 1", "Новость 2")
    assert await times_told(talk) == 1
    clock.advance(hours=30)
    await talk.pump()
    assert await said(talk, MANAGERS) == []
    assert await times_told(talk) == 2, "once a day, as long as something waits"
    await talk.control("join", person=talk.bot.id, chat=MANAGERS)
    await talk.pump()
    back, *news = await said(talk, MANAGERS)
    assert "Бот снова здесь. Сейчас придут 2 уведомления, которые ждали." in back
    assert news == ["Новость 1", "Новость 2"]


async def test_what_waited_comes_in_the_order_in_which_it_was_posted(talk: Talk, clock: Clock) -> None:
    await talk.control("leave", person=talk.bot.id, chat=MANAGERS)
    await notice(talk.shop, "А")
    for _ in range(6):
        await talk.pump()
        clock.advance(hours=1)
    await notice(talk.shop, "Б")
    await talk.pump()
    await notice(talk.shop, "В")
    await talk.control("join", person=talk.bot.id, chat=MANAGERS)
    await talk.pump()
    back, *news = await said(talk, MANAGERS)
    assert "3 уведомления" in back
    assert news == ["А", "Б", "В"]


async def test_who_was_never_away_does_not_say_that_it_is_back(talk: Talk) -> None:
    await changed(talk, MANAGERS, {"status": "left"}, {"status": "member"})
    assert await said(talk, MANAGERS) == []


async def test_thrown_out_once_more_on_the_same_day_they_hear_of_it_once_more(talk: Talk, clock: Clock) -> None:
    for times in (1, 2):
        await talk.control("leave", person=talk.bot.id, chat=MANAGERS)
        await notice(talk.shop, f"Новость {times}")
        assert await times_told(talk) == times
        await talk.control("join", person=talk.bot.id, chat=MANAGERS)
        await talk.pump()
        clock.advance(hours=1)
    assert (await said(talk, MANAGERS))[1::2] == ["Новость 1", "Новость 2"]


async def test_back_with_nothing_that_waits(talk: Talk) -> None:
    await talk.control("leave", person=talk.bot.id, chat=MANAGERS)
    await talk.pump()
    await talk.control("join", person=talk.bot.id, chat=MANAGERS)
    await talk.pump()
    assert await said(talk, MANAGERS) == ["✅ Бот снова здесь."]


def muted(*, member: bool = True, write: bool = False) -> dict[str, Any]:
    """Restricted, as an administrator of the group may have it."""
    may = dict.fromkeys((name for name in ChatMemberRestricted.model_fields if name.startswith("can_")), False)
    return may | {"status": "restricted", "is_member": member, "can_send_messages": write, "until_date": 0}


async def changed(talk: Talk, chat: int, *steps: dict[str, Any]) -> None:
    """What the bot may do in a group, one thing after the other, as Telegram tells it."""
    bot = {"id": talk.bot.id, "is_bot": True, "first_name": "Bot"}
    group = {"id": chat, "type": "supergroup", "title": "Касса"}
    who = {"id": MARIA, "is_bot": False, "first_name": "Мария"}
    for number, (old, new) in enumerate(pairwise(steps)):
        members = {"old_chat_member": old | {"user": bot}, "new_chat_member": new | {"user": bot}}
        change = {"chat": group, "from": who, "date": 1772528400} | members
        await talk.intake.receive([{"update_id": 9000 + number, "my_chat_member": change}])
        await talk.intake.idle()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """At the manager chat; the simulator has no groups in which somebody may only read."""
    found: list[str] = []

    async def look(*_: object) -> None:
        found.append("looked")

    monkeypatch.setattr("handlers.membership.look_at_manager_chat", look)
    return found


async def test_forbidden_to_write_is_the_same(talk: Talk, looks: list[str]) -> None:
    await notice(talk.shop, "Новость")
    await changed(talk, MANAGERS, {"status": "member"}, muted(), muted(write=True), muted(member=False, write=True))
    assert looks == ["looked", "looked"]
    assert await said(talk, MANAGERS) == ["✅ Бот снова здесь. Сейчас придёт 1 уведомление, которое ждало."]


async def test_what_other_groups_do_is_their_own_affair(talk: Talk, looks: list[str]) -> None:
    await changed(talk, -777, {"status": "member"}, {"status": "left"}, {"status": "member"})
    assert (looks, await said(talk, MANAGERS)) == ([], [])


async def test_a_wrong_number_is_told_at_the_start(talk: Talk, small_shop: Shop) -> None:
    await look_at_manager_chat(talk.bot, talk.shop)
    assert await times_told(talk) == 0
    wrong = replace(small_shop, manager_chat_id=ManagerChat(ChatId(-999)))
    for _ in range(2):
        await look_at_manager_chat(talk.bot, wrong)
    assert await times_told(talk) == 1
    await look_at_manager_chat(talk.bot, replace(small_shop, manager_chat_id=ManagerChat(None)))


async def test_where_the_bot_was_thrown_out_while_it_was_off(talk: Talk) -> None:
    await talk.control("leave", person=talk.bot.id, chat=MANAGERS)
    await talk.bot.delete_webhook(drop_pending_updates=True)
    await look_at_manager_chat(talk.bot, talk.shop)
    assert await times_told(talk) == 1


GROUP = {"id": -500, "type": "group", "title": "Касса", "members": [MARIA, OLGA], "bot_status": "member"}


@pytest.fixture
async def till(small_shop: Shop) -> AsyncIterator[Talk]:
    """Whose manager chat is a simple group as yet."""
    async with talking(replace(small_shop, manager_chat_id=ManagerChat(ChatId(-500))), {"chats": [GROUP]}) as talk:
        yield talk


async def test_the_supergroup_itself_says_which_it_was(till: Talk) -> None:
    new = (await till.control("upgrade", chat=-500))["chat"]
    service = [message for message in await till.messages(new) if "migrate_from_chat_id" in message]
    await till.bot.delete_webhook(drop_pending_updates=True)
    told = [{"update_id": 9000, "message": {key: value for key, value in service[0].items() if key != "_"}}]
    await till.intake.receive(told)
    await till.intake.idle()
    assert till.shop.manager_chat_id() == new
    assert await till.say(MARIA, "/cases", chat=new)


async def test_of_the_upgrade_itself_the_bot_says_nothing(till: Talk) -> None:
    await till.start(OWNER)
    new = (await till.control("upgrade", chat=-500))["chat"]
    await till.pump()
    assert till.shop.manager_chat_id() == new
    assert await said(till, new) == []


async def test_what_happened_while_the_bot_was_off_is_no_loss_of_the_chat(till: Talk) -> None:
    new = (await till.control("upgrade", chat=-500))["chat"]
    await till.bot.delete_webhook(drop_pending_updates=True)
    await look_at_manager_chat(till.bot, till.shop)
    assert till.shop.manager_chat_id() == new
    again = replace(till.shop, manager_chat_id=ManagerChat(ChatId(-500)))  # as the settings have it for ever
    await follow_moves(again)
    assert again.manager_chat_id() == new
    assert await times_told(till) == 0
