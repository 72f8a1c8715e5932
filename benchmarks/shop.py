"""A shop in a folder, as the bot would open it."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from actions.shop import ManagerChat, Shop
from loyalty.programme_file import parse
from storage.database import Storage
from storage.migrate import migrate
from texts.words import Texts

NOON = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


async def bench_shop(folder: Path) -> Shop:
    """An empty one, with the `shop` preset."""
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
