"""Somebody else has SQLite locked: so long is waited, and no longer, in either gear."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from storage import database, sqlite_driver
from storage.database import Storage

PATIENT_MS = 1000


@pytest.mark.parametrize("long", [False, True])
async def test_a_locked_database_is_given_up_when_patience_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, long: bool
) -> None:
    for room in (database, sqlite_driver):
        monkeypatch.setattr(room, "PATIENT_MS", PATIENT_MS)
    storage = Storage.open(f"sqlite+aiosqlite:///{tmp_path / 'kasanie.db'}")
    with closing(sqlite3.connect(tmp_path / "kasanie.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError):
            async with asyncio.timeout(4 * PATIENT_MS / 1000), storage.transaction(long=long):
                pass
    async with storage.transaction(long=long):  # and nothing is left of that
        pass
    await storage.close()


def test_a_statement_that_outlives_the_event_loop_ends_in_silence() -> None:
    loop = asyncio.new_event_loop()
    nobody_waits = loop.create_future()
    loop.close()
    statements: SimpleQueue[Any] = SimpleQueue()
    statements.put((nobody_waits, lambda: 1))
    sqlite_driver._served(statements)
