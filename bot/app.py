"""The composition root: settings become a running shop."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import User
from aiohttp import web

from actions.incidents import Incidents
from actions.manager_chat import follow_moves
from actions.shop import ManagerChat, Shop
from bot.background import Background
from bot.clock import machine_clock
from bot.commands import follow_manager_chat, register_commands, register_staff
from bot.current_programme import ProgrammeFile
from bot.delivery import TelegramDelivery
from bot.full_disk import FullDisk
from bot.garbage import set_standing_aside_now_and_then
from bot.intake import Intake
from bot.metrics import CountedCalls
from bot.patience import Patience
from bot.polling import UPDATES, poll
from bot.refusal import Refusal
from bot.settings import Settings
from bot.staff import StaffRoll
from bot.telegram_watch import TelegramWatch
from bot.turned_clock import TurnedClock
from bot.web import application
from handlers.manager_chat import look_at_manager_chat
from jobs.drain import Drainer
from jobs.pace import Pace
from loyalty.ids import ChatId, TelegramId
from storage.database import Storage
from storage.migrate import migrate
from storage.sole_bot import sole_bot
from texts.words import Texts

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
TOKEN_REFUSED = "BOT_TOKEN is refused by Telegram: copy it again from @BotFather"
CONNECTIONS = 200  # to Telegram: a fast broadcast takes a hundred, and replies must not wait for it
GRACE = 10.0  # seconds for what has begun, when the process is asked to stop


class WrongToken(Refusal):
    """Telegram does not know the token."""


class PortTaken(Refusal):
    """Somebody listens there already, or nobody may."""


def telegram_bot(token: str, api_url: str) -> Bot:
    """A bot that speaks HTML, at Telegram or at whatever stands in for it."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url), limit=CONNECTIONS)
    session.middleware(Patience())
    session.middleware(CountedCalls())
    properties = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True)
    return Bot(token, session=session, default=properties)


async def run(
    settings: Settings, *, ready: Callable[[], None] = lambda: None, stop: asyncio.Event | None = None
) -> None:
    """Until `stop` is set, which SIGTERM and SIGINT do unless it is given. `ready` is called when the bot listens."""
    async with AsyncExitStack() as stack:
        stop = stop or stop_signal()
        storage = Storage.open(settings.database_url.get_secret_value())
        stack.enter_context(sole_bot(storage))
        stack.push_async_callback(storage.close)
        await migrate(storage)
        programme = ProgrammeFile(settings.programme)
        bot = telegram_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url)
        stack.push_async_callback(bot.session.close)
        clock = await _clock(settings)
        me = await _introduce(bot, stop)
        if me is None:
            return
        shop = await _shop(settings, storage, programme, clock, me)
        await _live(settings, shop, bot, programme, clock, stop, ready)


async def _clock(settings: Settings) -> Callable[[], datetime]:
    if settings.clock_url is None:
        return machine_clock
    clock = TurnedClock(machine_clock, settings.clock_url)
    await clock.start()
    return clock


async def _introduce(bot: Bot, stop: asyncio.Event) -> User | None:
    """Who the bot is. None: asked to stop before Telegram answered. WrongToken: see there."""
    try:
        return await _answered(bot.get_me, stop)
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise WrongToken(TOKEN_REFUSED) from None


async def _answered(call: Callable[[], Awaitable[Answer]], stop: asyncio.Event) -> Answer | None:
    """What Telegram answers, however long that takes. None: asked to stop meanwhile."""
    pause = 1.0
    while not stop.is_set():
        calling = asyncio.ensure_future(call())
        try:
            await _either(stop, calling)
            return None if calling.cancelled() else calling.result()
        except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, ClientDecodeError) as trouble:
            log.warning("Telegram does not answer (%s); trying again in %s s", type(trouble).__name__, pause)
            await _either(stop, asyncio.ensure_future(asyncio.sleep(pause)))
            pause = min(pause * 2, 30)
    return None


async def _either(stop: asyncio.Event, other: asyncio.Future[Any]) -> None:
    """Until one of them happens; a call that Telegram does not answer is given up when the bot is asked to stop."""
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((stopping, other), return_when=asyncio.FIRST_COMPLETED)
    finally:
        unfinished = [task for task in (stopping, other) if not task.done()]
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)


