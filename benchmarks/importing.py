"""Importing the 6,919 purchases of the CDNOW sample, against bare inserts of the same rows by sqlite3."""

import asyncio
import csv
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path

from actions.import_file import FileToImport, import_file
from benchmarks.figure import Figure
from benchmarks.shop import bench_shop

DATA = Path(__file__).parent.parent / "tests" / "data"


async def _ours(folder: Path) -> tuple[float, float, int]:
    """Seconds of the first import, of the same file again, and how many purchases there are."""
    shop = await bench_shop(folder)
    words = shop.texts.words("en")
    for name in ("customers", "purchases"):
        shutil.copy(DATA / f"cdnow_{name}.csv", folder)
    await import_file(shop, FileToImport(folder / "cdnow_customers.csv", words))
    times = []
    for _ in range(2):
        began = time.perf_counter()
        await import_file(shop, FileToImport(folder / "cdnow_purchases.csv", words))
        times.append(time.perf_counter() - began)
    await shop.storage.close()
    with sqlite3.connect(folder / "kasanie.db") as database:
        count = database.execute("SELECT count(*) FROM purchases").fetchone()[0]
    return times[0], times[1], count


def _bare(folder: Path) -> float:
    """Read the file, and insert its rows into a table with the same unique key, in one commit."""
    began = time.perf_counter()
    with sqlite3.connect(folder / "bare.db") as database:
        database.execute(
            "CREATE TABLE p (id INTEGER PRIMARY KEY, at TEXT, phone TEXT, amount TEXT, receipt TEXT UNIQUE)"
        )
        with (DATA / "cdnow_purchases.csv").open(encoding="utf-8", newline="") as file:
            rows = [(r["date"], r["phone"], r["amount"], r["receipt"]) for r in csv.DictReader(file)]
        database.executemany("INSERT INTO p (at, phone, amount, receipt) VALUES (?, ?, ?, ?)", rows)
    return time.perf_counter() - began


def measure() -> list[Figure]:
    """Checking every row, matching customers, keeping counts: that is what the difference buys."""
    with tempfile.TemporaryDirectory() as name:
        first, again, count = asyncio.run(_ours(Path(name)))
        bare = _bare(Path(name))
    assert count == 6919, count
    return [
        Figure(
            "import of 6,919 purchases, s (less is better)",
            f"{first:.2f}",
            "bare sqlite3 inserts",
            f"{bare:.3f}",
            first / bare,
        ),
        Figure(
            "the same file again, s (less is better)", f"{again:.2f}", "the first time", f"{first:.2f}", again / first
        ),
    ]
