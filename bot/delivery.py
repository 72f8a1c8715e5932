"""Carrying letters to Telegram, and saying in our words what Telegram answered."""

import asyncio
import logging

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
)

from actions.deliver import Delivered, Migrated, RateLimited, Refused, Result, Trouble, Unreachable
from actions.shop import Shop
from actions.show_card import show_card
from handlers.letters import send
from loyalty.ids import ChatId, CustomerId
from texts.letter import Letter
from texts.pictures.card import draw_card

log = logging.getLogger(__name__)
_NOBODY = ("chat not found", "user is deactivated", "PEER_ID_INVALID")  # 400s that mean the same as a block


class TelegramDelivery:
    """`actions.deliver.Telegram` over aiogram."""

    def __init__(self, bot: Bot, shop: Shop) -> None:
        self._bot = bot
        self._shop = shop

    async def deliver(self, chat_id: ChatId, letter: Letter) -> Result:
        """One call, once."""
        picture = await self._picture(letter)
        try:
            message = await send(self._bot, chat_id, letter, picture=picture)
        except TelegramAPIError as answer:
            return _in_our_words(answer)
        except ClientDecodeError:  # somebody between us and Telegram has answered, with a page of their own
            return Trouble("the answer was not Telegram's", perhaps_arrived=True)
        return Delivered(message.message_id)

    async def _picture(self, letter: Letter) -> bytes | None:
        if letter.picture is None:
            return None
        shown = await show_card(self._shop, CustomerId(letter.picture.customer))
        return await asyncio.to_thread(draw_card, shown.face) if shown else None


def _in_our_words(answer: TelegramAPIError) -> Result:
    match answer:
        case TelegramRetryAfter():
            return RateLimited(answer.retry_after)
        case TelegramMigrateToChat():
            return Migrated(ChatId(answer.migrate_to_chat_id))
        case TelegramForbiddenError():
            return Unreachable()
        case TelegramBadRequest() | TelegramNotFound():
            unknown = any(reason in answer.message for reason in _NOBODY)
            return Unreachable() if unknown else Refused(answer.message)
        case TelegramNetworkError():
            # Whether the letter had left when the connection broke is not told: it may have arrived.
            return Trouble(answer.message, perhaps_arrived=True)
    return Trouble(answer.message)
