"""`/export`: everything as CSV in one archive, to the owner alone."""

import asyncio
import tempfile
from pathlib import Path

from aiogram import Bot, Router
from aiogram.enums import ChatAction
from aiogram.filters import Command
from aiogram.types import FSInputFile, Message

from actions.export import export_zip
from actions.shop import Shop
from handlers.filters import IsOwner, Private
from handlers.letters import answer
from texts.letter import Letter
from texts.words import Words

router = Router(name="owner.export")
LIMIT = 50  # megabytes: Telegram's, for what a bot may send


@router.message(Command("export"), Private(), IsOwner())
async def export_command(message: Message, shop: Shop, words: Words, bot: Bot) -> None:
    """Through a folder of its own, which is gone afterwards: it is full of people."""
    await bot.send_chat_action(message.chat.id, ChatAction.UPLOAD_DOCUMENT)
    day = shop.now().astimezone(shop.programme.shop.zone).date()
    with tempfile.TemporaryDirectory(prefix="kasanie-") as folder:
        archive = await export_zip(shop, Path(folder), f"kasanie-{day}.zip")
        if await asyncio.to_thread(_size, archive) > LIMIT << 20:
            await answer(message, Letter(words("export-too-big", limit=LIMIT)))
            return
        await message.answer_document(FSInputFile(archive), caption=words("export-done", day=day))


def _size(path: Path) -> int:
    return path.stat().st_size
