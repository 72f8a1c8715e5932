"""From the settings to the running bot."""

import asyncio
import logging

import sentry_sdk

from bot import logs
from bot.app import run
from bot.refusal import Refusal
from bot.settings import Settings, load
from storage.migrate import NewerDatabase, UnusableDatabase

log = logging.getLogger(__name__)


def start_bot() -> None:
    """Until asked to stop. Refusal: what is configured cannot work."""
    settings = load()
    prepare(settings)
    try:
        asyncio.run(run(settings))
    except (NewerDatabase, UnusableDatabase) as why:
        raise Refusal(f"DATABASE_URL: {why}") from None


def prepare(settings: Settings) -> None:
    """Logs, and Sentry where it is wanted; neither hears what people wrote."""
    logs.set_up(style=settings.log_format, level=settings.log_level)
    for line in settings.suspicious:
        log.warning("%s", line)
    if settings.sentry_dsn is not None:
        sentry_sdk.init(settings.sentry_dsn.get_secret_value(), send_default_pii=False, include_local_variables=False)
