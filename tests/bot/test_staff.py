"""Who may act as staff: asked of Telegram, remembered for minutes, gone with the one who leaves."""

import pytest

from bot import staff
from bot.staff import StaffRoll
from loyalty.ids import TelegramId
from tests.shop import MANAGERS
from tests.talk import ANNA, MARIA, OLGA, Talk

Changes = list[tuple[int, bool]]


@pytest.fixture
def changes() -> Changes:
    return []


@pytest.fixture
def roll(talk: Talk, changes: Changes) -> StaffRoll:
    async def on_change(person: TelegramId, works: bool) -> None:
        changes.append((person, works))

    return StaffRoll(talk.bot, talk.shop.manager_chat_id, talk.shop.owner_ids, on_change)


async def asked(talk: Talk) -> int:
    return len((await talk.look("calls", method="getChatMember"))["calls"])


async def test_members_and_owners_are_staff_and_others_are_not(roll: StaffRoll, changes: Changes) -> None:
    assert [await roll.includes(person) for person in (MARIA, OLGA, ANNA)] == [True, True, False]
    assert changes == [(MARIA, True), (OLGA, True)]


async def test_telegram_is_asked_once_in_minutes(talk: Talk, roll: StaffRoll, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await roll.includes(MARIA)
    assert await roll.includes(MARIA)
    assert await asked(talk) == 1
    monkeypatch.setattr(staff, "REMEMBERED_FOR", 0.0)
    assert await roll.includes(MARIA)
    assert await asked(talk) == 2


async def test_whoever_left_is_noticed_after_minutes_even_if_nobody_told(
    talk: Talk, roll: StaffRoll, changes: Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await roll.includes(MARIA)
    await talk.control("leave", person=MARIA, chat=MANAGERS)
    assert await roll.includes(MARIA), "remembered"
    monkeypatch.setattr(staff, "REMEMBERED_FOR", 0.0)
    assert not await roll.includes(MARIA)
    assert changes == [(MARIA, True), (MARIA, False)]


async def test_while_telegram_does_not_answer_the_last_answer_holds(
    talk: Talk, roll: StaffRoll, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await roll.includes(MARIA)
    monkeypatch.setattr(staff, "REMEMBERED_FOR", 0.0)
    await talk.control("faults", method="getChatMember", kind="status", code=502)
    assert await roll.includes(MARIA)
    assert not await roll.includes(ANNA), "who was never known is nobody"


async def test_without_a_manager_chat_only_owners_are_staff(talk: Talk) -> None:
    async def on_change(_person: TelegramId, _works: bool) -> None:
        """Nobody's menu changes."""

    roll = StaffRoll(talk.bot, lambda: None, talk.shop.owner_ids, on_change)
    assert [await roll.includes(person) for person in (MARIA, OLGA)] == [False, True]
    assert await asked(talk) == 0


@pytest.mark.parametrize("told_by_service_message", [False, True])
async def test_leaving_the_manager_chat_ends_the_right_at_once(talk: Talk, told_by_service_message: bool) -> None:
    """The bot hears of it as an administrator, and by the service message where it is none."""
    if told_by_service_message:
        await talk.control("leave", person=talk.bot.id, chat=MANAGERS)
        await talk.control("join", person=talk.bot.id, chat=MANAGERS, status="member")
    await talk.say(MARIA, "/start")
    assert "команде" in await talk.text(MARIA)
    await talk.control("leave", person=MARIA, chat=MANAGERS)
    await talk.pump()
    await talk.say(MARIA, "/cases")
    assert "Такой команды нет" in await talk.text(MARIA)
    await talk.control("join", person=MARIA, chat=MANAGERS)
    await talk.pump()
    await talk.say(MARIA, "/cases")
    assert "обращений нет" in await talk.text(MARIA)
