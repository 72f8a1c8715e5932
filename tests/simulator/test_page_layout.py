"""The page on a phone, in two languages, with hostile words, without storage, and after the server was away."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from playwright.async_api import Browser, expect
from yarl import URL

from simulator.app import create
from tests.simulator.browser import PHONE, Window, browser, window_at, window_of
from tests.simulator.playing import ANNA, MANAGERS, MARIA, TOM, Play, button, keyboard, playing

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

LONG = "Оченьдлинноеслово" * 20
SMALLEST_TARGET = 44  # pixels a finger needs


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with browser() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def window(chromium: Browser) -> AsyncIterator[Window]:
    async with window_of(chromium) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def phone(chromium: Browser) -> AsyncIterator[Window]:
    async with window_of(chromium, size=PHONE, is_mobile=True, has_touch=True, color_scheme="dark") as opened:
        yield opened


async def assert_fits(window: Window) -> None:
    """Nothing is wider than the phone, and everything that can be pressed is large enough for a finger."""
    assert await window.page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    small = await window.page.evaluate(
        """(smallest) => [...document.querySelectorAll("button, #messages .key, input:not([type=checkbox]), summary")]
            .map((node) => [node.id || node.className || node.textContent, node.getBoundingClientRect()])
            .filter(([, box]) => box.height > 0 && box.height < smallest && box.right > 0)
            .map(([name, box]) => `${name}: ${box.height}`)""",
        SMALLEST_TARGET,
    )
    assert small == []


async def test_a_phone_shows_one_screen_at_a_time(phone: Window) -> None:
    page = phone.page
    await expect(page.locator("#chat")).to_be_hidden()
    await assert_fits(phone)
    await page.locator(f"[data-chat='{ANNA}']").tap()
    await page.locator("#start").tap()
    await phone.heard("message")
    keys = keyboard([button(LONG[:60], "x"), button("Да", "y")])
    await phone.says(LONG, reply_markup=keys)
    await expect(phone.bubble(LONG)).to_be_visible()
    await expect(page.locator("#side")).to_be_hidden()
    await assert_fits(phone)

    await page.locator("#panel-toggle").tap()
    await expect(page.locator("#clock")).to_be_visible()
    await assert_fits(phone)
    await page.locator("#panel-back").tap()
    await expect(phone.bubble(LONG)).to_be_visible()
    await page.go_back()
    await expect(page.locator("#side")).to_be_visible()


async def test_on_a_phone_somebody_else_is_played_from_within_a_chat(phone: Window) -> None:
    await phone.page.locator(f"[data-chat='{ANNA}']").tap()
    await phone.says("Новый клиент", chat_id=MANAGERS)
    await expect(phone.page.locator("#me .badge")).to_have_text("3")
    await phone.page.locator("#me").tap()
    await phone.page.get_by_role("menuitemradio", name="Мария").tap()
    await expect(phone.bubble("Новый клиент")).to_be_visible()
    await expect(phone.page.locator("#me .badge")).to_have_text("2")


async def test_the_readers_place_is_kept_while_messages_come(window: Window) -> None:
    await window.start()
    for number in range(40):
        await window.says(f"Строка {number}")
    await expect(window.bubble("Строка 39")).to_be_in_viewport()
    await window.bubble("Строка 3").first.scroll_into_view_if_needed()
    await expect(window.page.locator("#to-bottom")).to_be_visible()
    for text in ("Первое", "Второе"):
        await window.says(text)
    await expect(window.page.locator("#to-bottom")).to_have_text("2")
    await expect(window.unread(ANNA)).to_have_text("2")
    await expect(window.bubble("Второе")).not_to_be_in_viewport()
    await window.page.locator("#to-bottom").click()
    await expect(window.bubble("Второе")).to_be_in_viewport()
    await expect(window.page.locator("#to-bottom")).to_be_hidden()


async def test_a_quote_leads_to_what_it_quotes(window: Window) -> None:
    await window.start()
    first = await window.says("С чего всё началось")
    for number in range(30):
        await window.says(f"Строка {number}")
    await expect(window.bubble("С чего всё началось")).not_to_be_in_viewport()
    await window.says("Ответ", reply_parameters={"message_id": first["message_id"]})
    await window.page.get_by_role("button", name="К сообщению: С чего всё началось").click()
    await expect(window.page.locator(f"[data-id='{first['message_id']}']")).to_be_in_viewport()


async def test_a_bubble_is_answered_with_the_keyboard_alone(window: Window) -> None:
    await window.start()
    asked = await window.says("Как дела?")
    await expect(window.bubble("Как дела?")).to_be_visible()
    await window.page.locator("#scroller").focus()
    await window.page.keyboard.press("ArrowUp")
    await window.page.keyboard.press("r")
    await window.page.keyboard.type("Хорошо")
    await window.page.keyboard.press("Enter")
    heard = await window.heard("message")
    assert (heard["text"], heard["reply_to_message"]["message_id"]) == ("Хорошо", asked["message_id"])


async def test_hostile_words_stay_words(chromium: Browser) -> None:
    name = "<img src=x onerror=document.title='x'>"
    people = [{"id": ANNA, "first_name": name}, {"id": MARIA, "first_name": "Мария"}]
    async with window_of(chromium) as window:
        await window.play.post("reset", world={"people": people})
        await expect(window.person(MARIA)).to_be_visible()
        await expect(window.person(TOM)).to_have_count(0)
        await window.start()
        await window.says(name, reply_markup=keyboard([button(name, "x")]))
        await expect(window.bubble(name)).to_be_visible()
        await expect(window.page.locator("#log details", has_text=name)).to_have_count(1)
        assert await window.page.locator("img, script:not([src])").count() == 0


async def test_the_interface_speaks_two_languages(window: Window) -> None:
    await window.open()
    await expect(window.page.locator("#start")).to_have_text("Старт")
    await window.page.get_by_role("button", name="EN", exact=True).click()
    await expect(window.page.locator("#start")).to_have_text("Start")
    await expect(window.page.locator("#clock")).to_contain_text("+1 hour")
    await window.page.reload()
    await expect(window.page.locator("#start")).to_have_text("Start")


async def test_the_page_works_where_storage_is_refused(window: Window) -> None:
    refuse = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    await window.page.add_init_script(refuse)
    await window.start()
    await window.says("Слышно?")
    await expect(window.bubble("Слышно?")).to_be_visible()


async def test_after_the_server_was_away_the_page_shows_what_happened(chromium: Browser) -> None:
    async with AsyncExitStack() as stack:
        async with playing() as play:
            window = await stack.enter_async_context(window_at(chromium, play))
            await window.open()
        await expect(window.page.locator("#offline")).to_be_visible()

        runner = web.AppRunner(create(), handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", URL(play.base).port).start()
        async with ClientSession() as session:
            await Play(play.base, session).ok("sendMessage", chat_id=MANAGERS, text="Пока вас не было")
        await expect(window.unread(MARIA)).to_have_text("1", timeout=30_000)
        await expect(window.page.locator("#offline")).to_be_hidden()
        assert all("Failed to load resource" in text for text in window.wrong)
        window.wrong.clear()
