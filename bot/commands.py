"""The command menu: for each person exactly what they may use, in both languages."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
)

from actions.shop import Shop
from loyalty.ids import TelegramId

log = logging.getLogger(__name__)
CUSTOMER = ("start", "card", "invite", "coupons", "feedback", "settings", "privacy", "help")
STAFF = ("sale", "return", "refusal", "client", "cases")
OWNER = ("stats", "touchpoints", "import", "export")


async def register_commands(bot: Bot, shop: Shop) -> None:
    """For everybody, for the manager chat, for the owners."""
    await _register(bot, shop, CUSTOMER, BotCommandScopeAllPrivateChats())
    manager_chat = shop.manager_chat_id()
    if manager_chat is not None:
        await _register(bot, shop, STAFF, BotCommandScopeChat(chat_id=manager_chat))
    for owner in shop.owner_ids:
        await _register_owner(bot, shop, owner)


def follow_manager_chat(bot: Bot, shop: Shop, start_soon: Callable[[Coroutine[Any, Any, None], str], None]) -> None:
    """A group that became a supergroup has lost its menu: it is registered for the new number at once."""
    shop.manager_chat_id.when_moved(lambda: start_soon(register_commands(bot, shop), "the command menu"))


async def _register_owner(bot: Bot, shop: Shop, person: TelegramId) -> None:
    """Everything; Telegram takes it only after the owner has written to the bot, so it is done again then."""
    await _register(bot, shop, OWNER + STAFF + CUSTOMER, BotCommandScopeChat(chat_id=person))


async def register_staff(bot: Bot, shop: Shop, person: TelegramId, *, works: bool) -> None:
    """Staff commands in the private chat of somebody who works here; gone when they do not any more."""
    if person in shop.owner_ids:
        await _register_owner(bot, shop, person)
        return
    scope = BotCommandScopeChat(chat_id=person)
    if works:
        await _register(bot, shop, STAFF + CUSTOMER, scope)
        return
    for language in (None, *shop.programme.shop.languages):
        await _quietly(bot.delete_my_commands(scope=scope, language_code=language))


async def _register(bot: Bot, shop: Shop, names: tuple[str, ...], scope: BotCommandScopeUnion) -> None:
    languages = shop.programme.shop.languages
    for language, code in ((languages[0], None), *((language, language) for language in languages)):
        words = shop.texts.words(language)
        commands = [BotCommand(command=name, description=words.plain(f"command-{name}")) for name in names]
        if not await _quietly(bot.set_my_commands(commands, scope=scope, language_code=code)):
            return


async def _quietly(call: Awaitable[bool]) -> bool:
    try:
        await call
    except AiogramError as refused:  # a chat that has not been opened yet; the menu is a convenience
        log.info("the command menu was not changed: %s", type(refused).__name__)
        return False
    return True
