"""How updates reach the bot: long polling or a webhook, never both."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from simulator.calls import Call
from simulator.errors import bad_request, conflict
from simulator.methods.registry import method

Json = dict[str, Any]
LONGEST_POLL = 50  # seconds
MOST_UPDATES = 100
LOCAL = ("127.0.0.1", "localhost", "::1")
PORTS = (443, 80, 88, 8443)
SECRET = re.compile(r"[A-Za-z0-9_-]*")
ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@method("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    telegram = call.telegram
    if telegram.courier.url:
        raise conflict(ACTIVE)
    telegram.updates.allow(call.json("allowed_updates"))
    limit = call.number("limit", MOST_UPDATES)
    seconds = min(max(call.number("timeout"), 0), LONGEST_POLL)
    wanted = limit if 1 <= limit <= MOST_UPDATES else MOST_UPDATES
    return await telegram.updates.poll(call.number("offset"), wanted, seconds)


@method("setWebhook")
async def set_webhook(call: Call) -> Json:
    url = call.text("url").strip()
    if not url:
        return _deleted(call)
    secret = call.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    most = call.number("max_connections", 40)
    if not 1 <= most <= 100:
        raise bad_request("max_connections must be between 1 and 100")
    _check_address(url)
    telegram = call.telegram
    telegram.updates.interrupt("terminated by setWebhook request")
    telegram.updates.allow(call.json("allowed_updates"))
    if call.flag("drop_pending_updates"):
        telegram.updates.pending.clear()
    same = (telegram.courier.url, telegram.courier.secret, telegram.courier.most) == (url, secret, most)
    if not same:
        telegram.courier.set(url, secret, most)
    await asyncio.sleep(0)
    return {"result": True, "description": "Webhook is already set" if same else "Webhook was set"}


@method("deleteWebhook")
def delete_webhook(call: Call) -> Json:
    return _deleted(call)


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    return call.telegram.courier.describe()


def _deleted(call: Call) -> Json:
    telegram = call.telegram
    was = telegram.courier.url
    telegram.courier.unset()
    if call.flag("drop_pending_updates"):
        telegram.updates.pending.clear()
    return {"result": True, "description": "Webhook was deleted" if was else "Webhook is already deleted"}


def _check_address(url: str) -> None:
    """HTTPS and the four ports, but for this machine itself, as a Bot API server of one's own allows."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise bad_request("bad webhook: invalid URL specified") from error
    if host in LOCAL and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https" or not host:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