async def _shop(
    settings: Settings, storage: Storage, programme: ProgrammeFile, clock: Callable[[], datetime], me: User
) -> Shop:
    shop = Shop(
        storage=storage,
        current_programme=programme,
        texts=Texts(),
        now=clock,
        bot_username=me.username or "",
        manager_chat_id=ManagerChat(None if settings.manager_chat_id is None else ChatId(settings.manager_chat_id)),
        owner_ids=frozenset(TelegramId(owner) for owner in settings.owner_ids),
    )
    await follow_moves(shop)
    return shop


async def _live(
    settings: Settings,
    shop: Shop,
    bot: Bot,
    programme: ProgrammeFile,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    ready: Callable[[], None],
) -> None:
    async def on_change(person: TelegramId, works: bool) -> None:
        await register_staff(bot, shop, person, works=works)

    roll = StaffRoll(bot, shop.manager_chat_id, shop.owner_ids, on_change)
    incidents = Incidents()
    watch = TelegramWatch(incidents, shop.now)
    bot.session.middleware(watch)
    delivery = TelegramDelivery(bot, shop, paid=settings.pays_for_speed, watch=watch)
    drainer = Drainer(shop, delivery, pace=Pace(rate=settings.send_rate))
    full_disk = FullDisk(shop, bot)
    background = Background(shop, drainer, programme, clock, incidents, full_disk.is_it)
    intake = Intake(shop, roll, bot, full_disk, handled=background.wake)
    follow_manager_chat(bot, shop, background.start_soon)
    async with _serving(settings, shop, bot, intake), background:
        await _choose_source(settings, bot, stop)
        await intake.take_up()
        background.start_soon(intake.look_around(), "the look around the inbox")
        background.start_soon(register_commands(bot, shop), "the command menu")
        background.start_soon(look_at_manager_chat(bot, shop), "the look at the manager chat")
        background.start_soon(set_standing_aside_now_and_then(), "the garbage")
        ready()
        try:
            await _receive_until(stop, settings, bot, intake)
        finally:
            await _put_in_order(intake, drainer)


async def _put_in_order(intake: Intake, drainer: Drainer) -> None:
    """Finish what has begun. A database that does not answer (somebody has locked it) is not waited for."""
    try:
        async with asyncio.timeout(GRACE):
            await asyncio.gather(intake.close(within=GRACE - 2), drainer.stop(within=GRACE - 2))
    except TimeoutError:
        log.warning("the database does not answer: what could not be written down is looked after at the next start")


async def _receive_until(stop: asyncio.Event, settings: Settings, bot: Bot, intake: Intake) -> None:
    """Until asked to stop, or until polling ends by itself (which is an error, and goes up).

    WrongToken: Telegram knows the token no more.
    """
    tasks: list[asyncio.Task[Any]] = [asyncio.create_task(stop.wait())]
    if not settings.webhook_url:
        tasks.append(asyncio.create_task(poll(bot, intake)))
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    try:
        for task in done:
            task.result()
    except TelegramUnauthorizedError:  # revoked while the bot was running
        raise WrongToken(TOKEN_REFUSED) from None


async def _choose_source(settings: Settings, bot: Bot, stop: asyncio.Event) -> None:
    if settings.webhook_url and settings.webhook_secret:
        secret = settings.webhook_secret.get_secret_value()
        call = partial(bot.set_webhook, settings.webhook_url, secret_token=secret, allowed_updates=UPDATES)
        await _answered(call, stop)
    else:
        await _answered(partial(bot.delete_webhook, drop_pending_updates=False), stop)


@asynccontextmanager
async def _serving(settings: Settings, shop: Shop, bot: Bot, intake: Intake) -> AsyncIterator[None]:
    """The HTTP server, where the settings want one."""
    if not settings.http_port:
        yield
        return
    runner = web.AppRunner(application(settings, shop, bot, intake), access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.http_host, settings.http_port).start()
        except OSError as refused:
            where = f"{settings.http_host}:{settings.http_port}"
            raise PortTaken(f"HTTP_PORT: cannot listen on {where} ({refused.strerror}): choose another") from None
        yield
    finally:
        await runner.cleanup()


def stop_signal() -> asyncio.Event:
    """Set by SIGTERM and SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
