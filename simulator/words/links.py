"""Addresses in texts and buttons: which ones Telegram takes, and what becomes of them."""

import re
from typing import Any

from simulator.errors import ApiError, bad_request

Json = dict[str, Any]
USER_LINK = re.compile(r"tg://user/?\?(?:.*&)?id=(\d+)")
SCHEME = re.compile(r"(?i)(?P<scheme>[a-z][a-z0-9+.-]*):(?P<rest>.*)", re.DOTALL)
HTTP_REST = re.compile(r"//(?:[^/?#@]*@)?(?P<host>\[[0-9a-fA-F:.]+\]|[^\s/?#:@\[\]]+)(?::\d{1,5})?(?P<tail>[/?#]\S*)?")


def checked_link(url: str) -> str | None:
    """The address as Telegram keeps it, or None when it refuses it ("Wrong HTTP URL")."""
    url = url.strip()
    scheme = SCHEME.fullmatch(url)
    if scheme and scheme["scheme"].lower() in ("tg", "ton", "tonsite"):
        return url
    if scheme and not scheme["rest"].startswith("//") and not scheme["rest"][:1].isdigit():
        return None
    full = url if scheme and scheme["rest"].startswith("//") else f"http://{url}"
    kind, _, rest = full.partition(":")
    found = HTTP_REST.fullmatch(rest)
    if kind.lower() not in ("http", "https") or found is None:
        return None
    host = found["host"]
    if not host.startswith("[") and ("." not in host.strip(".") or ".." in host):
        return None
    return f"{kind.lower()}:{rest}" if found["tail"] else f"{kind.lower()}:{rest}/"


def link_entity(url: str, span: Json) -> list[Json]:
    """A text_link or text_mention; nothing at all when the address is none."""
    if user := USER_LINK.fullmatch(url):
        return [{"type": "text_mention", **span, "user": {"id": int(user[1])}}]
    checked = checked_link(url)
    return [{"type": "text_link", **span, "url": checked}] if checked else []


def emoji_entity(emoji_id: str, span: Json) -> Json:
    if not emoji_id.isdigit() or not emoji_id.isascii() or int(emoji_id) == 0:
        raise broken_entities("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", **span, "custom_emoji_id": emoji_id}


def broken_entities(what: str) -> ApiError:
    return bad_request(f"can't parse entities: {what}")
