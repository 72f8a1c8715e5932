"""The bot comes back after being away: what is still welcome then, and what is asked for again."""

from typing import Any

import pytest

from bot.attempts import Attempts, DatabaseAway
from tests.bot.test_intake import kept, sent_to, told
from tests.shop import Clock
from tests.talk import ANNA, TOM, Talk

pytestmark = pytest.mark.usefixtures("anna", "tom")


async def test_after_an_outage_one_answer_for_all_the_commands_that_are_too_old(talk: Talk, clock: Clock) -> None:
    clock.advance(minutes=31)
    before = len(await sent_to(talk))
    commands = [told(9000 + number, ANNA, ("/card", "/coupons")[number % 2]) for number in range(20)]
    await talk.intake.receive([*commands, told(9100, TOM, "/help")])
    await talk.intake.idle()
    said = (await sent_to(talk))[before:]
    (hers,) = [text for chat, text in said if chat == ANNA]
    assert "Нас не было на связи" in hers
    assert "/card\n/coupons" in hers
    (his,) = [text for chat, text in said if chat == TOM]
    assert "Эта команда не выполнена" in his
    assert {state for state, _ in (await kept(talk)).values()} == {"done"}


@pytest.mark.parametrize("batch", [1, 45])
async def test_however_they_come_and_however_many_it_is_one_answer(talk: Talk, clock: Clock, batch: int) -> None:
    clock.advance(minutes=31)
    before = len(await sent_to(talk))
    commands = [told(9000 + number, ANNA, "/card") for number in range(45)]
    for first in range(0, 45, batch):
        await talk.intake.receive(commands[first : first + batch])
        await talk.intake.idle()
    assert len((await sent_to(talk))[before:]) == 1
    assert {state for state, _ in (await kept(talk)).values()} == {"done"}
    clock.advance(minutes=2)
    await talk.intake.receive([told(9100, ANNA, "/card")])
    await talk.intake.idle()
    assert len((await sent_to(talk))[before:]) == 2


async def test_an_answer_that_could_not_be_given_is_none(
    talk: Talk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.advance(minutes=31)
    before = len(await sent_to(talk))
    with monkeypatch.context() as troubled:

        async def fails(*_: object, **__: object) -> bool:
            raise DatabaseAway("the database: away")

        troubled.setattr(Attempts, "handle", fails)
        await talk.intake.receive([told(9000, ANNA, "/card"), told(9001, ANNA, "/coupons")])
        await talk.intake.idle()
    await talk.intake.take_up()
    await talk.intake.idle()
    (said,) = [text for _, text in (await sent_to(talk))[before:]]
    assert "/card\n/coupons" in said


async def test_an_answer_that_fails_is_apologised_for_once(talk: Talk, clock: Clock) -> None:
    clock.advance(minutes=31)
    before = len(await sent_to(talk))
    await talk.control("faults", method="sendMessage", kind="status", code=400, description="Bad Request: x", count=3)
    await talk.intake.receive([told(9000 + number, ANNA, "/card") for number in range(4)])
    for _ in range(3):
        await talk.intake.take_up()
        await talk.intake.idle()
    (said,) = [text for _, text in (await sent_to(talk))[before:]]
    assert "Что-то пошло не так" in said
    states = [state for number, (state, _) in (await kept(talk)).items() if 9000 <= number < 9004]
    assert sorted(states) == ["done", "done", "done", "parked"]


async def test_what_people_say_is_never_too_old_nor_is_a_command_that_waited_a_little(talk: Talk, clock: Clock) -> None:
    clock.advance(minutes=29)
    await talk.intake.receive([told(9001, ANNA, "/help")])
    await talk.intake.idle()
    clock.advance(minutes=31)
    await talk.intake.receive([told(9002, TOM, "/start"), told(9003, ANNA, "Вы открыты завтра?")])
    await talk.intake.idle()
    assert "не выполнен" not in "".join(text for _, text in await sent_to(talk))
    assert "Передали" in await talk.text(ANNA)


def in_group(number: int, chat: int, text: str) -> dict[str, Any]:
    """A command that was typed in a group."""
    update = told(number, TOM, text)
    update["message"]["chat"] = {"id": chat, "type": "supergroup", "title": "Соседи"}
    return update


async def test_in_a_strange_group_and_to_other_bots_nothing_is_said_of_late_commands(talk: Talk, clock: Clock) -> None:
    clock.advance(minutes=31)
    before = await sent_to(talk)
    managers = talk.shop.manager_chat_id()
    assert managers is not None
    await talk.intake.receive(
        [
            in_group(9001, -1009999999999, "/card"),
            in_group(9002, managers, "/roll@dice_bot 6"),
            told(9003, ANNA, "/roll@dice_bot"),
        ]
    )
    await talk.intake.idle()
    assert not [text for _, text in (await sent_to(talk))[len(before) :] if "не выполнен" in text or "/roll" in text]


async def test_in_the_manager_chat_staff_hear_which_of_their_commands_came_too_late(talk: Talk, clock: Clock) -> None:
    clock.advance(minutes=31)
    managers = talk.shop.manager_chat_id()
    assert managers is not None
    await talk.intake.receive([in_group(9001, managers, f"/cases@{talk.shop.bot_username}")])
    await talk.intake.idle()
    assert "Эта команда не выполнена" in await talk.text(managers)


async def test_commands_as_long_as_letters_are_named_by_their_beginnings(talk: Talk, clock: Clock) -> None:
    clock.advance(minutes=31)
    await talk.intake.receive([told(9000 + n, ANNA, f"/client <b>&{n} " + "очень длинно " * 300) for n in range(3)])
    await talk.intake.idle()
    said = await talk.text(ANNA)
    assert "Эти команды не выполнены" in said or "не выполнен" in said
    assert said.count("/client <b>&") == 3
