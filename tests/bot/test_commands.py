"""The command menu: each person sees exactly what they may use, in their language."""

import asyncio
from dataclasses import replace

import pytest
from aiogram.types import BotCommandScopeAllPrivateChats, BotCommandScopeChat, BotCommandScopeUnion

from actions.shop import ManagerChat, Shop
from bot.commands import CUSTOMER, OWNER, STAFF, register_commands
from loyalty.ids import ChatId
from tests.shop import MANAGERS, TEXTS
from tests.talk import ANNA, MARIA, OLGA, Talk, talking
from texts.letter import Letter

EVERYBODY = BotCommandScopeAllPrivateChats()


async def menu(talk: Talk, scope: BotCommandScopeUnion, language: str | None = None) -> tuple[str, ...]:
    return tuple(command.command for command in await talk.bot.get_my_commands(scope, language))


async def sees(talk: Talk, person: int) -> tuple[str, ...]:
    """What Telegram shows to a person in the private chat."""
    state = await talk.look("state")
    (found,) = (known["commands"] for known in state["people"] if known["id"] == person)
    return tuple(command["command"] for command in found)


async def test_everybody_has_the_customers_commands_in_both_languages(talk: Talk) -> None:
    await register_commands(talk.bot, talk.shop)
    for language in (None, "ru", "en"):
        assert await menu(talk, EVERYBODY, language) == CUSTOMER
    russian = await talk.bot.get_my_commands(EVERYBODY, "ru")
    english = await talk.bot.get_my_commands(EVERYBODY, "en")
    other = await talk.bot.get_my_commands(EVERYBODY, None)
    assert other == russian, "the shop's first language"
    assert all(ours.description != theirs.description for ours, theirs in zip(russian, english, strict=True))


async def test_the_manager_chat_has_the_tills(talk: Talk) -> None:
    await register_commands(talk.bot, talk.shop)
    for language in (None, "ru", "en"):
        assert await menu(talk, BotCommandScopeChat(chat_id=MANAGERS), language) == STAFF


async def test_staff_and_owner_have_theirs_as_soon_as_they_have_written(talk: Talk) -> None:
    await register_commands(talk.bot, talk.shop)
    assert await sees(talk, OLGA) == CUSTOMER, "Telegram knows no chat with them yet"
    for person in (ANNA, MARIA, OLGA):
        await talk.start(person)
    assert await sees(talk, ANNA) == CUSTOMER
    assert await sees(talk, MARIA) == STAFF + CUSTOMER
    assert await sees(talk, OLGA) == OWNER + STAFF + CUSTOMER


async def test_after_a_restart_an_owner_has_them_from_the_start(talk: Talk) -> None:
    await talk.start(OLGA)
    await talk.bot.delete_my_commands(BotCommandScopeChat(chat_id=OLGA))
    await register_commands(talk.bot, talk.shop)
    assert await sees(talk, OLGA) == OWNER + STAFF + CUSTOMER


async def test_whoever_leaves_the_manager_chat_loses_them_at_once(talk: Talk) -> None:
    await register_commands(talk.bot, talk.shop)
    await talk.start(MARIA)
    await talk.control("leave", person=MARIA, chat=MANAGERS)
    await talk.pump()
    assert await sees(talk, MARIA) == CUSTOMER
    await talk.control("join", person=MARIA, chat=MANAGERS)
    await talk.pump()
    assert await sees(talk, MARIA) == STAFF + CUSTOMER


def test_the_texts_describe_these_commands_and_no_others() -> None:
    described = {key.removeprefix("command-") for key in TEXTS.words("ru") if key.startswith("command-")}
    assert described == {*CUSTOMER, *STAFF, *OWNER}


@pytest.mark.parametrize("command", CUSTOMER + STAFF + OWNER)
async def test_every_command_of_the_menu_is_understood(talk: Talk, command: str) -> None:
    await talk.start(OLGA)
    said = await talk.say(OLGA, f"/{command}")
    assert said
    assert not any("Такой команды нет" in (message.get("text") or "") for message in said)


@pytest.mark.parametrize("learned", ["by the inbox", "by the outbox"])
async def test_a_group_that_became_a_supergroup_has_the_tills_menu_at_once(small_shop: Shop, learned: str) -> None:
    group = {"id": -500, "type": "group", "title": "Касса", "members": [MARIA, OLGA], "bot_status": "member"}
    shop = replace(small_shop, manager_chat_id=ManagerChat(ChatId(-500)))
    async with talking(shop, {"chats": [group]}) as talk:
        new = (await talk.control("upgrade", chat=-500))["chat"]
        if learned == "by the outbox":
            await talk.bot.delete_webhook(drop_pending_updates=True)
            async with shop.storage.transaction() as tx:
                await tx.outbox.post(Letter("Новости").to_json(), key="news", now=shop.now(), chat=ChatId(-500))
        await talk.pump()
        async with asyncio.timeout(20):
            while await menu(talk, BotCommandScopeChat(chat_id=new), "en") != STAFF:
                await asyncio.sleep(0.01)
        assert shop.manager_chat_id() == new


def test_only_the_manager_chats_own_move_is_followed() -> None:
    followed: list[str] = []
    chat = ManagerChat(ChatId(-500))
    chat.when_moved(lambda: followed.append("moved"))
    chat.move(-1, -2)
    assert followed == []
    for _ in range(2):  # the group says so, and the outbox finds it out
        chat.move(-500, -1005)
    assert (followed, chat()) == (["moved"], -1005)
