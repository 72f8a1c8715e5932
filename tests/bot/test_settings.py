"""A wrong setting stops the start in one line that says which and how to mend it, and shows no secret."""

from pathlib import Path

import pytest

from bot.settings import BadSetting, OfflineSettings, Settings, load, load_offline

GOOD = {"BOT_TOKEN": "123:AAE-x_y", "OWNER_IDS": "111,222"}
WEBHOOK = {**GOOD, "WEBHOOK_URL": "https://bot.example.org/hook", "WEBHOOK_SECRET": "s3cret", "HTTP_PORT": "8080"}


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the machine that runs the tests has set is none of their business."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def settings(env_file: Path, written: dict[str, str]) -> Settings:
    env_file.write_text("".join(f"{name}={value}\n" for name, value in written.items()), encoding="utf-8")
    return load(env_file)


def complaint(env_file: Path, written: dict[str, str]) -> str:
    with pytest.raises(BadSetting) as refused:
        settings(env_file, written)
    line = str(refused.value)
    assert "\n" not in line
    return line


def test_a_token_and_an_owner_are_enough(env_file: Path) -> None:
    got = settings(env_file, GOOD)
    assert got.bot_token.get_secret_value() == "123:AAE-x_y"
    assert got.owner_ids == (111, 222)
    assert got.manager_chat_id is None
    assert got.database_url.get_secret_value() == "sqlite+aiosqlite:///data/kasanie.db"
    assert got.programme == Path("programme.toml")
    assert got.telegram_api_url == "https://api.telegram.org"
    assert (got.http_host, got.http_port) == ("127.0.0.1", 0)
    assert (got.log_format, got.log_level) == ("console", "INFO")
    assert (got.webhook_url, got.webhook_secret, got.api_token, got.sentry_dsn, got.clock_url) == (None,) * 5
    assert got.suspicious == ()


def test_the_demo_token_is_a_token(env_file: Path) -> None:
    assert (
        settings(env_file, {**GOOD, "BOT_TOKEN": "7000000001:demo"}).bot_token.get_secret_value() == "7000000001:demo"
    )


def test_nothing_at_all_names_the_token_first_and_counts_the_rest(env_file: Path) -> None:
    remedy = "ask @BotFather for a bot and write BOT_TOKEN=<its token> into .env"
    assert complaint(env_file, {}) == f"BOT_TOKEN is missing: {remedy} (and 1 more: OWNER_IDS)"


def test_no_env_file_is_no_failure_of_its_own(env_file: Path) -> None:
    with pytest.raises(BadSetting, match=r"^BOT_TOKEN is missing"):
        load(env_file)


