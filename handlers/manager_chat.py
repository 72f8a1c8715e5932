"""May the bot write in the manager chat? Telegram is asked at the start, and when it says that something changed."""

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import ChatMemberRestricted, ChatMemberUnion

from actions.manager_chat import manager_chat_lost, move_chat
from actions.shop import Shop

GONE = {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}


def may_write(member: ChatMemberUnion) -> bool:
    """Whether a group lets its member write."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status not in GONE


async def look_at_manager_chat(bot: Bot, shop: Shop) -> None:
    """The owners are told where it may not, so that a wrong number is known before the first notice is late.

    Raises what Telegram answers besides.
    """
    chat = shop.manager_chat_id()
    if chat is None:
        return
    try:
        may = may_write(await bot.get_chat_member(chat, bot.id))
    except TelegramMigrateToChat as moved:
        await move_chat(shop, chat, moved.migrate_to_chat_id)
        return
    except (TelegramBadRequest, TelegramForbiddenError):
        may = False
    if not may:
        await manager_chat_lost(shop)
