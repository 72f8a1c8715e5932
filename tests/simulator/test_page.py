"""The page that a newcomer clicks through, in a real browser, before the real simulator; the test is the bot."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Position, expect

from tests.simulator.browser import Window, browser, window_of
from tests.simulator.pictures import qr
from tests.simulator.playing import ANNA, MANAGERS, MARIA, PETR, TOM, button, keyboard

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

CARD = "https://t.me/kasanie_demo_bot?start=c_token42"
GO = keyboard([button("Поехали", "go")])
CORNER: Position = {"x": 4, "y": 4}  # of the picture, where there is no code
ASK_PHONE = {
    "keyboard": [[{"text": "Отправить телефон", "request_contact": True}], ["Не сейчас"]],
    "one_time_keyboard": True,
    "resize_keyboard": True,
    "input_field_placeholder": "Нажмите кнопку",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with browser() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def window(chromium: Browser) -> AsyncIterator[Window]:
    async with window_of(chromium) as opened:
        yield opened


async def test_a_message_arrives_changes_and_goes_without_reloading(window: Window) -> None:
    await window.start()
    sent = await window.says("<b>Здравствуйте</b>, Анна", parse_mode="HTML")
    number = {"chat_id": ANNA, "message_id": sent["message_id"]}
    await expect(window.bubble("Здравствуйте, Анна").locator("b")).to_have_text("Здравствуйте")
    await expect(window.page.locator("#announcer")).to_have_text("Касание: Здравствуйте, Анна")

    await window.play.ok("editMessageText", **number, text="Иначе")
    await expect(window.bubble("Иначе")).to_contain_text("изменено")
    await expect(window.bubble("Здравствуйте")).to_have_count(0)

    await window.play.ok("deleteMessage", **number)
    await expect(window.bubble("Иначе")).to_contain_class("deleted")


async def test_what_a_person_types_reaches_the_bot(window: Window) -> None:
    await window.start()
    field = window.page.locator("#composer-text")
    await field.fill("две")
    await field.press("Shift+Enter")
    await field.press_sequentially("строки")
    await field.press("Enter")
    heard = await window.heard("message")
    assert (heard["text"], heard["from"]["id"]) == ("две\nстроки", ANNA)
    await expect(window.bubble("строки")).to_contain_class("own")
    await expect(field).to_have_value("")


async def test_a_press_waits_for_its_answer_and_shows_it(window: Window) -> None:
    await window.start()
    await window.says("Анкета?", reply_markup=GO)
    await window.key("Поехали").click()
    await expect(window.key("Поехали")).to_have_attribute("aria-busy", "true")
    query = await window.heard("callback_query")
    assert (query["data"], query["from"]["id"]) == ("go", ANNA)
    await window.play.ok("answerCallbackQuery", callback_query_id=query["id"], text="Начинаем!")
    await expect(window.page.locator("#toasts")).to_contain_text("Начинаем!")
    await expect(window.key("Поехали")).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_is_a_dialog_that_has_to_be_read(window: Window) -> None:
    await window.start()
    await window.says("Анкета?", reply_markup=GO)
    await window.key("Поехали").click()
    query = await window.heard("callback_query")
    await window.play.ok("answerCallbackQuery", callback_query_id=query["id"], text="Поздно", show_alert=True)
    alert = window.page.get_by_role("dialog")
    await expect(alert).to_contain_text("Поздно")
    await window.page.keyboard.press("Escape")
    await expect(alert).to_have_count(0)


async def test_the_reply_keyboard_shares_ones_own_phone_once(window: Window) -> None:
    await window.start()
    await window.says("Ваш телефон?", reply_markup=ASK_PHONE)
    keys = window.page.locator("#reply-keys")
    await expect(window.page.locator("#composer-text")).to_have_attribute("placeholder", "Нажмите кнопку")
    await keys.get_by_role("button", name="Отправить телефон").click()
    contact = (await window.heard("message"))["contact"]
    assert (contact["user_id"], contact["phone_number"].lstrip("+")) == (ANNA, "79161234567")
    await expect(keys).to_be_hidden()

    await window.page.locator("#keys-toggle").click()
    await keys.get_by_role("button", name="Не сейчас").click()
    assert (await window.heard("message"))["text"] == "Не сейчас"
    await window.says("Хорошо", reply_markup={"remove_keyboard": True})
    await expect(window.page.locator("#keys-toggle")).to_be_hidden()


async def test_somebody_elses_contact_can_be_sent_to_see_it_refused(window: Window) -> None:
    await window.start()
    await window.page.locator("#attach").click()
    await window.page.get_by_role("menuitem", name="Чужой контакт").click()
    await window.page.get_by_role("menuitemradio", name="Tom").click()
    heard = await window.heard("message")
    assert (heard["from"]["id"], heard["contact"]["user_id"]) == (ANNA, TOM)


async def test_a_picture_goes_with_its_caption(window: Window) -> None:
    await window.start()
    await window.page.locator("#attach").click()
    async with window.page.expect_file_chooser() as chooser:
        await window.page.get_by_role("menuitem", name="Фото").click()
    await (await chooser.value).set_files({"name": "чек.png", "mimeType": "image/png", "buffer": qr("receipt")})
    await window.page.locator("#composer-text").fill("Мой чек")
    await window.page.keyboard.press("Enter")
    heard = await window.heard("message")
    assert (heard["caption"], bool(heard["photo"])) == ("Мой чек", True)
    await expect(window.bubble("Мой чек").locator("img")).to_be_visible()
    await expect(window.page.locator("#attachment")).to_be_hidden()


async def test_a_start_link_opens_as_the_person_being_played(window: Window) -> None:
    box = window.page.locator("#link-text")
    await box.fill("https://t.me/another_bot?start=x")
    await box.press("Enter")
    await expect(window.page.locator("#link-error")).to_contain_text("kasanie_demo_bot")
    await box.fill("t.me/kasanie_demo_bot?start=s_poster")
    await box.press("Enter")
    heard = await window.heard("message")
    assert (heard["text"], heard["from"]["id"]) == ("/start s_poster", ANNA)

    await window.says('<a href="https://t.me/kasanie_demo_bot?start=r_AB12">ссылка</a>', parse_mode="HTML")
    await window.page.get_by_role("link", name="ссылка").click()
    assert (await window.heard("message"))["text"] == "/start r_AB12"


async def test_a_shared_link_is_opened_by_a_friend(window: Window) -> None:
    await window.start()
    share = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fkasanie_demo_bot%3Fstart%3Dr_AB12&text=Приходи"
    await window.says("Позовите друга", reply_markup=keyboard([{"text": "Поделиться", "url": share}]))
    await window.key("Поделиться").click()
    await window.page.get_by_role("dialog").get_by_role("button", name="Tom").click()
    heard = await window.heard("message")
    assert (heard["text"], heard["from"]["id"]) == ("/start r_AB12", TOM)
    await expect(window.person(TOM)).to_have_attribute("aria-pressed", "true")


async def test_a_press_on_the_qr_code_opens_its_link(window: Window) -> None:
    await window.start()
    await window.shows(qr(CARD))
    code = window.page.locator("[data-payload='c_token42']")
    await code.get_by_role("button", name="Открыть ссылку из кода").click()
    heard = await window.heard("message")
    assert (heard["text"], heard["from"]["id"]) == ("/start c_token42", ANNA)


async def test_staff_scan_a_customers_code_from_the_enlarged_picture(window: Window) -> None:
    await window.start()
    await window.shows(qr(CARD))
    await window.page.get_by_role("button", name="Увеличить картинку").click(position=CORNER)
    await window.page.get_by_role("dialog").get_by_role("button", name="Открыть за другого человека").click()
    await window.page.get_by_role("menuitemradio", name="Мария").click()
    heard = await window.heard("message")
    assert (heard["text"], heard["from"]["id"]) == ("/start c_token42", MARIA)
    await expect(window.page.get_by_role("dialog")).to_have_count(0)
    await expect(window.bubble("c_token42")).to_contain_class("own")


async def test_the_manager_chat_is_heard_while_a_customer_is_played(window: Window) -> None:
    await expect(window.unread(MARIA)).to_have_count(0)
    await window.says("Новая оценка: 2 из 5", chat_id=MANAGERS)
    await expect(window.unread(MARIA)).to_have_text("1")
    await expect(window.unread(TOM)).to_have_count(0)

    await window.page.keyboard.press("Alt+Digit3")
    await expect(window.bubble("Новая оценка")).to_be_visible()
    await expect(window.unread(MARIA)).to_have_count(0)
    await expect(window.unread(PETR)).to_have_text("1")


async def test_commands_are_chosen_with_the_keyboard(window: Window) -> None:
    await window.start()
    commands = [{"command": "card", "description": "Карта"}, {"command": "invite", "description": "Позвать друга"}]
    await window.play.ok("setMyCommands", commands=commands)
    await expect(window.page.locator("#log details", has_text="setMyCommands")).to_be_visible()
    field, options = window.page.locator("#composer-text"), window.page.locator("#commands [role=option]")
    await field.press_sequentially("/")
    await expect(options).to_have_count(2)
    await field.press("ArrowDown")
    await field.press("Enter")
    assert (await window.heard("message"))["text"] == "/invite"
    await expect(window.page.get_by_role("listbox")).to_be_hidden()
