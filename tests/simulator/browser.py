"""A real browser before the simulator's page; the test is the bot behind it."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, ConsoleMessage, Error, Locator, Page, Request, ViewportSize, async_playwright

from tests.simulator.playing import ANNA, TOKEN, Play, playing

# Where the browser is, is a matter of the machine, not a setting of the bot.
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")  # noqa: TID251 - see above
if CHROMIUM is None:
    # Here and not in each test, so that the report has one line for all of them.
    pytest.skip("no Chromium here: apt-get install chromium", allow_module_level=True)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LAPTOP = (1280, 800)
PHONE = (390, 844)
PATIENCE = 10_000  # milliseconds for anything to appear


@dataclass
class Window:
    """The page in a browser, and everything in it that should not happen.

    Without slots: Playwright keeps a handler beside the method that it wraps.
    """

    page: Page
    play: Play
    wrong: list[str] = field(default_factory=list)
    offset: int = 0

    def watch(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", self._failed)
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(message.text)

    def _failed(self, error: Error) -> None:
        self.wrong.append(str(error))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.play.base + "/", "data:", "blob:")):
            self.wrong.append(request.url)

    async def open(self) -> None:
        await self.page.goto(self.play.base)
        await self.page.locator("#app").wait_for()

    async def start(self, person: int = ANNA) -> None:
        """Somebody presses Start, and the bot hears of it: it may write to them from now on."""
        await self.page.locator(f"[data-person='{person}']").click()
        await self.page.locator("#start").click()
        await self.heard("message")

    async def says(self, text: str, **more: Any) -> Any:
        """A message of the bot to Anna, unless `chat_id` is another."""
        return await self.play.ok("sendMessage", **{"chat_id": ANNA, "text": text, **more})

    async def shows(self, picture: bytes) -> None:
        form = aiohttp.FormData({"chat_id": str(ANNA)})
        form.add_field("photo", picture, filename="card.png")
        async with self.play.session.post(f"{self.play.base}/bot{TOKEN}/sendPhoto", data=form) as response:
            assert response.status == 200, await response.text()

    async def heard(self, kind: str) -> Any:
        """What the bot is told next of this kind ("message", "callback_query"); others before it are skipped."""
        while True:
            for update in await self.play.ok("getUpdates", offset=self.offset, timeout=10, limit=1):
                self.offset = update["update_id"] + 1
                if kind in update:
                    return update[kind]

    def person(self, person: int) -> Locator:
        return self.page.locator(f"[data-person='{person}']")

    def unread(self, person: int) -> Locator:
        return self.person(person).locator(".badge")

    def bubble(self, text: str) -> Locator:
        return self.page.locator("article", has_text=text)

    def key(self, text: str) -> Locator:
        return self.page.locator("#messages .key", has_text=text)


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        await started.close()


@asynccontextmanager
async def window_at(
    browser: Browser, play: Play, *, size: tuple[int, int] = LAPTOP, **room: Any
) -> AsyncIterator[Window]:
    """A new profile. Nothing may be left in the console, and no other host may have been asked for anything.

    room: further options of Playwright's `new_context`.
    """
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    usual = {"locale": "ru-RU", "timezone_id": "Europe/Moscow"}
    context = await browser.new_context(viewport=viewport, **(usual | room))
    context.set_default_timeout(PATIENCE)
    opened = Window(await context.new_page(), play)
    opened.watch()
    yield opened
    await context.close()
    assert opened.wrong == []


@asynccontextmanager
async def window_of(browser: Browser, **room: Any) -> AsyncIterator[Window]:
    """The same before a Telegram of its own, opened."""
    async with playing() as play, window_at(browser, play, **room) as window:
        await window.open()
        yield window
