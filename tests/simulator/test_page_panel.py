"""The controls beside the conversation: the clock, the log of calls, faults, blocking, a new beginning."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.simulator.browser import Window, browser, window_of
from tests.simulator.playing import ANNA, MANAGERS, MARIA

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

DAY = 86_400  # seconds
BIRTHDAY = {"id": "b", "title": {"ru": "День рождения: Анна", "en": "Birthday"}, "at": "2099-12-24T09:00:00+00:00"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with browser() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def window(chromium: Browser) -> AsyncIterator[Window]:
    async with window_of(chromium) as opened:
        yield opened


async def test_the_clock_turns_and_waits_for_the_bot(window: Window) -> None:
    clock = window.page.locator("#clock")
    await clock.get_by_role("button", name="+1 день").click()
    await expect(clock).to_contain_text("впереди на 1")
    await expect(clock.locator(".catching-up")).to_be_visible()
    turned = await window.play.get("clock")
    assert turned["offset"] == pytest.approx(DAY, abs=5)

    await window.play.post("clock/reached", version=turned["version"])
    await expect(clock.locator(".catching-up")).to_have_count(0)
    await clock.get_by_role("button", name="Вернуть настоящее время").click()
    await expect(clock).to_contain_text("настоящее время")


async def test_the_clock_jumps_to_the_next_birthday_that_the_bot_offers(window: Window) -> None:
    clock = window.page.locator("#clock")
    async with window.play.session.put(f"{window.play.base}/control/clock/moments", json=[BIRTHDAY]) as response:
        assert response.status == 200
    await clock.get_by_role("button", name="День рождения: Анна").click()
    await expect(clock).to_contain_text("24 декабря 2099")
    assert (await window.play.get("clock"))["now"].startswith("2099-12-24T09:00")
    # Once it has passed, there is nothing to jump to.
    await expect(clock.get_by_role("button", name="День рождения: Анна")).to_have_count(0)


async def test_the_log_shows_each_call_and_opens_it(window: Window) -> None:
    await window.start()
    await window.says("В журнал")
    row = window.page.locator("#log details", has_text="В журнал")
    await expect(row.locator("summary")).to_contain_text("sendMessage")
    await expect(row.locator("summary")).to_contain_text("200")
    await row.locator("summary").click()
    await expect(row.locator("pre").first).to_contain_text('"text": "В журнал"')
    await expect(row.locator("pre").last).to_contain_text('"message_id"')


async def test_the_log_stops_filters_and_shows_refusals(window: Window) -> None:
    log = window.page.locator("#log")
    await log.get_by_role("button", name="Остановить журнал").click()
    await window.play.ok("getMe")
    refusal = await window.play.refused("sendMessage", chat_id=ANNA, text="Рано")
    await window.says("Дошло", chat_id=MANAGERS)
    await expect(window.unread(MARIA)).to_have_text("1")
    await expect(log.locator("details")).to_have_count(0)

    await log.get_by_role("button", name="Продолжить журнал").click()
    await expect(log.locator("details")).to_have_count(3)
    await log.get_by_label("ошибки").check()
    await expect(log.locator("details")).to_have_count(1)
    await expect(log.locator("details")).to_contain_text(refusal)
    await log.get_by_label("ошибки").uncheck()
    await log.get_by_role("searchbox").fill("getme")
    await expect(log.locator("details")).to_have_count(1)


async def test_faults_are_switched_on_counted_down_and_taken_away(window: Window) -> None:
    faults = window.page.locator("#faults")
    await faults.locator("summary").first.click()
    await faults.get_by_role("button", name="502 на три вызова").click()
    active = faults.locator(".active-faults li")
    await expect(active).to_contain_text("502 Bad Gateway")
    await expect(active).to_contain_text("×3")
    assert await window.play.refused("getMe") == "Bad Gateway"
    await expect(active).to_contain_text("×2")

    await faults.locator(".own-fault summary").click()
    await faults.get_by_label("Что случится").select_option("reset")
    await expect(faults.get_by_label("Код")).to_be_hidden()
    await faults.get_by_label("после того, как вызов подействовал").check()
    await faults.get_by_label("Сколько раз").fill("")
    await faults.get_by_role("button", name="Включить").click()
    await expect(active).to_have_count(2)
    assert [(one["kind"], one["after"], one["count"]) for one in (await window.play.get("faults"))["faults"]][1:] == [
        ("reset", True, None)
    ]
    await faults.get_by_role("button", name="Снять все").click()
    await expect(active).to_have_count(0)
    await window.play.ok("getMe")


async def test_the_flood_limits_have_a_switch(window: Window) -> None:
    await window.page.locator("#faults summary").first.click()
    switch = window.page.get_by_role("switch")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "true")
    assert (await window.play.get("state"))["flood"] is True


async def test_a_person_blocks_the_bot_and_lets_it_back_in(window: Window) -> None:
    await window.start()
    await window.page.locator("#doings summary").click()
    await window.page.locator("#doings").get_by_role("button", name="Заблокировать").click()
    await expect(window.person(ANNA)).to_contain_text("бот заблокирован")
    assert "bot was blocked by the user" in await window.play.refused("sendMessage", chat_id=ANNA, text="Вы где?")
    assert (await window.heard("my_chat_member"))["new_chat_member"]["status"] == "kicked"

    await window.page.locator("#composer").get_by_role("button", name="Разблокировать").click()
    await expect(window.page.locator("#composer-text")).to_be_visible()
    await window.says("С возвращением")
    await expect(window.bubble("С возвращением")).to_be_visible()


async def test_joining_a_group_and_leaving_it(window: Window) -> None:
    await window.page.locator("#doings summary").click()
    await window.page.locator("#doings").get_by_role("button", name="Войти").click()
    group = window.page.locator(f"[data-chat='{MANAGERS}']")
    await group.click()
    await expect(window.page.locator("#messages")).to_contain_text("Анна теперь в группе")
    await window.page.locator("#doings").get_by_role("button", name="Выйти").click()
    await expect(group).to_have_count(0)
    await expect(window.page.locator("#start")).to_be_visible()


async def test_the_world_starts_anew_when_it_is_confirmed(window: Window) -> None:
    await window.start()
    await window.says("До")
    await expect(window.bubble("До")).to_be_visible()
    await window.page.locator("#reset").click()
    await window.page.get_by_role("dialog").get_by_role("button", name="Отмена").click()
    await expect(window.bubble("До")).to_be_visible()
    await window.page.locator("#reset").click()
    await window.page.get_by_role("dialog").get_by_role("button", name="Начать заново").click()
    await expect(window.bubble("До")).to_have_count(0)
    await expect(window.page.locator("#start")).to_be_visible()
    await expect(window.page.locator("#log details")).to_have_count(0)
