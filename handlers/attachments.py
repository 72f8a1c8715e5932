"""What comes besides words in a case (a photo, a voice message): named in the case, and passed on as it is."""

from aiogram import Bot
from aiogram.enums import ContentType
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message

from handlers.letters import keyboard
from texts.letter import Rows
from texts.values import Html
from texts.words import Words

NAMES = {
    ContentType.PHOTO: "photo",
    ContentType.VIDEO: "video",
    ContentType.VIDEO_NOTE: "video",
    ContentType.ANIMATION: "video",
    ContentType.VOICE: "voice",
    ContentType.AUDIO: "audio",
    ContentType.DOCUMENT: "document",
    ContentType.STICKER: "sticker",
    ContentType.LOCATION: "location",
    ContentType.VENUE: "location",
    ContentType.CONTACT: "contact",
}
_CAPTIONED = {
    ContentType.PHOTO,
    ContentType.VIDEO,
    ContentType.ANIMATION,
    ContentType.VOICE,
    ContentType.AUDIO,
    ContentType.DOCUMENT,
}
_CAPTION = 1024  # Telegram's limit


def attachment(message: Message, words: Words) -> str | None:
    """`[photo]`; None for a message of words alone."""
    if message.text is not None:
        return None
    return words.plain(f"sent-{NAMES.get(ContentType(message.content_type), 'other')}")


def wording(message: Message) -> str:
    """The words in it: the text, or what stands under the photo."""
    return (message.text or message.caption or "").strip()


async def pass_on(message: Message, bot: Bot, chat: int, *, signed: Html | None = None, rows: Rows = ()) -> bool:
    """Copy the message to the other side. False: Telegram does not copy such a thing.

    signed: who speaks; above the caption where there can be one and it fits, else in a message before it.
    TelegramForbiddenError: that side has blocked the bot.
    """
    caption = None
    if signed is not None:
        together = f"{signed}\n{message.html_text}".strip() if message.caption else str(signed)
        if message.content_type in _CAPTIONED and len(together.encode("utf-16-le")) // 2 <= _CAPTION:
            caption = together
        else:
            await bot.send_message(chat, signed)
    try:
        await bot.copy_message(chat, message.chat.id, message.message_id, caption=caption, reply_markup=keyboard(rows))
    except TelegramBadRequest:
        return False
    return True
