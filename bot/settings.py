"""The only reader of the environment: what the machine decides, as opposed to what the business does (programme.toml).

Every setting has its place in `.env.example`. What cannot be used stops the start with one line that names the setting
and the remedy, and never repeats the value.
"""

import os
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BeforeValidator,
    PrivateAttr,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import env_file as file
from bot import setting_values as values
from bot.database_url import with_driver
from bot.refusal import Refusal

TELEGRAM = "https://api.telegram.org"
SQLITE = "sqlite+aiosqlite:///data/kasanie.db"
DOTENV = Path(".env")

# The ones that Telegram's own servers call; no port is 443.
WEBHOOK_PORTS = {None, 80, 88, 443, 8443}

REMEDY_WHEN_MISSING = {
    "bot_token": "ask @BotFather for a bot and write BOT_TOKEN=<its token> into .env",
    "owner_ids": "write OWNER_IDS=<your Telegram id> into .env (@userinfobot tells it)",
    "webhook_secret": "with a WEBHOOK_URL, write WEBHOOK_SECRET=<32 random letters and digits> into .env",
    "http_port": "with a WEBHOOK_URL, write HTTP_PORT=<the port that the address leads to>, like 8080, into .env",
}

Chosen = TypeVar("Chosen", bound="OfflineSettings")


class BadSetting(Refusal):
    """Says in one line which setting is missing or wrong, and what to write instead. Holds no value."""


class OfflineSettings(BaseSettings):
    """Enough for the work that needs no Telegram: check, migrate, import, export, backup."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", validate_default=True, env_file_encoding="utf-8-sig", hide_input_in_errors=True
    )

    database_url: Annotated[SecretStr, BeforeValidator(with_driver)] = SecretStr(SQLITE)
    programme: Path = Path("programme.toml")
    log_format: Annotated[Literal["console", "json"], BeforeValidator(values.log_format)] = "console"
    log_level: Annotated[values.LogLevel, BeforeValidator(values.log_level)] = "INFO"
    sentry_dsn: Annotated[SecretStr | None, BeforeValidator(values.sentry_dsn)] = None

    _suspicious: tuple[str, ...] = PrivateAttr(default=())

    @property
    def suspicious(self) -> tuple[str, ...]:
        """A line for each thing that is allowed but is probably a mistake; for the log, once it is there."""
        return self._suspicious

    def suspecting(self, *lines: str) -> Self:
        self._suspicious = lines
        return self

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unset(cls, given: dict[str, object]) -> dict[str, object]:
        """`HTTP_PORT=` means the default; in the environment it also silences what .env says."""
        return {name: value for name, value in given.items() if value is not None and str(value).strip()}


class Settings(OfflineSettings):
    """What the running bot needs."""

    bot_token: Annotated[SecretStr, BeforeValidator(values.bot_token)]
    owner_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(values.owner_ids)]
    manager_chat_id: Annotated[int | None, BeforeValidator(values.group_id)] = None
    telegram_api_url: Annotated[str, BeforeValidator(values.web_address)] = TELEGRAM
    webhook_url: Annotated[str | None, BeforeValidator(values.web_address)] = None
    webhook_secret: Annotated[SecretStr | None, BeforeValidator(values.webhook_secret)] = None
    http_host: Annotated[str, BeforeValidator(values.host)] = "127.0.0.1"
    http_port: Annotated[int, BeforeValidator(values.port)] = 0
    api_token: Annotated[SecretStr | None, BeforeValidator(values.api_token)] = None
    allow_paid_broadcast: Annotated[bool, BeforeValidator(values.yes_or_no)] = False
    send_rate: Annotated[int, BeforeValidator(values.send_rate)] = 25
    clock_url: Annotated[str | None, BeforeValidator(values.loopback_address)] = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no line of a log may repeat."""
        given = (self.bot_token, self.webhook_secret, self.api_token, self.sentry_dsn)
        password = urlsplit(self.database_url.get_secret_value()).password
        return (*(secret.get_secret_value() for secret in given if secret), *([password] if password else []))

    @field_validator("webhook_url")
    @classmethod
    def _telegram_can_call_it(cls, url: str | None, info: ValidationInfo) -> str | None:
        if url is None or info.data.get("telegram_api_url") != TELEGRAM:  # one's own Bot API server calls anything
            return url
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.port not in WEBHOOK_PORTS:
            raise ValueError("is not an address that Telegram calls: https, on port 443, 80, 88 or 8443")
        return url

    @field_validator("send_rate")
    @classmethod
    def _free_or_paid(cls, rate: int, info: ValidationInfo) -> int:
        if rate > values.FREE_RATE and not info.data.get("allow_paid_broadcast", True):
            raise ValueError(
                f"is more than the {values.FREE_RATE} messages a second that Telegram sends for nothing: "
                "write 30 or less, or ALLOW_PAID_BROADCAST=true to pay Telegram for each message"
            )
        return rate

    @property
    def pays_for_speed(self) -> bool:
        """Telegram takes its fee for every message that is marked so, and the slow ones need no mark."""
        return self.send_rate > values.FREE_RATE

    @field_validator("webhook_secret", "http_port")
    @classmethod
    def _webhook_needs_it(cls, value: SecretStr | int | None, info: ValidationInfo) -> SecretStr | int | None:
        """Without a secret, whoever knows the address could speak as Telegram."""
        if not value and info.data.get("webhook_url"):
            raise PydanticCustomError("missing", "is missing")
        return value


def load(env_file: Path = DOTENV) -> Settings:
    """Everything the bot needs, from the environment and, where that is silent, from the file. Raises BadSetting."""
    settings = _load(Settings, env_file)
    if settings.api_token and not settings.http_port:
        settings.suspecting(*settings.suspicious, "API_TOKEN is set, but HTTP_PORT is 0: there is no API")
    return settings


def load_offline(env_file: Path = DOTENV) -> OfflineSettings:
    """What there is to know without a token. Raises BadSetting."""
    return _load(OfflineSettings, env_file)


def _load(kind: type[Chosen], env_file: Path) -> Chosen:
    try:
        names = [*file.names(env_file), *os.environ]  # with Docker, .env arrives in the environment
    except ValueError as unreadable:
        raise BadSetting(str(unreadable)) from None
    misspelt = tuple(file.misspelt(names, known=[name.upper() for name in Settings.model_fields]))
    try:
        return kind(_env_file=env_file).suspecting(*misspelt)
    except ValidationError as refused:
        problems = refused.errors(include_url=False, include_input=False)
    raise BadSetting(_sentence(problems, misspelt))


def _sentence(problems: list[ErrorDetails], misspelt: tuple[str, ...]) -> str:
    first, *others = problems
    name = str(first["loc"][0])
    said = REMEDY_WHEN_MISSING[name] if first["type"] == "missing" else first["msg"].removeprefix("Value error, ")
    line = f"{name.upper()} {'is missing: ' if first['type'] == 'missing' else ''}{said}"
    hints = [hint for hint in misspelt if name.upper() in hint]
    if others:
        hints.append(f"and {len(others)} more: " + ", ".join(str(other["loc"][0]).upper() for other in others))
    return f"{line} ({'; '.join(hints)})" if hints else line
