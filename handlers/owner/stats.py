"""`/stats [period]`: how things are going, as text, with one chart beside it."""

import asyncio
import logging

from aiogram import Bot, Router
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from actions.period import OFFERED, USUAL, Period, parse_period
from actions.shop import Shop
from actions.statistics import Figures, statistics
from handlers.filters import IsOwner, Pressed, Private
from handlers.letters import answer, send, turn_into
from loyalty.customer import Stage
from texts.formats import major
from texts.letter import Button, Letter, Rows
from texts.pictures.chart import StatsChart, draw_stats
from texts.press import Press
from texts.stats_page import column_name, page_title, stage_name, stats_parts
from texts.words import Words

log = logging.getLogger(__name__)
router = Router(name="owner.stats")
PATIENCE = 30  # seconds for a picture: the text has been read by then
FAILURES = (TimeoutError, TelegramAPIError, ImportError, MemoryError, OSError, RuntimeError, ValueError)


class ShowStats(Press, prefix="os1"):
    """The same for another period."""

    period: str


class DrawStats(Press, prefix="oc1"):
    """The chart of the period that is shown."""

    period: str


@router.message(Command("stats"), Private(), IsOwner())
async def stats(message: Message, command: CommandObject, shop: Shop, words: Words, bot: Bot) -> None:
    """The text first: it does not wait for the picture, nor fail with it."""
    period = _period(shop, command.args or USUAL)
    if period is None:
        await answer(message, Letter(words("stats-unknown-period")))
        return
    figures = await statistics(shop, period, words)
    for letter in _letters(words, figures, period):
        await answer(message, letter)
    await _draw(bot, message.chat.id, words, figures, period)


@router.callback_query(Pressed(ShowStats), Private(), IsOwner())
async def another_period(query: CallbackQuery, press: ShowStats, shop: Shop, words: Words, bot: Bot) -> None:
    """In place; what does not fit into one message follows it."""
    await query.answer()
    period = _period(shop, press.period)
    if period is None:  # a button of a version that knew other periods
        return
    first, *others = _letters(words, await statistics(shop, period, words), period)
    await turn_into(query, first)
    for letter in others:
        await send(bot, query.from_user.id, letter)


@router.callback_query(Pressed(DrawStats), Private(), IsOwner())
async def chart(query: CallbackQuery, press: DrawStats, shop: Shop, words: Words, bot: Bot) -> None:
    """On its own."""
    await query.answer()
    period = _period(shop, press.period)
    if period is not None:
        await _draw(bot, query.from_user.id, words, await statistics(shop, period, words), period)


def _period(shop: Shop, text: str) -> Period | None:
    return parse_period(text, shop.now().astimezone(shop.programme.shop.zone).date())


def _letters(words: Words, figures: Figures, period: Period) -> list[Letter]:
    """The buttons stand under the last of them, where the reader is."""
    *parts, last = stats_parts(words, figures.page)
    return [*map(Letter, parts), Letter(last, _rows(words, period))]


def _rows(words: Words, shown: Period) -> Rows:
    buttons = [_button(words, key, chosen=key == shown.key) for key in OFFERED]
    chart = Button(words.plain("stats-button-chart"), DrawStats(period=shown.key).pack())
    return (tuple(buttons[:3]), tuple(buttons[3:]), (chart,))


def _button(words: Words, key: str, *, chosen: bool) -> Button:
    label = words.plain("stats-button", days=0 if key == "all" else int(key.removesuffix("d")))
    if chosen:
        label = words.plain("stats-button-chosen", label=label)
    return Button(label, ShowStats(period=key).pack())


async def _draw(bot: Bot, chat: int, words: Words, figures: Figures, period: Period) -> None:
    """In a thread, for it takes a second. A picture adds: where it fails, that is said, and nothing is undone."""
    try:
        async with asyncio.timeout(PATIENCE):
            await bot.send_chat_action(chat, ChatAction.UPLOAD_PHOTO)
            picture = await asyncio.to_thread(draw_stats, _chart(words, figures))
            await bot.send_photo(chat, BufferedInputFile(picture, f"stats-{period.key}.png"))
    except FAILURES as failed:
        log.warning("the chart was not sent: %r", failed)
        await bot.send_message(chat, words("stats-no-chart"))


def _chart(words: Words, figures: Figures) -> StatsChart:
    page = figures.page
    return StatsChart(
        title=page_title(words, page),
        stages=[(stage_name(words, stage), page.stages[stage]) for stage in Stage],
        sales=[(column_name(words, day, figures.step), major(amount)) for day, amount in figures.sales],
        currency=page.sales.net.currency,
        language=words.language,
        period=figures.step,
    )
