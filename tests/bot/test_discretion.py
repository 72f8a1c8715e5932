"""A row that the database refused, a sentence of Telegram's, a name that nobody could parse: the log says why it went
wrong, and not whose it was.
"""

import asyncio
import gzip
import json
import logging
import sys
import traceback
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
import sentry_sdk
import sqlalchemy as sa
import structlog
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetMe
from pydantic import SecretStr
from sentry_sdk.transport import Transport

from bot import logs
from bot.discretion import Discretion
from bot.running import prepare
from bot.sentry import report_to
from bot.settings import Settings
from storage.columns import metadata
from storage.database import Storage
from storage.handling import Handling
from storage.schema import customers
from tests.quiet_logs import logging_as_before
from tests.shop import NOON

PHONE, NAME = "+79165550199", "Аполлинария\nСекретовна"
TOKEN = "7000000001:AAHsecretsecretsecretsecretsecret"
PERSONAL = (PHONE, "5550199", "Аполлинария", "Секретовна", TOKEN, "AAHsecret")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logging belongs to the whole process, and so does Sentry."""
    with logging_as_before():
        yield
    sentry_sdk.get_client().close()
    sentry_sdk.init(default_integrations=False, auto_enabling_integrations=False)
    sentry_sdk.get_isolation_scope().clear()


@pytest.fixture
async def postgres(postgres_url: str) -> AsyncIterator[Storage]:
    storage = Storage.open(postgres_url, pooled=False)
    async with storage.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        await connection.execute(sa.text("TRUNCATE customers RESTART IDENTITY CASCADE"))
    yield storage
    await storage.close()


async def refused(storage: Storage, **columns: Any) -> Exception:
    """What the database says to a second customer with that phone, or to a birthday without its month."""
    row = {"phone": PHONE, "name": NAME, "language": "ru", "created_at": NOON, **columns}
    try:
        async with storage.transaction() as tx:
            await tx.connection.execute(sa.insert(customers).values(**row))
            await tx.connection.execute(sa.insert(customers).values(**row))
    except sa.exc.IntegrityError as error:
        return error
    raise AssertionError("it was taken")


def fail(words: str, cause: BaseException | None = None) -> None:
    """With a value in its frame that nobody may read."""
    raise RuntimeError(words) from cause


def leaks(said: str) -> list[str]:
    return [trace for trace in PERSONAL if trace in said]


@pytest.mark.postgres
@pytest.mark.parametrize("style", ["json", "console"])
@pytest.mark.parametrize(
    "columns,broken", [({}, "uq_customers_phone"), ({"birth_day": 5}, "birthday_whole")], ids=["unique", "check"]
)
async def test_a_refused_row_is_not_quoted(
    postgres: Storage, capsys: pytest.CaptureFixture[str], style: str, columns: dict[str, Any], broken: str
) -> None:
    error = await refused(postgres, **columns)
    assert PHONE in "".join(traceback.format_exception(error)), "or there is nothing to hide"
    logs.set_up(style=style, level="DEBUG")
    log = logging.getLogger("bot.x")
    log.error("an update was not handled", exc_info=error)
    log.warning("it went wrong: %s, %r", error, error)
    structlog.get_logger("jobs.y").error("a job failed", exc_info=error)
    structlog.get_logger("jobs.y").error("a job failed", error=error, reason=error)
    log.error("several at once", exc_info=ExceptionGroup("several", [error, ValueError(NAME)]))
    try:
        fail(f"the job cannot go on with {NAME}", error)
    except RuntimeError:
        log.exception("and what it led to")
    said = capsys.readouterr().err
    assert leaks(said) == []
    assert broken in said, "which rule was broken is still told"
    assert "IntegrityError" in said
    assert "RuntimeError" in said
    assert "in fail" in said, "and where"


@pytest.mark.postgres
async def test_a_task_that_nobody_waits_for_does_not_quote_it(
    postgres: Storage, capsys: pytest.CaptureFixture[str]
) -> None:
    error = await refused(postgres)
    logs.set_up(style="json", level="INFO")
    asyncio.get_running_loop().call_exception_handler({"message": "Task exception", "exception": error, "name": NAME})
    said = capsys.readouterr().err
    assert "Task exception" in said
    assert leaks(said) == []


def test_the_end_of_the_process_is_told_as_discreetly(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(style="console", level="INFO", secrets=(TOKEN,))
    error = ValueError(f"{NAME} {PHONE} {TOKEN}")
    logs.crashed(ValueError, error, None)
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert leaks(said) == []


@pytest.mark.parametrize(
    "error,told",
    [
        (ValueError(NAME), "ValueError"),
        (KeyError(PHONE), "KeyError"),
        (AttributeError("'NoneType' object has no attribute 'id'"), "'NoneType' object has no attribute 'id'"),
        (ConnectionRefusedError(111, f"Connect call failed ('{TOKEN}', 443)"), "Connect call failed (…, 443)"),
        (TelegramBadRequest(GetMe(), f'Bad Request: no tag "{NAME}" at byte 7'), "Bad Request: no tag … at byte 7"),
    ],
)
def test_of_an_error_only_harmless_words_are_told(error: Exception, told: str) -> None:
    said = Discretion(TOKEN).kind(error)
    assert said.endswith(told)
    assert said.startswith(type(error).__name__)
    assert leaks(said) == []


@pytest.mark.parametrize(
    "said,told",
    [
        (f"https://api.telegram.org/bot{TOKEN}/getMe", "https://api.telegram.org/bot***/getMe"),
        (f"call {PHONE} now", "call *** now"),
        ("8 (916) 555-01-99", "***"),
        ("anna.secret@example.org wrote", "*** wrote"),
        ("card 2900000000018", "card ***"),
        ("the group -1001234567890, update 812345678, 15 messages", None),
    ],
)
def test_what_looks_like_somebodys_is_hidden(said: str, told: str | None) -> None:
    assert Discretion(TOKEN).text(said) == (told or said)


def test_an_error_that_led_to_itself_ends() -> None:
    one, other = ValueError("a"), ValueError("b")
    one.__context__, other.__context__ = other, one
    assert Discretion().story(one) == "ValueError\nValueError"


class Kept(Transport):
    """Sentry, stood in for: what would leave is kept."""

    def __init__(self, options: Any = None) -> None:
        super().__init__(options)
        kept.append(self)
        self.sent: list[Any] = []

    def capture_envelope(self, envelope: Any) -> None:
        self.sent += [item.payload.json for item in envelope.items if item.payload.json]


kept: list[Kept] = []


def reports() -> list[Any]:
    """What Sentry has been sent."""
    sentry_sdk.flush()
    return kept[-1].sent


def test_sentry_hears_what_happened_and_of_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    discretion = logs.set_up(style="json", level="DEBUG", secrets=(TOKEN,), overheard=True)
    report_to("https://key@127.0.0.1/1", discretion, transport=Kept)
    log = logging.getLogger("bot.x")
    log.info("%s failed for %s", "sendMessage", ValueError(NAME))
    log.info("an address: %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    structlog.get_logger("jobs.y").info("a message met its end", message=16)
    with Handling(815, kept=0):
        try:
            fail(f"{NAME} {PHONE}")
        except RuntimeError:
            log.exception("an update was not handled")
        try:
            fail(NAME)
        except RuntimeError:
            structlog.get_logger("jobs.y").exception("a letter could not be carried", message=17, about=NAME)
    first, second = reports()
    for report in (first, second):
        said = json.dumps(report, ensure_ascii=False)
        assert leaks(said) == []
        assert "test_sentry_hears_what_happened_and_of_nobody" in said, "where it happened"
        assert report["exception"]["values"][-1]["type"] == "RuntimeError"
        assert report["tags"]["update"] == "815"
        assert not {"request", "user", "extra", "contexts", "modules", "server_name"} & set(report)
    assert first["logentry"]["message"] == "an update was not handled"
    assert (second["logentry"]["message"], second["tags"]["message"]) == ("a letter could not be carried", "17")
    crumbs = [crumb["message"] for crumb in first["breadcrumbs"]["values"]]
    assert crumbs == [
        "sendMessage failed for ValueError",
        "an address: https://api.telegram.org/bot***/getMe",
        "a message met its end",
    ]
    capsys.readouterr()


@pytest.fixture
def sentry() -> Iterator[tuple[str, list[str]]]:
    """The address of a project at a Sentry of our own, and what was posted there."""
    posted: list[str] = []

    class Sentry(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            posted.append(f"{self.path}\n{body.decode()}")
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """The test's output is the bot's."""

    with HTTPServer(("127.0.0.1", 0), Sentry) as server:
        listening = Thread(target=server.serve_forever)
        listening.start()
        yield f"http://key@127.0.0.1:{server.server_port}/1", posted
        server.shutdown()
        listening.join()


def test_the_sentry_that_the_settings_name_hears_of_failures(
    sentry: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (dsn, posted), secret = sentry, "correct-horse-battery"
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # which `prepare` replaces
    settings = Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        owner_ids=(1,),
        api_token=SecretStr(secret),
        sentry_dsn=SecretStr(dsn),
    )
    prepare(settings)
    structlog.get_logger("jobs.y").info("a message met its end", message=16)
    logging.getLogger("bot.x").error("an update was not handled, says %s", secret)
    sentry_sdk.flush(5)
    (report,) = posted
    assert report.startswith("/api/1/envelope/\n")
    assert "an update was not handled, says ***" in report
    assert "a message met its end" in report, "the log's last lines"
    capsys.readouterr()
