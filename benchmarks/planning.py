"""Planning greetings and nudges for 1,000,000 customers with 5,000,000 purchases, against the bare INSERT … SELECT."""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from benchmarks.figure import Figure
from benchmarks.shop import NOON, bench_shop

CUSTOMERS, EACH = 1_000_000, 5
TIMES = 5
RULES = ("birthday", "whats-new", "come-back")  # of the `shop` preset: a greeting, and two nudges of the silent
WEEK = timedelta(days=7)  # since the last look: the bot was away
NOW = int(NOON.timestamp())

# Last purchases are spread over 400 days, birthdays over the year, and everybody bought something once a month before.
_PEOPLE = f"""
INSERT INTO customers (id, telegram_id, phone, phone_verified, name, birth_month, birth_day, language, created_at,
    enrolled_at, processing, marketing, purchase_count, first_purchase_at, last_purchase_at)
WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {CUSTOMERS})
SELECT id, 10000000 + id, '+79' || (100000000 + id), 1, 'A', 1 + id % 12, 1 + id % 28, 'ru', {NOW} - 63072000,
    {NOW} - 63072000, 1, 1, {EACH}, {NOW} - (id * 7919 % 34560000) - {(EACH - 1) * 2_592_000},
    {NOW} - (id * 7919 % 34560000)
FROM n
"""
_SALES = f"""
INSERT INTO purchases (customer_id, at, recorded_at, amount, discount, currency, key)
WITH RECURSIVE k(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k < {EACH - 1})
SELECT c.id, last_purchase_at - k * 2592000, last_purchase_at - k * 2592000, 100000 + (c.id + k) * 7919 % 500000, 0,
    'RUB', 'b:' || (c.id * {EACH} + k)
FROM customers c CROSS JOIN k
"""
_ROW = (
    "INSERT INTO messages (touchpoint, customer_id, occurrence, category, priority, anchor_at, state, planned_at,"
    " due_at, expires_at) "
)
_BIRTHDAY = (
    _ROW + "SELECT 'birthday', id, '2026', 'offer', 2, :now, 'planned', :now, :now, :now + 86400 FROM customers"
    " WHERE birth_month = :month AND birth_day = :day"
)
_SILENT = (
    _ROW + "SELECT :rule, id, last_purchase_at, 'news', 2, last_purchase_at, 'planned', :now, :now, :now + 86400"
    " FROM customers WHERE last_purchase_at > :now - :after - :week AND last_purchase_at <= :now - :after"
)
_VALUABLE = (
    " AND (SELECT sum(amount) FROM purchases WHERE customer_id = customers.id AND at >= :now - 31536000) >= 1500000"
)


def _fill(path: Path) -> None:
    """About a minute: indexes are made afterwards, and nothing is kept safe."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000", "temp_store = FILE"):
            database.execute(f"PRAGMA {pragma}")
        indexes = database.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name IN ('customers', 'purchases')"
        ).fetchall()
        for name, _ in indexes:
            database.execute(f"DROP INDEX {name}")
        database.execute(_PEOPLE)
        database.execute(_SALES)
        for _, statement in indexes:
            database.execute(statement)
        database.execute("PRAGMA journal_mode = WAL")


async def _measure(folder: Path) -> tuple[list[float], list[float], int, float]:
    """Seconds of ours and of the bare ones, alternated; how many messages each of them planned; seconds of a look
    through everybody that finds nothing.
    """
    await (await bench_shop(folder)).storage.close()
    await asyncio.to_thread(_fill, folder / "kasanie.db")
    shop = _with_rules(await bench_shop(folder))
    await plan_touchpoints(replace(shop, now=lambda: NOON - WEEK))  # what was due when it all began
    ours, bare, counts = [], [], set()
    database = sqlite3.connect(folder / "kasanie.db", isolation_level=None)
    with closing(database):
        for _ in range(TIMES):
            began = time.perf_counter()
            counts.add(await plan_touchpoints(shop, look_back=WEEK, thorough=False))
            ours.append(time.perf_counter() - began)
            _forget(database)
            began = time.perf_counter()
            counts.add(_bare(database))
            bare.append(time.perf_counter() - began)
            _forget(database)
    await plan_touchpoints(shop)
    began = time.perf_counter()
    assert await plan_touchpoints(shop) == 0
    thorough = time.perf_counter() - began
    await shop.storage.close()
    assert len(counts) == 1, counts
    return ours, bare, counts.pop(), thorough


def _with_rules(shop: Shop) -> Shop:
    programme = shop.programme
    rules = tuple(rule for rule in programme.touchpoints if rule.id in RULES)
    assert len(rules) == len(RULES)
    fewer = programme.model_copy(update={"touchpoints": rules})
    return replace(shop, current_programme=lambda: fewer)


def _bare(database: sqlite3.Connection) -> int:
    """The same rows as a person would put them in who knows what is due, in a commit each as ours."""
    run: Callable[..., sqlite3.Cursor] = database.execute
    days = [NOON.date() + timedelta(days=3 - back) for back in range(7)]
    planned = sum(run(_BIRTHDAY, {"now": NOW, "month": day.month, "day": day.day}).rowcount for day in days)
    silent = {"now": NOW, "week": int(WEEK.total_seconds())}
    planned += run(_SILENT, silent | {"rule": "whats-new", "after": 35 * 86400}).rowcount
    planned += run(_SILENT + _VALUABLE, silent | {"rule": "come-back", "after": 60 * 86400}).rowcount
    return planned


def _forget(database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM messages WHERE planned_at = ?", (NOW,))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def measure() -> list[Figure]:
    """A week after the last look; medians of alternated runs."""
    with tempfile.TemporaryDirectory() as folder:
        ours, bare, count, thorough = asyncio.run(_measure(Path(folder)))
    mine, other = statistics.median(ours), statistics.median(bare)
    return [
        Figure(
            f"planning {count:,} greetings and nudges among {CUSTOMERS:,} customers, ms (less is better)",
            f"{mine * 1000:.0f}",
            "bare INSERT … SELECT of the same rows",
            f"{other * 1000:.0f}",
            mine / other,
        ),
        Figure(
            "a look through everybody that finds nothing new, s (once a day, and at the start)",
            f"{thorough:.1f}",
            "the usual look",
            f"{mine:.1f}",
            thorough / mine,
        ),
    ]
