"""Delivery to a webhook."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from simulator import webhook
from tests.simulator.playing import ANNA, TOM, Json, Play, until

SECRET = "top-secret_1"


class Endpoint:
    """The bot's web server: what came, and what it answers."""

    def __init__(self) -> None:
        self.came: list[Json] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []  # of the next answers; then 200
        self.answer: Json | None = None
        self.gate: asyncio.Event | None = None
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        self.came.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.gate is not None and self.came[-1]["message"]["chat"]["id"] == ANNA:
            await self.gate.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.answer or {}, status=status)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.came]


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    one = Endpoint()
    app = web.Application()
    app.router.add_post("/hook", one.receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield one
    await runner.cleanup()


async def test_updates_come_with_the_secret(play: Play, endpoint: Endpoint) -> None:
    await play.say(ANNA, "before")
    await play.ok("setWebhook", url=endpoint.url, secret_token=SECRET)
    await play.say(ANNA, "after")
    await until(lambda: len(endpoint.came) == 2)
    assert endpoint.texts() == ["before", "after"]
    assert endpoint.secrets == [SECRET, SECRET]
    info = await play.ok("getWebhookInfo")
    assert (info["url"], info["pending_update_count"], "last_error_date" in info) == (endpoint.url, 0, False)


async def test_what_failed_comes_again_until_it_is_taken(
    play: Play, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "FIRST_PAUSE", 0.02)
    endpoint.statuses = [500, 503]
    await play.ok("setWebhook", url=endpoint.url)
    await play.say(ANNA, "a")
    await play.say(ANNA, "b")
    await until(lambda: len(endpoint.came) == 4)
    assert endpoint.texts() == ["a", "a", "a", "b"], "in order within a chat"
    assert len({update["update_id"] for update in endpoint.came}) == 2
    info = await play.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_one_chat_does_not_hold_up_another(play: Play, endpoint: Endpoint) -> None:
    endpoint.gate = asyncio.Event()
    await play.ok("setWebhook", url=endpoint.url)
    for person, text in ((ANNA, "a1"), (ANNA, "a2"), (TOM, "t1")):
        await play.say(person, text)
    await until(lambda: "t1" in endpoint.texts())
    assert endpoint.texts() == ["a1", "t1"]
    assert (await play.ok("getWebhookInfo"))["pending_update_count"] == 2
    endpoint.gate.set()
    await until(lambda: endpoint.texts() == ["a1", "t1", "a2"])


async def test_a_webhook_that_is_not_there(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "FIRST_PAUSE", 0.01)
    await play.ok("setWebhook", url="http://127.0.0.1:9/x")
    await play.say(ANNA, "a")
    info = await play.ok("getWebhookInfo")
    for _ in range(200):
        if "last_error_message" in info:
            break
        await asyncio.sleep(0.02)
        info = await play.ok("getWebhookInfo")
    assert (info["last_error_message"], info["pending_update_count"]) == ("Connection refused", 1)


async def test_a_method_in_the_answer_is_carried_out(play: Play, endpoint: Endpoint) -> None:
    endpoint.answer = {"method": "sendMessage", "chat_id": ANNA, "text": "сразу"}
    await play.ok("setWebhook", url=endpoint.url)
    await play.say(ANNA, "a")
    found = await play.get("messages", chat=ANNA, after=1, wait=5)
    assert [message["text"] for message in found["messages"]] == ["сразу"]


async def test_never_both(play: Play, endpoint: Endpoint) -> None:
    poll = asyncio.create_task(play.call("getUpdates", timeout=10))
    await asyncio.sleep(0.05)
    assert await play.ok("setWebhook", url=endpoint.url) is True
    status, answer = await poll
    assert (status, answer["description"]) == (409, "Conflict: terminated by setWebhook request")
    said = await play.refused("getUpdates")
    assert said.startswith("Conflict: can't use getUpdates method while webhook is active")
    await play.ok("deleteWebhook")
    assert await play.updates() == []


async def test_descriptions_of_success(play: Play, endpoint: Endpoint) -> None:
    hook = {"url": endpoint.url}
    assert (await play.call("setWebhook", **hook))[1] == {"ok": True, "result": True, "description": "Webhook was set"}
    assert (await play.call("setWebhook", **hook))[1]["description"] == "Webhook is already set"
    assert (await play.call("deleteWebhook"))[1]["description"] == "Webhook was deleted"
    assert (await play.call("deleteWebhook"))[1]["description"] == "Webhook is already deleted"


async def test_pending_updates_may_be_dropped(play: Play) -> None:
    await play.say(ANNA, "a")
    await play.ok("deleteWebhook", drop_pending_updates=True)
    assert await play.updates() == []


@pytest.mark.parametrize(
    "params,reason",
    [
        ({"url": "http://example.com/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.com:8081/x"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "http://127.0.0.1/x", "secret_token": "тайна"}, "secret token contains unallowed characters"),
        ({"url": "http://127.0.0.1/x", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_wrong_webhooks(play: Play, params: Json, reason: str) -> None:
    assert await play.refused("setWebhook", **params) == f"Bad Request: {reason}"
