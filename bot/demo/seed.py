"""The demo's shop: a slice of a real shop's history, moved so that it ends yesterday."""

import csv
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

from actions.import_file import FileToImport, import_file
from actions.shop import ManagerChat, Shop
from bot.settings import Settings
from loyalty.programme import Programme
from storage.database import Storage
from storage.migrate import migrate
from texts.words import Texts

LAST_DAY = date(1998, 6, 30)  # of the history
ROUBLES = 50  # for a dollar of 1997, so that the tiers of the presets mean something


async def seed(settings: Settings, programme: Programme, now: datetime, folder: Path) -> None:
    """Make the database, and import both files through the front door. `now`: when the demo begins."""
    storage = Storage.open(settings.database_url.get_secret_value(), pooled=False)
    await migrate(storage)
    shop = Shop(
        storage=storage,
        current_programme=lambda: programme,
        texts=Texts(),
        now=lambda: now,
        bot_username="",
        manager_chat_id=ManagerChat(None),
        owner_ids=frozenset(),
    )
    words = shop.texts.words(programme.shop.languages[0])
    for name in ("customers", "purchases"):
        path = folder / f"{name}.csv"
        _move(name, path, now.astimezone(programme.shop.zone).date())
        await import_file(shop, FileToImport(path, words))
    await storage.close()


def _move(name: str, path: Path, today: date) -> None:
    """The file with its days moved, and its dollars as roubles."""
    shift = today - timedelta(days=1) - LAST_DAY
    rows = list(csv.DictReader((files("bot.demo") / f"{name}.csv").read_text(encoding="utf-8").splitlines()))
    for row in rows:
        if "date" in row:
            row["date"] = (date.fromisoformat(row["date"]) + shift).isoformat()
            row["amount"] = str(Decimal(row["amount"]) * ROUBLES)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
