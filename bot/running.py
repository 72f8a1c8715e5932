"""From the settings to the running bot."""

import asyncio
import logging
import sys

from bot import logs
from bot.app import run
from bot.refusal import Refusal
from bot.settings import Settings, load
from storage.migrate import NewerDatabase
from storage.trouble import UnusableDatabase

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
    discretion = logs.set_up(
        style=settings.log_format,
        level=settings.log_level,
        secrets=settings.secrets,
        overheard=settings.sentry_dsn is not None,
        once=True,
    )
    sys.excepthook = logs.crashed
    for line in settings.suspicious:
        log.warning("%s", line)
    if settings.sentry_dsn is not None:
        from bot.sentry import report_to  # noqa: PLC0415 -- two megabytes, for those who have one

        report_to(settings.sentry_dsn.get_secret_value(), discretion)
