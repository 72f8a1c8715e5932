"""`/import`: a file of customers or purchases, sent with the command as its caption, after it, or answered with it."""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.filters import Command
from aiogram.types import Document, FSInputFile, Message

from actions.answer_survey import ANSWERED
from actions.import_file import FileToImport, Imported, import_file
from actions.import_report import import_report
from actions.shop import Shop
from handlers.filters import Expecting, IsOwner, Private
from handlers.letters import answer
from storage.dialogues import Dialogue
from texts.formats import Percent
from texts.lengths import shortened
from texts.letter import Letter
from texts.words import Words

log = logging.getLogger(__name__)
router = Router(name="owner.import_file")
STEP = "import-file"
LIMIT = 20  # megabytes: Telegram's, for what a bot may fetch
EVERY = 3.0  # seconds between two words of progress: an edit is a message to Telegram's limits
NAME = 100  # units of the file's name


@router.message(Command("import"), Private(), IsOwner())
async def import_command(message: Message, shop: Shop, words: Words, key: str, bot: Bot) -> None:
    """With the file, in answer to it, or as the question for it."""
    earlier = message.reply_to_message
    document = message.document or (earlier.document if earlier else None)
    if document is not None:
        await _take(message, document, shop, words, key, bot)
        return
    async with shop.storage.transaction() as tx:
        await tx.dialogues.expect(message.chat.id, message.chat.id, Dialogue(STEP), now=shop.now())
    await answer(message, Letter(words("import-ask", limit=LIMIT)))


@router.message(Expecting(STEP), F.document, Private(), IsOwner())
async def file_sent(message: Message, shop: Shop, words: Words, key: str, bot: Bot) -> None:
    """What was asked for."""
    assert message.document is not None
    await _take(message, message.document, shop, words, key, bot)


@router.message(Expecting(ANSWERED), F.document, Private(), IsOwner())
async def file_sent_before(message: Message, dialogue: Dialogue, shop: Shop, words: Words, key: str, bot: Bot) -> None:
    """The same update once more, after a crash: a file full of people is not taken for a letter to the managers."""
    if message.document is None or dialogue.data.get(STEP) != key:
        raise SkipHandler
    await _take(message, message.document, shop, words, key, bot)


@router.message(Expecting(STEP), Private(), IsOwner())
async def no_file_sent(message: Message, shop: Shop, words: Words, key: str) -> None:
    """Something else: the question is put down, so that it is not asked for ever."""
    await _put_down(message, shop, key)
    await answer(message, Letter(words("import-not-a-file")))


async def _put_down(message: Message, shop: Shop, key: str) -> None:
    """key: of the update that has answered it."""
    chat = message.chat.id
    async with shop.storage.transaction() as tx:
        await tx.dialogues.expect(chat, chat, Dialogue(ANSWERED, {STEP: key}), now=shop.now())


async def _take(message: Message, document: Document, shop: Shop, words: Words, key: str, bot: Bot) -> None:
    """In a folder of its own, which is gone afterwards: it is full of people."""
    await _put_down(message, shop, key)
    name = shortened(document.file_name or "table", NAME)
    with tempfile.TemporaryDirectory(prefix="kasanie-") as folder:
        path = Path(folder) / "table"
        problem = await _fetch(bot, document, path)
        if problem is not None:
            await answer(message, Letter(words(problem, limit=LIMIT)))
            return
        told = await answer(message, Letter(words("import-started", name=name)))
        rejected = path.with_name(f"{Path(name).stem}.rejected.csv")
        file = FileToImport(path, words, name=document.file_name, rejected=rejected)
        async with _progress(told, words, name) as progress:
            outcome = await import_file(shop, file, progress)
        await _tell(told, import_report(words, name, outcome, attached=True))
        if isinstance(outcome, Imported) and outcome.rejected is not None:
            await message.answer_document(FSInputFile(outcome.rejected), caption=words("import-refused-file"))


async def _fetch(bot: Bot, document: Document, path: Path) -> str | None:
    """The key of what is wrong; None: the file is there."""
    if (document.file_size or 0) > LIMIT << 20:
        return "import-too-big"
    try:
        await bot.download(document, path)
    except TelegramBadRequest as refused:
        return "import-too-big" if "too big" in refused.message else "import-lost"
    except (TelegramAPIError, OSError, TimeoutError) as lost:
        log.warning("a file was not fetched: %r", lost)
        return "import-lost"
    return None


async def _tell(told: Message, text: str) -> None:
    """In place of the progress, or below it where the owner has deleted that."""
    try:
        await told.edit_text(text)
    except TelegramBadRequest:
        await told.answer(text)


class _Progress:
    """The last that was heard, in per cent."""

    def __init__(self) -> None:
        self.share = 0

    def __call__(self, done: int, total: int | None) -> None:
        self.share = 100 * done // total if total else 0


@asynccontextmanager
async def _progress(told: Message, words: Words, name: str) -> AsyncIterator[_Progress]:
    """Says now and then how far it has come, as long as it lasts."""
    heard = _Progress()
    task = asyncio.create_task(_keep_telling(heard, told, words, name))
    try:
        yield heard
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep_telling(heard: _Progress, told: Message, words: Words, name: str) -> None:
    said = 0
    while True:
        await asyncio.sleep(EVERY)
        if heard.share == said:
            continue
        said = heard.share
        with suppress(TelegramAPIError):  # a word of progress that is lost is not missed
            await told.edit_text(words("import-progress", name=name, share=Percent(said)))
