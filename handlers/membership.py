"""Blocks, groups that the bot is added to, people who come and go, a group that gets a new number."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.types import ChatMemberUpdated, Message, User

from actions.manager_chat import manager_chat_is_back, move_chat
from actions.shop import Shop
from actions.unreachable import mark_blocked
from handlers.filters import InManagerChat, Staff
from handlers.letters import send
from handlers.manager_chat import GONE, look_at_manager_chat, may_write
from loyalty.customer import Customer
from loyalty.ids import ChatId, TelegramId
from texts.letter import Letter

router = Router(name="membership")


@router.my_chat_member(F.chat.type == ChatType.PRIVATE)
async def blocked_or_back(event: ChatMemberUpdated, shop: Shop, customer: Customer | None) -> None:
    """A customer blocked the bot, or took the block back."""
    if customer is not None:
        await mark_blocked(shop, customer.id, blocked=event.new_chat_member.status in GONE)


@router.my_chat_member(InManagerChat())
async def manager_chat_lost_or_back(event: ChatMemberUpdated, shop: Shop, bot: Bot) -> None:
    """Somebody threw the bot out, or forbade it to write: the owner hears of it. Back, it brings what has waited."""
    before, after = may_write(event.old_chat_member), may_write(event.new_chat_member)
    if before and not after:
        await look_at_manager_chat(bot, shop)  # thrown out, or has the group only got another number?
    elif after and not before:
        back = await manager_chat_is_back(shop, ChatId(event.chat.id))
        if back.known or back.waiting:  # of a new supergroup Telegram says that the bot came, too
            words = shop.texts.words(shop.programme.shop.languages[0])
            await send(bot, event.chat.id, Letter(words("manager-chat-back", count=back.waiting)))


@router.my_chat_member()
async def added_to_group(event: ChatMemberUpdated, shop: Shop, bot: Bot) -> None:
    """The owner learns the number that the settings ask for."""
    came = event.new_chat_member.status not in GONE and event.old_chat_member.status in GONE
    if not came or event.from_user.id not in shop.owner_ids:
        return
    await look_at_manager_chat(bot, shop)  # it may be the same group, as a supergroup
    if event.chat.id != shop.manager_chat_id():
        words = shop.texts.words(shop.programme.shop.languages[0])
        await send(bot, event.chat.id, Letter(words("added-to-group", id=str(event.chat.id))))


@router.chat_member()
async def somebody_came_or_left(event: ChatMemberUpdated, staff: Staff) -> None:
    """Their rights are asked anew; of other groups than the manager chat the answer is the same as before."""
    await _ask_again(staff, event.new_chat_member.user)


async def _ask_again(staff: Staff, person: User) -> None:
    if not person.is_bot:
        await staff.ask_again(TelegramId(person.id))


@router.message(F.left_chat_member)
async def somebody_left(message: Message, staff: Staff) -> None:
    """The same, where the bot is no administrator and hears of it only so."""
    assert message.left_chat_member is not None
    await _ask_again(staff, message.left_chat_member)


@router.message(F.new_chat_members)
async def somebody_came(message: Message, staff: Staff) -> None:
    """A new colleague may start at once."""
    for person in message.new_chat_members or ():
        await _ask_again(staff, person)


@router.message(F.migrate_to_chat_id)
async def group_upgraded(message: Message, shop: Shop) -> None:
    """The group became a supergroup, under another number."""
    assert message.migrate_to_chat_id is not None
    await move_chat(shop, message.chat.id, message.migrate_to_chat_id)


@router.message(F.migrate_from_chat_id)
async def group_was_upgraded(message: Message, shop: Shop) -> None:
    """The same, as the supergroup says it before anybody writes there: another chat, which waits for no other."""
    assert message.migrate_from_chat_id is not None
    await move_chat(shop, message.migrate_from_chat_id, message.chat.id)
