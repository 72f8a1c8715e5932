"""What the value of a setting may look like. Each function takes what was written, or a value that is good already, and
raises ValueError with the end of a sentence that begins with the setting's name. No sentence repeats the value: it may
be a secret, or one that was pasted into the wrong line.
"""

import ipaddress
import re
from typing import Literal, get_args
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

FREE_RATE, FASTEST_RATE = 30, 1000  # messages a second: for nothing, and for a fee
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


def text(value: object) -> str:
    return (value.get_secret_value() if isinstance(value, SecretStr) else str(value)).strip()


def bot_token(value: object) -> SecretStr:
    """The shape only: the numbers and letters after the colon differ between Telegram and a local one."""
    if not re.fullmatch(r"\d+:[\w-]+", text(value), re.ASCII):
        raise ValueError("is not a bot's token: copy the whole of it from @BotFather, like 123456789:AAE-x_y")
    return SecretStr(text(value))


def owner_ids(value: object) -> tuple[int, ...]:
    ids = value if isinstance(value, tuple | list) else [part for part in re.split(r"[,;\s]+", text(value)) if part]
    if not ids or not all(re.fullmatch(r"[1-9]\d*", str(one), re.ASCII) for one in ids):
        raise ValueError("is not a list of people's Telegram ids: write whole positive numbers, like 111111,222222")
    return tuple(dict.fromkeys(int(one) for one in ids))


def group_id(value: object) -> int | None:
    """None: there is no manager chat yet."""
    if value is None or text(value) == "0":
        return None
    if not re.fullmatch(r"-[1-9]\d*", text(value), re.ASCII):
        raise ValueError(
            "is not a group's id: it begins with a minus, like -1001234567890; leave it empty for none yet"
        )
    return int(text(value))


def web_address(value: object) -> str | None:
    """Without the slash at its end."""
    if value is None:
        return None
    parts = _split(text(value))
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("is not a web address: write it whole, like https://bot.example.org/telegram")
    return text(value).rstrip("/")


def loopback_address(value: object) -> str | None:
    """Whoever answers there turns the bot's clock: it can be nobody but this machine."""
    if value is None:
        return None
    parts = _split(text(value))
    if parts is None or parts.scheme != "http" or not is_loopback(parts.hostname or ""):
        raise ValueError("must be on this machine, like http://127.0.0.1:8081/control/clock; leave it empty otherwise")
    return text(value)


def is_loopback(name: str) -> bool:
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return None if re.search(r"\s", url) else parts


def webhook_secret(value: object) -> SecretStr | None:
    """Telegram's own limits: https://core.telegram.org/bots/api#setwebhook"""
    if value is not None and not re.fullmatch(r"[\w-]{1,256}", text(value), re.ASCII):
        raise ValueError("may hold only Latin letters, digits, _ and -, at most 256 of them")
    return None if value is None else SecretStr(text(value))


def api_token(value: object) -> SecretStr | None:
    """Long enough not to be guessed, and fit for an HTTP header."""
    if value is not None and not re.fullmatch(r"[!-~]{16,}", text(value)):
        raise ValueError("is too easy to guess or has odd characters: write at least 16 Latin letters and digits")
    return None if value is None else SecretStr(text(value))


def host(value: object) -> str:
    if not re.fullmatch(r"[\w.:-]+", text(value), re.ASCII):
        raise ValueError("is not an address to listen on: write 127.0.0.1 for this machine, 0.0.0.0 for all")
    return text(value)


def port(value: object) -> int:
    if not re.fullmatch(r"\d{1,5}", text(value), re.ASCII) or int(text(value)) > 65535:
        raise ValueError("is not a port: write a number from 1 to 65535, or 0 for no HTTP server")
    return int(text(value))


def send_rate(value: object) -> int:
    if not re.fullmatch(r"\d{1,4}", text(value), re.ASCII) or not 1 <= int(text(value)) <= FASTEST_RATE:
        raise ValueError(f"is not a number of messages a second: write a whole number from 1 to {FREE_RATE}, like 25")
    return int(text(value))


def yes_or_no(value: object) -> bool:
    said = text(value).lower()
    if said not in {"true", "false", "yes", "no", "1", "0"}:
        raise ValueError("is neither yes nor no: write true or false")
    return said in {"true", "yes", "1"}


def log_format(value: object) -> str:
    if text(value).lower() not in {"console", "json"}:
        raise ValueError("is not a format: write console or json")
    return text(value).lower()


def log_level(value: object) -> str:
    if text(value).upper() not in get_args(LogLevel):
        raise ValueError("is not a level: write debug, info, warning, error or critical")
    return text(value).upper()


def sentry_dsn(value: object) -> SecretStr | None:
    if value is None:
        return None
    parts = _split(text(value))
    whole = parts is not None and parts.scheme in {"http", "https"} and parts.username and parts.hostname
    if not whole or parts is None or not re.fullmatch(r"(/.*)?/\d+", parts.path, re.ASCII):
        raise ValueError("is not a Sentry address: copy it whole from the project's page, like https://key@host/1")
    return SecretStr(text(value))
