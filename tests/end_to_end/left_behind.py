"""What a bot that was killed has left in the database, before anybody looks after it."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from storage.database import Storage
from storage.transaction import Transaction

LAST_WORDS = 3.0  # seconds in which a server has done what the dead one had told it, long before its lease runs out
_OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


@asynccontextmanager
async def left_behind(storage: Storage) -> AsyncIterator[Transaction]:
    """A look that leaves all as it is."""
    if storage.dialect == "postgresql":
        await _last_words(storage)
        async with storage.reading() as tx:
            yield tx
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Storage.open(f"sqlite+aiosqlite:///{_copied(storage, Path(folder))}", pooled=False)
        async with copy.reading() as tx:
            yield tx
        await copy.close()


async def _last_words(storage: Storage) -> None:
    """Wait until nobody else is connected; or, where other replicas are, for so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_WORDS):
            others = 1
            while others:
                await asyncio.sleep(0.05)
                async with storage.reading() as tx:
                    others = (await tx.connection.execute(_OTHERS)).scalar_one()


def _copied(storage: Storage, folder: Path) -> Path:
    """The file and its log of writes. Whoever opens the file itself and closes it again puts the log away, and the next
    bot would not find what a crash leaves.
    """
    file = Path(str(storage.engine.url.database))
    for path in file.parent.glob(f"{file.name}*"):
        if path.name in (file.name, f"{file.name}-wal"):
            shutil.copy(path, folder)
    return folder / file.name
