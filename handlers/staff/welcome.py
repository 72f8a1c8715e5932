"""`/start` of somebody who works here: what they can do, and the way in for those who want a card, too."""

from aiogram import Router
from aiogram.filters import CommandStart
from aiogram.types import Message

from actions.shop import Shop
from handlers.customer.start import Begin
from handlers.filters import IsStaff, Private
from handlers.letters import answer
from texts.letter import Button, Letter
from texts.words import Words

router = Router(name="staff.welcome")


@router.message(CommandStart(deep_link=False), Private(), IsStaff())
async def welcome(message: Message, shop: Shop, words: Words) -> None:
    """Without a link: links have their own stories. An owner is told of the owner's commands, too."""
    owns = message.from_user is not None and message.from_user.id in shop.owner_ids
    text = words("owner-welcome" if owns else "staff-welcome", shop=shop.programme.shop.name)
    await answer(message, Letter(text, ((Button(words.plain("button-as-customer"), Begin().pack()),),)))
