"""A database's address as people write it, and as SQLAlchemy needs it: with the asynchronous driver in it."""

import re
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.setting_values import text

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


def with_driver(value: object) -> SecretStr:
    """Raises ValueError as the values in bot/setting_values.py do."""
    scheme, _, rest = text(value).partition("://")
    driver = DRIVERS.get(scheme.lower().partition("+")[0])
    if driver is None:
        raise ValueError(
            "is no known database: write sqlite:///data/kasanie.db or postgresql://user:password@host/name"
        )
    if "sqlite" in driver:
        _check_file(rest)
    else:
        _check_server(text(value))
        rest = re.sub(r"([?&])sslmode=", r"\1ssl=", rest)  # as libpq writes it, and as asyncpg reads it
    return SecretStr(f"{driver}://{rest}")


def _check_file(rest: str) -> None:
    path = rest.partition("?")[0]
    if path in {"", "/", "/:memory:"}:
        raise ValueError("names no file: what is kept in memory is lost; write sqlite:///data/kasanie.db")
    if not path.startswith("/"):
        raise ValueError("lacks a slash: write sqlite:/// before a relative path, sqlite://// before an absolute one")


def _check_server(url: str) -> None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises when it is not a number
    except ValueError:
        raise ValueError("cannot be read: in the password write @ as %40, : as %3A, / as %2F, # as %23") from None
    if not parts.path.strip("/"):
        raise ValueError("names no database: write postgresql://user:password@host/name")
