"""PostgreSQL quotes the row that it refuses (`DETAIL:  Key (phone)=(+7…) already exists`): the log does not."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from bot import logs
from storage.columns import metadata
from storage.database import Storage
from storage.schema import customers
from tests.shop import NOON

PHONE, NAME = "+79165550199", "Аполлинария\nСекретовна"
PERSONAL = (PHONE, "5550199", "Аполлинария", "Секретовна")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logging belongs to the whole process."""
    known = [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]
    levels, handlers = {logger: logger.level for logger in known}, logging.root.handlers[:]
    yield
    logging.root.handlers[:] = handlers
    for logger, level in levels.items():
        logger.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
async def postgres(postgres_url: str) -> AsyncIterator[Storage]:
    storage = Storage.open(postgres_url, pooled=False)
    async with storage.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        await connection.execute(sa.text("TRUNCATE customers RESTART IDENTITY CASCADE"))
    yield storage
    await storage.close()


async def add_twice(storage: Storage, row: dict[str, Any]) -> None:
    async with storage.transaction() as tx:
        for _ in range(2):
            await tx.connection.execute(sa.insert(customers).values(**row))


async def refused(storage: Storage, **columns: Any) -> Exception:
    """What the database says to a second customer with that phone, or to a birthday without its month."""
    row = {"phone": PHONE, "name": NAME, "language": "ru", "created_at": NOON, **columns}
    with pytest.raises(sa.exc.IntegrityError) as refusal:
        await add_twice(storage, row)
    assert PHONE in "".join(traceback.format_exception(refusal.value)), "or there is nothing to hide"
    return refusal.value


@pytest.mark.postgres
@pytest.mark.parametrize("style", ["json", "console"])
@pytest.mark.parametrize(
    "columns, broken", [({}, "uq_customers_phone"), ({"birth_day": 5}, "birthday_whole")], ids=["unique", "check"]
)
async def test_a_refused_row_is_not_quoted(
    postgres: Storage, capsys: pytest.CaptureFixture[str], style: str, columns: dict[str, Any], broken: str
) -> None:
    error = await refused(postgres, **columns)
    logs.set_up(style=style, level="DEBUG")
    log = logging.getLogger("bot.x")
    log.error("an update was not handled", exc_info=error)
    log.warning("it went wrong: %s", error)
    structlog.get_logger("jobs.y").error("a job failed", exc_info=error, reason=error)
    log.error("several at once", exc_info=ExceptionGroup("several", [error, ValueError("broken")]))
    consequence = RuntimeError("the job cannot go on")
    consequence.__cause__ = error
    log.error("and what it led to", exc_info=consequence)
    said = capsys.readouterr().err
    assert [trace for trace in PERSONAL if trace in said] == []
    assert broken in said, "which rule was broken is told"
    assert "an update was not handled" in said
    assert "IntegrityError" in said


@pytest.mark.postgres
async def test_nor_by_a_task_that_nobody_waits_for(postgres: Storage, capsys: pytest.CaptureFixture[str]) -> None:
    error = await refused(postgres)
    logs.set_up(style="json", level="INFO")
    asyncio.get_running_loop().call_exception_handler({"message": "Task exception", "exception": error})
    said = capsys.readouterr().err
    assert "Task exception" in said
    assert [trace for trace in PERSONAL if trace in said] == []
