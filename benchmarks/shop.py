"""A shop in a folder, as the bot would open it."""

from contextlib import redirect_stderr
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from actions.shop import ManagerChat, Shop
from bot import logs
from loyalty.programme_file import parse
from storage.database import Storage
from storage.migrate import migrate
from texts.words import Texts

NOON = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


async def bench_shop(folder: Path) -> Shop:
    """An empty one, with the `shop` preset, that tells its log what happens."""
    _log_into(folder / "log")
    storage = Storage.open(f"sqlite+aiosqlite:///{folder / 'kasanie.db'}")
    await migrate(storage)
    programme = parse((files("presets") / "shop.toml").read_text(encoding="utf-8"))
    return Shop(
        storage=storage,
        current_programme=lambda: programme,
        texts=Texts(),
        now=lambda: NOON,
        bot_username="bench_bot",
        manager_chat_id=ManagerChat(None),
        owner_ids=frozenset(),
    )


def _log_into(file: Path) -> None:
    """As a service's log: not set up, it would be written for people, and among the figures."""
    with redirect_stderr(file.open("w", encoding="utf-8", buffering=1)):
        logs.set_up(style="json", level="INFO", once=True)