def test_the_environment_beats_the_file(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PORT", "9000")
    assert settings(env_file, {**GOOD, "HTTP_PORT": "8080"}).http_port == 9000


def test_an_empty_value_in_the_environment_silences_the_file(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "")
    assert settings(env_file, WEBHOOK).webhook_url is None


def test_settings_cannot_be_changed_after_the_start(env_file: Path) -> None:
    got = settings(env_file, GOOD)
    with pytest.raises(ValueError, match="frozen"):
        got.http_port = 1  # type: ignore[misc]


def test_work_without_telegram_needs_no_token(env_file: Path) -> None:
    env_file.write_text("DATABASE_URL=postgres://u:p@h/db\nBOT_TOKEN=rubbish\n", encoding="utf-8")
    got = load_offline(env_file)
    assert type(got) is OfflineSettings
    assert got.database_url.get_secret_value() == "postgresql+asyncpg://u:p@h/db"


@pytest.mark.parametrize(
    "name,value,remedy",
    [
        ("BOT_TOKEN", "hunter2", "copy the whole of it from @BotFather"),
        ("BOT_TOKEN", "123:ключ", "copy the whole of it from @BotFather"),
        ("OWNER_IDS", "111;hunter2", "write whole positive numbers"),
        ("OWNER_IDS", "-1001234567890", "write whole positive numbers"),
        ("OWNER_IDS", ",", "write whole positive numbers"),
        ("MANAGER_CHAT_ID", "1001234567890", "it begins with a minus"),
        ("MANAGER_CHAT_ID", "@hunter2", "it begins with a minus"),
        ("DATABASE_URL", "mysql://u:hunter2@h/db", "write sqlite:///"),
        ("DATABASE_URL", "data/hunter2.db", "write sqlite:///"),
        ("DATABASE_URL", "sqlite://data/hunter2.db", "lacks a slash"),
        ("DATABASE_URL", "sqlite:///:memory:", "names no file"),
        ("DATABASE_URL", "sqlite://", "names no file"),
        ("DATABASE_URL", "postgresql://u:hun/ter2@h/db", "in the password write @ as %40"),
        ("DATABASE_URL", "postgresql://u:hunter2[@h/db", "in the password write @ as %40"),
        ("DATABASE_URL", "postgresql://u:hunter2@h", "names no database"),
        ("TELEGRAM_API_URL", "api.telegram.org", "write it whole"),
        ("TELEGRAM_API_URL", "http://[bad", "write it whole"),
        ("WEBHOOK_URL", "bot.example.org/hunter2", "write it whole"),
        ("WEBHOOK_URL", "http://bot.example.org/hunter2", "https, on port 443"),
        ("WEBHOOK_URL", "https://bot.example.org:8081/hunter2", "https, on port 443"),
        ("WEBHOOK_SECRET", "hunter2 with space", "may hold only Latin letters"),
        ("HTTP_HOST", "http://0.0.0.0", "write 127.0.0.1 for this machine"),
        ("SEND_RATE", "0", "write a whole number from 1 to 30"),
        ("SEND_RATE", "1001", "write a whole number from 1 to 30"),
        ("SEND_RATE", "hunter2", "write a whole number from 1 to 30"),
        ("SEND_RATE", "31", "write 30 or less, or ALLOW_PAID_BROADCAST=true"),
        ("ALLOW_PAID_BROADCAST", "hunter2", "write true or false"),
        ("HTTP_PORT", "hunter2", "write a number from 1 to 65535"),
        ("HTTP_PORT", "65536", "write a number from 1 to 65535"),
        ("HTTP_PORT", "-1", "write a number from 1 to 65535"),
        ("API_TOKEN", "hunter2", "at least 16 Latin letters"),
        ("API_TOKEN", "пароль-пароль-пароль", "at least 16 Latin letters"),
        ("LOG_FORMAT", "hunter2", "write console or json"),
        ("LOG_LEVEL", "hunter2", "write debug, info"),
        ("SENTRY_DSN", "https://sentry.example.org/hunter2", "copy it whole"),
        ("SENTRY_DSN", "https://key@sentry.example.org/hunter2", "copy it whole"),
        ("SENTRY_DSN", "https://key@sentry.example.org/1/", "copy it whole"),
        ("SENTRY_DSN", "https://key@/1", "copy it whole"),
        ("CLOCK_URL", "http://10.0.0.1:8081/control/clock", "must be on this machine"),
        ("CLOCK_URL", "http://localhost.example.org/clock", "must be on this machine"),
        ("CLOCK_URL", "https://127.0.0.1/clock", "must be on this machine"),
    ],
)
def test_a_bad_value_is_named_with_its_remedy_and_not_repeated(
    env_file: Path, name: str, value: str, remedy: str
) -> None:
    line = complaint(env_file, {**WEBHOOK, name: value})
    assert line.startswith(f"{name} ")
    assert remedy in line
    assert "hunter2" not in line


@pytest.mark.parametrize("name", ["WEBHOOK_SECRET", "HTTP_PORT"])
def test_a_webhook_needs_a_secret_and_a_port(env_file: Path, name: str) -> None:
    line = complaint(env_file, {**WEBHOOK, name: ""})
    assert line.startswith(f"{name} is missing: with a WEBHOOK_URL, write {name}=")


def test_a_server_of_ones_own_may_call_a_plain_address(env_file: Path) -> None:
    local = {**WEBHOOK, "WEBHOOK_URL": "http://127.0.0.1:8080/hook/", "TELEGRAM_API_URL": "http://127.0.0.1:8081/"}
    got = settings(env_file, local)
    assert got.webhook_url == "http://127.0.0.1:8080/hook"
    assert got.telegram_api_url == "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    "written,used",
    [
        ("sqlite:///data/shop.db", "sqlite+aiosqlite:///data/shop.db"),
        ("sqlite:////data/shop.db?timeout=5", "sqlite+aiosqlite:////data/shop.db?timeout=5"),
        ("sqlite+aiosqlite:///data/shop.db", "sqlite+aiosqlite:///data/shop.db"),
        ("postgres://u:p%40@h:5432/db", "postgresql+asyncpg://u:p%40@h:5432/db"),
        ("postgresql://u@h/db?sslmode=require", "postgresql+asyncpg://u@h/db?ssl=require"),
        ("postgresql+psycopg://u@h/db", "postgresql+asyncpg://u@h/db"),
        ("postgresql+asyncpg://postgres@/db?host=/run/pg", "postgresql+asyncpg://postgres@/db?host=/run/pg"),
    ],
)
def test_a_database_gets_its_asynchronous_driver(env_file: Path, written: str, used: str) -> None:
    assert settings(env_file, {**GOOD, "DATABASE_URL": written}).database_url.get_secret_value() == used


