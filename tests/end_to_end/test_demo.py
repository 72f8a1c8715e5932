"""`python -m bot demo`, as a newcomer uses it: in a browser, with a mouse and a keyboard."""

import asyncio
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="no browser: apt-get install chromium"),
]


@asynccontextmanager
async def demo() -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The demo's process, and the address that it prints."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, start_new_session=True)
    assert process.stdout is not None
    address = ""
    async with asyncio.timeout(90):
        while not address:
            line = (await process.stdout.readline()).decode()
            assert line, "the demo ended by itself"
            found = re.search(r"Open (http://127\.0\.0\.1:\d+/)", line)
            address = found[1] if found else ""
    try:
        yield process, address
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


class Person:
    """Somebody at the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def plays(self, number: int) -> None:
        """Be the n-th person of the list, in the private chat with the bot."""
        await self.page.keyboard.press(f"Alt+{number}")
        await self.page.locator(".chat-row").first.click()

    async def presses(self, label: str) -> None:
        """The newest button with that label."""
        await self.page.get_by_role("button", name=label).last.click()

    async def types(self, text: str) -> None:
        """And Enter."""
        await self.page.locator("textarea").fill(text)
        await self.page.keyboard.press("Enter")

    async def sees(self, text: str) -> None:
        """In the conversation."""
        await expect(self.page.locator("main").get_by_text(text).last).to_be_visible(timeout=30_000)


@asynccontextmanager
async def somebody_at(address: str) -> AsyncIterator[Person]:
    """A newcomer with the page open; nothing on it may go wrong meanwhile."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(locale="ru-RU", viewport={"width": 1280, "height": 900})
        mistakes: list[str] = []
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        await page.goto(address)
        yield Person(page)
        assert mistakes == []
        await browser.close()


async def _get_a_card(person: Person) -> None:
    await person.page.locator("#start").click()
    await person.presses("Русский")
    await person.presses("Согласен")
    await person.presses("Да, присылайте")
    await person.sees("Вопрос 1 из 5")
    await person.types("Анна")
    await person.presses("Отправить мой номер")
    await person.sees("Мы вас узнали")
    for number in ("3", "4", "5"):
        await person.sees(f"Вопрос {number} из 5")
        await person.presses("Пропустить")
    await person.sees("Ваша карта")


async def _sell(person: Person) -> None:
    """From the card on the customer's phone, held before the camera of somebody's who works here."""
    page = person.page
    await page.locator('.code-link[data-payload^="c_"] .code-more').last.click()
    await page.get_by_role("menuitemradio", name="Мария").click()
    await person.sees("Бронза, скидка сейчас")
    await person.presses("Продажа")
    await person.sees("на какую сумму")
    await person.types("1 500,50")
    await person.sees("К оплате")


async def test_the_main_job_is_clicked_through_in_a_browser() -> None:
    async with demo() as (process, address):
        async with somebody_at(address) as person:
            await _get_a_card(person)
            await _sell(person)

            await person.presses("+1 день")
            await person.plays(1)
            await person.sees("Поставьте оценку")
            await person.page.get_by_role("button", name="2", exact=True).last.click()
            await person.sees("Что подвело")

            await person.plays(5)
            await person.page.locator("#start").click()
            await person.sees("Вы владелец")
            await person.types("/stats")
            await person.sees("Клиентов сейчас")
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            assert await process.wait() == 0


async def test_start_anew_is_a_shop_that_has_never_met_anybody() -> None:
    async with demo() as (process, address):
        async with somebody_at(address) as person:
            await _get_a_card(person)
            await person.page.locator("#reset").click()
            await person.page.get_by_role("dialog").get_by_role("button", name="Начать заново").click()
            await expect(person.page.get_by_text("Мир начат заново")).to_be_visible()
            await person.plays(1)
            await expect(person.page.locator("main").get_by_text("Ваша карта")).to_have_count(0)
            await _get_a_card(person)  # with the language, the consents and all
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            assert await process.wait() == 0