@pytest.mark.parametrize("written,used", [("", None), ("0", None), ("-1001234567890", -1001234567890)])
def test_there_may_be_no_manager_chat_yet(env_file: Path, written: str, used: int | None) -> None:
    assert settings(env_file, {**GOOD, "MANAGER_CHAT_ID": written}).manager_chat_id == used


def test_owners_are_read_as_people_write_them(env_file: Path) -> None:
    assert settings(env_file, {**GOOD, "OWNER_IDS": '" 111, 222;333 111,"'}).owner_ids == (111, 222, 333)


def test_no_secret_shows_in_what_is_printed_or_logged(env_file: Path) -> None:
    secrets = {
        "BOT_TOKEN": "123:bot-secret-value",
        "DATABASE_URL": "postgresql://u:db-secret-value@h/db",
        "WEBHOOK_SECRET": "hook-secret-value",
        "API_TOKEN": "api-secret-value-long",
        "SENTRY_DSN": "https://dsn-secret-value@sentry.example.org/1",
    }
    got = settings(env_file, {**WEBHOOK, **secrets})
    assert "secret-value" not in f"{got} {got!r} {got.model_dump()} {got.model_dump_json()}"


@pytest.mark.parametrize(
    "key,meant",
    [("BOT_TOKN", "BOT_TOKEN"), ("OWNER_ID", "OWNER_IDS"), ("LOGLEVEL", "LOG_LEVEL"), ("SENTRY_DNS", "SENTRY_DSN")],
)
def test_a_misspelt_name_is_suspicious(env_file: Path, key: str, meant: str) -> None:
    got = settings(env_file, {**GOOD, key: "x"})
    assert got.suspicious == (f"{key} is not a setting; did you mean {meant}?",)


def test_a_misspelt_name_in_the_environment_is_suspicious_too(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URI", "sqlite:///elsewhere.db")
    assert settings(env_file, GOOD).suspicious == ("DATABASE_URI is not a setting; did you mean DATABASE_URL?",)


def test_other_peoples_names_are_left_alone(env_file: Path) -> None:
    others = {"HTTP_PROXY": "x", "TELEGRAM_API_ID": "1", "COMPOSE_PROFILES": "postgres", "POSTGRES_PASSWORD": "x"}
    assert settings(env_file, {**GOOD, **others}).suspicious == ()


def test_a_missing_setting_that_was_misspelt_says_so(env_file: Path) -> None:
    line = complaint(env_file, {"BOT_TOKN": "1:x", "OWNER_IDS": "1"})
    assert line.endswith("(BOT_TOKN is not a setting; did you mean BOT_TOKEN?)")


def test_an_api_that_nobody_can_reach_is_suspicious(env_file: Path) -> None:
    got = settings(env_file, {**GOOD, "API_TOKEN": "0123456789abcdef"})
    assert got.suspicious == ("API_TOKEN is set, but HTTP_PORT is 0: there is no API",)


def test_a_file_from_notepad_is_read(env_file: Path) -> None:
    env_file.write_bytes("\ufeffBOT_TOKEN=1:a\r\nOWNER_IDS=5\r\n".encode())
    assert load(env_file).owner_ids == (5,)


def test_a_file_in_another_encoding_is_refused_in_one_line(env_file: Path) -> None:
    env_file.write_bytes("# Токен\nBOT_TOKEN=1:a\n".encode("cp1251"))
    with pytest.raises(BadSetting, match=r"^\S+ cannot be read: save it as UTF-8$"):
        load(env_file)


def test_a_folder_in_place_of_the_file_is_refused_in_one_line(env_file: Path) -> None:
    env_file.mkdir()
    with pytest.raises(BadSetting, match=r"^\S+ cannot be read: Is a directory$"):
        load(env_file)


@pytest.mark.parametrize("line", ["BOT_TOKEN: 1:hunter2", 'BOT_TOKEN="1:hunter2', "=1:hunter2"])
def test_a_line_that_is_no_setting_stops_the_start_and_is_not_repeated(env_file: Path, line: str) -> None:
    env_file.write_text(f"OWNER_IDS=1\n{line}\n", encoding="utf-8")
    with pytest.raises(BadSetting, match=r"\.env, line 2: write NAME=value") as refused:
        load(env_file)
    assert "hunter2" not in str(refused.value)


def test_the_rate_of_messages(env_file: Path) -> None:
    usual = settings(env_file, GOOD)
    assert (usual.send_rate, usual.pays_for_speed) == (25, False)
    free = settings(env_file, {**GOOD, "SEND_RATE": "30", "ALLOW_PAID_BROADCAST": "true"})
    assert (free.send_rate, free.pays_for_speed) == (30, False)
    paid = settings(env_file, {**GOOD, "SEND_RATE": "1000", "ALLOW_PAID_BROADCAST": "yes"})
    assert (paid.send_rate, paid.pays_for_speed) == (1000, True)
